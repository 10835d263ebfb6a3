"""Which translations are missing, outdated or done.

A translation is outdated if its source has changed since it was made and it has not. Whoever edits
both together needs no command, and neither dates nor git's history count.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from brochure.files.snapshot_file import Snapshot, Snapshots, digest
from brochure.site.units import Unit

State = Literal["missing", "outdated", "done"]


def state(text: str | None, source: str | None, made: Snapshot | None) -> State:
    """Say how a translation stands that was ``made`` from something; ``source`` is what is now."""
    if not text:
        return "missing"
    if made is None or not source or made.source == source:
        return "done"
    return "outdated" if digest(text) == made.translation_digest else "done"


def refreshed(
    units: Iterable[Unit], tag: str, source: str, memory: Snapshots
) -> dict[str, Snapshot]:
    """Return the memory of a language as it is once what is done has been noted."""
    new = {}
    for unit in units:
        match state(unit.texts.get(tag), unit.texts.get(source), memory.get(unit.key)):
            case "done" if source in unit.texts:
                new[unit.key] = Snapshot(unit.texts[source], digest(unit.texts[tag]))
            case "outdated":
                new[unit.key] = memory[unit.key]
    return new
