"""Drawings of a site as they can be set: one scheme of colours, written out, and no style sheet."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from brochure.files import icons
from brochure.render.assets import map_palette, map_regions
from brochure.render.map_drawing import draw_for_paper, drawn_in
from brochure.site.marks import FOLDER
from brochure.site.site import Site

# A picture as templates of paper get it: its kind, and an SVG as text or the bytes of others.
Drawing = dict[str, Any]


def world_map(site: Site) -> Drawing | None:
    """Return the map of the countries; ``None`` if it would show none."""
    regions = drawn_in(map_regions(site))
    if not any(regions):
        return None
    palette = map_palette(site.content.identity, "light")
    return _drawing(draw_for_paper(regions, palette, site.content.identity.join))


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
