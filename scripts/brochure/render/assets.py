"""The files that pages load besides pictures of content, and their addresses."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

from brochure.files import packaged
from brochure.render.style import STYLES
from brochure.schema import Identity
from brochure.site.marks import FOLDER, files
from brochure.site.site import Site

LICENCES = "assets/licences.txt"
DEFAULT_ICON = "assets/icon.svg"
MARKS = "assets/identity"


def fingerprint(site: Site, name: str) -> str:
    """Return an asset's address with a digest of its content, so that browsers may cache it."""
    return f"{name}?v={hashlib.sha256(_content(site, name)).hexdigest()[:8]}"


def made(site: Site) -> dict[str, bytes]:
    """Return the files of ``assets/`` that depend on the content: by name."""
    marks = {f"{MARKS}/{name}" for name in files(site.content.identity)}
    return {name: _content(site, name) for name in (LICENCES, *sorted(marks))}


def icon(site: Site) -> str:
    """Return the name of the icon: the programme's, or else the generator's."""
    own = site.content.identity.tab_icon
    return f"{MARKS}/{own}" if own else DEFAULT_ICON


def _content(site: Site, name: str) -> bytes:
    if name == STYLES:
        raise ValueError("pages carry the style sheet: write <style>{{ style }}</style>")
    if name.startswith(f"{MARKS}/"):
        return _bytes(site.root / FOLDER / name.removeprefix(f"{MARKS}/"))
    content = _bytes(packaged.find(site.root, packaged.TEMPLATES) / name)
    if name == LICENCES:
        return content + rights(site.content.identity).encode()
    return content


def rights(identity: Identity) -> str:
    """Return the lines of ``licences.txt`` about the programme's marks."""
    marks = [mark for mark in (identity.logo, *identity.emblems) if mark and mark.rights]
    return "".join(f"{mark.rights}\n" for mark in marks)


def _bytes(path: Path) -> bytes:
    return _read(path, path.stat().st_mtime_ns)


@functools.lru_cache
def _read(path: Path, _modified: int) -> bytes:
    return path.read_bytes()
