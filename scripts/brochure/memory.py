"""What each translation was made from: so the texts themselves tell which ones are outdated.

``translations/TAG.json`` holds, for each unit, the source text that was translated last and a
digest of the translation. A translation is outdated if its source has changed since and it has
not. Whoever edits both together needs no command, and neither dates nor git's history count.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import partial
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic_core import from_json

from brochure.problems import Problem
from brochure.units import Unit

FOLDER = "translations"

State = Literal["missing", "outdated", "done"]


class Made(NamedTuple):
    """The source text that a translation was made from, and the translation's digest."""

    source: str
    translation: str


Memory = Mapping[str, Made]


def digest(text: str) -> str:
    """Return a short mark of a text; two translations of one unit never share it by chance."""
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def state(text: str | None, source: str | None, made: Made | None) -> State:
    """Say how a translation stands that was ``made`` from something; ``source`` is what is now."""
    if not text:
        return "missing"
    if made is None or not source or made.source == source:
        return "done"
    return "outdated" if digest(text) == made.translation else "done"


def refreshed(units: Iterable[Unit], tag: str, source: str, memory: Memory) -> dict[str, Made]:
    """Return the memory of a language as it is once what is done has been noted."""
    new = {}
    for unit in units:
        match state(unit.texts.get(tag), unit.texts.get(source), memory.get(unit.key)):
            case "done" if source in unit.texts:
                new[unit.key] = Made(unit.texts[source], digest(unit.texts[tag]))
            case "outdated":
                new[unit.key] = memory[unit.key]
    return new


def render(memory: Memory) -> str:
    """Return a memory as the text of its file: one unit a line, so that changes stay apart."""
    lines = (
        f"  {_json(key)}: {_json({'source': made.source, 'translation': made.translation})}"
        for key, made in sorted(memory.items())
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


def read(path: Path, name: str) -> tuple[dict[str, Made], list[Problem]]:
    """Read the memory file called ``name`` in messages; what cannot be used is a problem."""
    try:
        data = _parsed(path.read_bytes())
        for made in data.values():
            _, _ = made  # no more than
        fields = map(itemgetter(*Made._fields), data.values())
        # Languages have thousands: Made(…) itself takes several times as long as this.
        memory = dict(zip(data, map(partial(tuple.__new__, Made), fields), strict=True))
        "".join(chain.from_iterable(memory.values()))  # texts, or a TypeError
    except (OSError, ValueError, TypeError, AttributeError, LookupError, RecursionError) as error:
        line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        message = "the file is not what the command wrote: translations are remembered in it"
        hint = "Take the last good version of it from the repository's history."
        return {}, [Problem(name, line, column, "error", "translation-memory", message, hint)]
    return memory, []


def _parsed(raw: bytes) -> Any:
    """Read JSON; the faster reader refuses what it does not like without saying in which line."""
    try:
        return from_json(raw, cache_strings="keys")
    except ValueError:
        return json.loads(raw)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
