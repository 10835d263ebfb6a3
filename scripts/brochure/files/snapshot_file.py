"""Snapshots of what each translation was made from, which show which ones are outdated.

``translations/TAG.json`` holds, for each unit, the source text that was translated last and a
digest of the translation.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from brochure.problems import Problem

FOLDER = "translations"


class Snapshot(NamedTuple):
    """The source text that a translation was made from, and the translation's digest."""

    source: str
    translation_digest: str


Snapshots = Mapping[str, Snapshot]


def digest(text: str) -> str:
    """Return a short digest of a text; two translations of a unit never share it by chance."""
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def render(snapshots: Snapshots) -> str:
    """Return the text of a snapshot file: one unit per line, for readable diffs."""
    lines = (
        f"  {_json(key)}: {_json({'source': made.source, 'translation': made.translation_digest})}"
        for key, made in sorted(snapshots.items())
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


def read(path: Path, name: str) -> tuple[Snapshots, list[Problem]]:
    """Read the snapshot file called ``name`` in messages; an unusable file is a problem."""
    try:
        return _parse(path.read_bytes()), []
    except (OSError, ValueError, TypeError, AttributeError, LookupError, RecursionError) as error:
        line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        message = "the file is damaged; it is generated, do not edit it"
        hint = f"Restore it: git checkout -- {name}"
        return {}, [Problem(name, line, column, "error", "damaged-snapshot", message, hint)]


@functools.lru_cache(maxsize=100)  # a preview reads the same files after every edit
def _parse(content: bytes) -> Snapshots:
    return {key: _snapshot(entry) for key, entry in json.loads(content).items()}


def _snapshot(entry: dict[str, Any]) -> Snapshot:
    source, digest_ = entry["source"], entry["translation"]
    if len(entry) > len(Snapshot._fields) or {type(source), type(digest_)} != {str}:
        raise ValueError(entry)
    return Snapshot(source, digest_)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
