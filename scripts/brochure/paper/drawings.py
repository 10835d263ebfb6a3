"""Drawings of a site as they can be set: one scheme of colours, written out, and no style sheet."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

from brochure.files import icons
from brochure.render.assets import map_palette, map_regions
from brochure.render.map_drawing import draw, drawn_in
from brochure.site.marks import FOLDER
from brochure.site.site import Site

_VARIABLE = re.compile(r"var\(--(\w+)\)")
_SCREEN = re.compile(r"@media[^{]*\{[^{}]*\{[^{}]*\}\}|svg\{--[^{}]*\}|<view [^>]*/>")
# A group of shapes, or what fills one: the colour and the texture that its style would give it.
_GROUP = re.compile(r'<g class="(\w+) (\w+)">')
_PATTERN = re.compile(r'(<pattern [^>]*class="(\w+)".*?</pattern>)')
_LINE = re.compile(r'<path stroke="currentcolor" stroke-width="5" d="M0 4.5h9"/>')

# A picture as templates of paper get it: its kind, and an SVG as text or the bytes of others.
Drawing = dict[str, Any]


def world_map(site: Site) -> Drawing | None:
    """Return the map of the countries; ``None`` if it would show none."""
    regions = drawn_in(map_regions(site))
    if not any(regions):
        return None
    palette = map_palette(site.content.identity, "light")
    text = draw(regions, palette, palette, site.content.identity.join)
    colours = palette._asdict()
    text = _VARIABLE.sub(lambda name: colours[name[1]], _SCREEN.sub("", text))
    text = _PATTERN.sub(lambda one: _coloured(one[1], colours[one[2]]), text)
    return _drawing(_GROUP.sub(lambda group: _filled(colours[group[1]], *group.groups()), text))


def _coloured(pattern: str, colour: str) -> str:
    """Return a pattern in its colour, with an area for a line, which a tile would not show."""
    area = '<path fill="currentcolor" d="M0 2h9v5h-9z"/>'
    return _LINE.sub(area, pattern).replace("currentcolor", colour)


def _filled(colour: str, use: str, kind: str) -> str:
    if kind == "solid":
        return f'<g fill="{colour}">'
    edge = "" if kind == "grains" else f' style="stroke:{colour};stroke-width:2"'
    return f'<g fill="url(#{use}-{kind})"{edge}>'


def mark(site: Site, name: str | None) -> Drawing | None:
    """Return a mark of the programme, by the name of its file."""
    return _file(site.root / FOLDER / name) if name else None


def icon(site: Site, name: str | None, colour: str) -> Drawing | None:
    """Return an icon; one that has no colours of its own gets ``colour``."""
    if not name:
        return None
    text = icons.path(site.root, name).read_text(encoding="utf-8")
    coloured = text.replace("<svg ", f'<svg fill="{colour}" ', 1)
    return _drawing(text if icons.is_own(name) else coloured)


def qr_code(address: str, colour: str) -> Drawing:
    """Return the QR code of an address, with a quarter of it to spare for damage."""
    import segno

    file = io.BytesIO()
    code = segno.make_qr(address, error="q")
    code.save(file, kind="svg", border=0, dark=colour, xmldecl=False, svgclass=None, lineclass=None)
    return _drawing(file.getvalue().decode())


def _file(path: Path) -> Drawing:
    if path.suffix == ".svg":
        return _drawing(path.read_text(encoding="utf-8"))
    kind = path.suffix[1:].lower().replace("jpeg", "jpg")
    return {"kind": kind, "data": list(path.read_bytes())}


def _drawing(text: str) -> Drawing:
    return {"kind": "svg", "data": text}
