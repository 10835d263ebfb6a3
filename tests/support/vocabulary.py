"""The vocabulary of schema.org, as the npm package schema-dts has it: what may be said of what."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_INTERFACE = re.compile(
    r"^(?:export )?interface (\w+?)(Base|Leaf) extends (.*) \{\n((?: .*\n)*)\}", re.MULTILINE
)
_PROPERTY = re.compile(r'^    "(\w+)"\?: SchemaValue<(.*), "\w+">;$', re.MULTILINE)
_KINDS = re.compile(r"^export type (\w+) = (.*);$", re.MULTILINE)
# Values that are written as they are.
_PLAIN = {"Text": str, "URL": str, "Date": str, "DateTime": str, "Language": str, "Integer": int}


@dataclass
class Vocabulary:
    """The properties of each type with what they may hold, its parents, and its subtypes."""

    properties: dict[str, dict[str, set[str]]] = field(default_factory=lambda: defaultdict(dict))
    parents: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    kinds: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, file: Path) -> Vocabulary:
        """Read the package's declarations."""
        text, found = file.read_text(encoding="utf-8"), cls()
        for name, _, parents, body in _INTERFACE.findall(text):
            found.parents[name] |= set(re.findall(r"(\w+?)(?:Base|Leaf)\b", parents)) - {name}
            for key, values in _PROPERTY.findall(body):
                found.properties[name][key] = set(re.findall(r"\w+", values))
        for name, parts in _KINDS.findall(text):
            found.kinds[name] = set(re.findall(r"\w+", parts)) - {f"{name}Leaf"}
        return found

    def problems(self, value: Any, where: str = "") -> Iterator[str]:
        """Yield what schema.org does not know of a node: types, properties, values."""
        kind = value.get("@type", "")
        if value.keys() == {"@id"}:
            return
        if kind not in self.kinds:
            yield f"{where}: there is no type {kind!r}"
            return
        for key, inner in value.items():
            if key.startswith("@"):
                continue
            expected = self._expected(kind, key)
            if not expected:
                yield f"{where}: {kind} has no property {key!r}"
            for one in inner if isinstance(inner, list) else [inner]:
                if isinstance(one, dict):
                    found = str(one.get("@type", "IdReference"))
                    if not any(self._is(found, other) for other in expected):
                        yield f"{where}.{key}: expected {sorted(expected)}"
                    yield from self.problems(one, f"{where}.{key}")
                elif not any(isinstance(one, _PLAIN.get(other, ())) for other in expected):
                    yield f"{where}.{key}: {one!r} is none of {sorted(expected)}"

    def _expected(self, kind: str, key: str) -> set[str]:
        own = self.properties[kind].get(key, set())
        return own.union(*(self._expected(parent, key) for parent in self.parents[kind]))

    def _is(self, kind: str, other: str) -> bool:
        inner = self.kinds.get(other, set())
        return kind == other or any(self._is(kind, one) for one in inner if one != other)
