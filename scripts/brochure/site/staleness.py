"""Which translations are missing, outdated, to be reviewed or done.

A translation is outdated if its source has changed since it was made, while it has not. Editing
both together needs no command, and neither dates nor git's history count.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from brochure.files.snapshot_file import Snapshot, Snapshots, digest
from brochure.site.units import Unit

State = Literal["missing", "outdated", "review", "done"]


def state(text: str | None, source: str | None, snapshot: Snapshot | None) -> State:
    """Return the state of a translation, given its present source and the last snapshot."""
    if not text:
        return "missing"
    if snapshot is None or not source or snapshot.source == source:
        return "done"
    return "outdated" if digest(text) == snapshot.translation_digest else "done"


def refreshed(
    units: Iterable[Unit], tag: str, source: str, snapshots: Snapshots
) -> dict[str, Snapshot]:
    """Return the snapshots of the language ``tag``, with new ones of the translations done.

    ``source`` is the language that they are made from. An outdated translation keeps its
    snapshot, and a missing one has none.
    """
    new = {}
    for unit in units:
        match state(unit.texts.get(tag), unit.texts.get(source), snapshots.get(unit.key)):
            case "done" if source in unit.texts:
                new[unit.key] = Snapshot(unit.texts[source], digest(unit.texts[tag]))
            case "outdated":
                new[unit.key] = snapshots[unit.key]
    return new
