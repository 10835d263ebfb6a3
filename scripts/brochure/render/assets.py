"""The files that pages load besides pictures of content, and their addresses."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

from brochure.files import packaged
from brochure.render.map_drawing import MapPalette, draw, drawn_in
from brochure.render.style import STYLES
from brochure.schema import Identity
from brochure.schema.colours import Scheme
from brochure.schema.offers import Region
from brochure.site.marks import FOLDER, files
from brochure.site.page_index import WHERE
from brochure.site.site import Site

LICENCES = "assets/licences.txt"
DEFAULT_ICON = "assets/icon.svg"
MARKS = "assets/identity"
MAP = "assets/map.svg"
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


def fingerprint(site: Site, name: str) -> str:
    """Return an asset's address with a digest of its content, so that browsers may cache it."""
    return f"{name}?v={hashlib.sha256(_content(site, name)).hexdigest()[:8]}"


def made(site: Site) -> dict[str, bytes]:
    """Return the files of ``assets/`` that depend on the content: by name."""
    marks = {f"{MARKS}/{name}" for name in files(site.content.identity)}
    names = (LICENCES, *sorted(marks), *([MAP] if has_map(site) else []))
    return {name: _content(site, name) for name in names}


def scripts(site: Site) -> str:
    """Return the code of all scripts of pages."""
    folder = packaged.find(site.root, packaged.TEMPLATES) / "assets"
    return "\n".join(_bytes(path).decode() for path in sorted(folder.glob("*.js")))


def icon(site: Site) -> str:
    """Return the name of the icon: the programme's, or else the generator's."""
    own = site.content.identity.tab_icon
    return f"{MARKS}/{own}" if own else DEFAULT_ICON


def default_icon(site: Site) -> Path:
    """Return the generator's icon, which a site's own templates may replace."""
    return packaged.find(site.root, packaged.TEMPLATES) / DEFAULT_ICON


def has_map(site: Site) -> bool:
    """Whether a page shows a map, with a country on it."""
    return bool(site.page_with(WHERE)) and any(drawn_in(map_regions(site)))


def map_regions(site: Site) -> list[Region]:
    """Return the regions that the map shows on the day."""
    eligibility = site.content.eligibility
    regions = eligibility.regions if eligibility else ()
    return [one for one in regions if one.is_shown(site.today, site.requests.phase)]


def _content(site: Site, name: str) -> bytes:
    if name == STYLES:
        raise ValueError("pages carry the style sheet: write <style>{{ style }}</style>")
    if name == MAP:
        light, dark = (map_palette(site.content.identity, scheme) for scheme in SCHEMES)
        regions, join = drawn_in(map_regions(site)), site.content.identity.join
        return draw(regions, light, dark, join).encode()
    if name.startswith(f"{MARKS}/"):
        return _bytes(site.root / FOLDER / name.removeprefix(f"{MARKS}/"))
    content = _bytes(packaged.find(site.root, packaged.TEMPLATES) / name)
    if name == LICENCES:
        return content + rights(site.content.identity).encode()
    return content


def map_palette(identity: Identity, scheme: Scheme) -> MapPalette:
    """Return the colours of the map: all but land can be seen on its ground, as the check asks.

    Those of the two blocks are grounds, which need not. A programme whose buttons have the colour
    of its links has that of lesser text as its second one.
    """
    colours = identity.colours.effective(scheme)
    second = "muted" if colours["action"] == colours["link"] else "action"
    return MapPalette(*(colours[use] for use in ("surface", "land", "text", "link", second)))


def rights(identity: Identity) -> str:
    """Return the lines of ``licences.txt`` about the programme's marks."""
    marks = [mark for mark in (identity.logo, *identity.emblems) if mark and mark.rights]
    return "".join(f"{mark.rights}\n" for mark in marks)


def _bytes(path: Path) -> bytes:
    return _read(path, path.stat().st_mtime_ns)


@functools.lru_cache
def _read(path: Path, _modified: int) -> bytes:
    return path.read_bytes()
