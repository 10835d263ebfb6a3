"""A programme's own icons: drawings of plain shapes, which are part of pages.

What is inlined in a page is part of it: an id could be another's, a style would be refused by the
policy. So these drawings have neither. A colour that the light palette has means its use
there: on dark screens, pages show the dark palette's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import lxml.etree

from brochure.files.picture_kinds import UnusablePictureError
from brochure.files.svg import read

_SHAPES = "svg g path rect circle ellipse line polyline polygon"
_ATTRIBUTES = (
    "viewBox d x y x1 y1 x2 y2 cx cy r rx ry width height points transform fill stroke stroke-width"
    " stroke-linecap stroke-linejoin stroke-dasharray fill-rule opacity"
)
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_PLAIN = (
    "Draw it with paths, rectangles and circles only, and write colours as attributes:"
    ' fill="#003399".'
)
_MAX_BYTES = 2000


def drawing(path: Path, colours: Mapping[str, str]) -> str:
    """Return a drawing as inline SVG; ``colours`` are those of the palette, by their use.

    Raises:
        UnusablePictureError: it cannot be inlined in a page.
    """
    root = _read(path)
    uses = {value: use.replace("_", "-") for use, value in reversed(list(colours.items()))}
    for element, attribute, value in _colours(root):
        if value in uses:
            element.set(attribute, f"var(--{uses[value]})")
    root.attrib.update({"class": "icon own", "aria-hidden": "true"})
    inline = lxml.etree.tostring(root, encoding="unicode")
    return inline.replace(' xmlns="http://www.w3.org/2000/svg"', "", 1)


def foreign_colours(path: Path, colours: Mapping[str, str]) -> list[str]:
    """Return the colours of a drawing that the palette does not have.

    Raises:
        UnusablePictureError: it cannot be inlined in a page.
    """
    found = {value for _, _, value in _colours(_read(path))}
    return sorted(found - set(colours.values()))


def _read(path: Path) -> lxml.etree._Element:
    data = path.read_bytes()
    read(data)
    if len(data) > _MAX_BYTES:
        message = f"has {len(data):,} bytes; expected at most {_MAX_BYTES:,}"
        raise UnusablePictureError(message, "Simplify it: it is part of every page that shows it.")
    parser = lxml.etree.XMLParser(remove_comments=True, remove_blank_text=True)
    root = lxml.etree.fromstring(data, parser)
    if "viewBox" not in root.attrib:
        raise UnusablePictureError("has no viewBox", 'Write one: viewBox="0 0 32 32".')
    for element in root.iter():
        name, line = lxml.etree.QName(element).localname, element.sourceline
        if name not in _SHAPES.split():
            message = f"has <{name}> on line {line}; an icon may contain only shapes"
            raise UnusablePictureError(message, _PLAIN)
        for attribute in element.attrib:
            if attribute not in _ATTRIBUTES.split():
                message = f"has {attribute} on line {line}, which an icon may not have"
                raise UnusablePictureError(message, _PLAIN)
    return root


def _colours(root: lxml.etree._Element) -> Iterator[tuple[lxml.etree._Element, str, str]]:
    """Yield each element with a colour, the attribute that has it, and the colour."""
    for element in root.iter():
        for attribute in ("fill", "stroke"):
            value = str(element.get(attribute, "")).lower()
            if _COLOUR.fullmatch(value):
                yield element, attribute, value
