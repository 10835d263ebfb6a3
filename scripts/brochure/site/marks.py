"""The pictures of ``content/identity/`` that a programme uses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from brochure.problems import Location
from brochure.schema import Identity
from brochure.schema.colours import Palette
from brochure.schema.identity import Mark
from brochure.site.site import Site

FOLDER = Path("content", "identity")


def files(identity: Identity) -> dict[str, Location]:
    """Return the files that the identity names, each with where it is named first."""
    named: dict[str, Location] = {}
    for location, name in _named(identity):
        named.setdefault(name, location)
    return named


def has_all_colours(site: Site) -> bool:
    """Whether the palette is the programme's, with no malformed colour left out."""
    rejected = site.rejected_ids & {*Palette.model_fields, "light", "dark", "colours"}
    return not rejected and f"{FOLDER.as_posix()}.yaml" not in site.unreadable_paths


def _named(identity: Identity) -> Iterator[tuple[Location, str]]:
    for key in ("tab_icon", "touch_icon"):
        if name := getattr(identity, key):
            yield ("identity", key), name
    marks: list[tuple[Location, Mark]] = [(("logo",), identity.logo)] if identity.logo else []
    marks += [(("emblems", i), emblem) for i, emblem in enumerate(identity.emblems)]
    for location, mark in marks:
        for key in ("file", "dark"):
            if name := getattr(mark, key):
                yield ("identity", *location, key), name
