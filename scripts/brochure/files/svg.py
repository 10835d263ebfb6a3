"""Drawings in SVG: only those are published that draw, and do nothing else.

A drawing is refused, never repaired: its author decides what is missed without its script. It
may draw, name its own parts (``#wave``), and have styles and what drawing programs note in it; it
may not run, move, link, load, or bring in HTML.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import lxml.etree

from brochure.files.picture_kinds import UnusablePictureError

MAX_BYTES = 500_000

_SVG = "http://www.w3.org/2000/svg"
_XHTML = "http://www.w3.org/1999/xhtml"
_ELEMENTS = (
    "svg g defs symbol use title desc metadata style switch view path rect circle ellipse line"
    " polyline polygon text tspan textPath image marker pattern mask clipPath linearGradient"
    " radialGradient stop filter feBlend feColorMatrix feComponentTransfer feComposite"
    " feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood"
    " feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset"
    " fePointLight feSpecularLighting feSpotLight feTile feTurbulence"
)
_HINTS = {
    "script": "Delete the script: open the file in a drawing program, and save it as “plain” SVG.",
    "foreignObject": "Convert its texts to drawn text or paths, and save it as “plain” SVG.",
    "a": "Delete the link in the drawing, and put a link beside the picture.",
    **dict.fromkeys(
        ("animate", "animateMotion", "animateTransform", "set"),
        "Delete the animation: pictures must not move.",
    ),
}
_PLAIN = "Save it as “plain” or “optimised” SVG in a drawing program."
_OWN = re.compile(r"\s*(?:#|data:image/(?:png|jpe?g|webp|gif);base64,)", re.IGNORECASE)
_LOADS = re.compile(r"@import|url\(\s*[\"']?\s*(?!#|[\"'])|expression\(|\\", re.IGNORECASE)
_LENGTH = re.compile(r"\s*(\d*\.?\d+)\s*(px|pt|mm|cm|in)?\s*")
_PIXELS = {"px": 1.0, "pt": 96 / 72, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}


@dataclass(frozen=True)
class Drawing:
    """A drawing that may be published: its size in CSS pixels."""

    width: int
    height: int


def read(data: bytes) -> Drawing:
    """Return what there is to know of an SVG file.

    Raises:
        UnusablePictureError: it is not an SVG, does more than draw, or has no size.
    """
    if len(data) > MAX_BYTES:
        message = f"has {len(data):,} bytes; expected at most {MAX_BYTES:,}"
        raise UnusablePictureError(message, "Simplify it, or save it as PNG.")
    parser = lxml.etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = lxml.etree.fromstring(data, parser)
    except lxml.etree.XMLSyntaxError as error:
        message = f"is not valid SVG: line {error.lineno}: {error.msg}"
        raise UnusablePictureError(message, "Save it again in a drawing program.") from error
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(declared.iterentities()):  # in whatever encoding it is written
        raise UnusablePictureError("defines entities, which not all browsers expand", _PLAIN)
    if root.tag not in {"svg", f"{{{_SVG}}}svg"}:
        message = f"is not an SVG: it begins with <{_name(root)}>"
        raise UnusablePictureError(message, "Save it as SVG in a drawing program.")
    if root.tag == "svg":
        message = 'is not an SVG for browsers: <svg> lacks xmlns="http://www.w3.org/2000/svg"'
        raise UnusablePictureError(message, "Add that to its first line, or save it again.")
    for node in root.getroottree().xpath("//node()"):
        if isinstance(node, lxml.etree._ProcessingInstruction):  # noqa: SLF001 - its public name
            raise UnusablePictureError(f"loads a style sheet on line {node.sourceline}", _PLAIN)
        if isinstance(node, lxml.etree._Element) and isinstance(node.tag, str):  # noqa: SLF001
            _check(node)
    return _size(root)


def _check(element: lxml.etree._Element) -> None:
    """Raise an error if an element does more than draw."""
    tag, name, line = str(element.tag), _name(element), element.sourceline
    is_foreign = not tag.startswith(f"{{{_SVG}}}")  # notes of drawing programs
    if (is_foreign and tag.startswith(f"{{{_XHTML}}}")) or (
        not is_foreign and name not in _ELEMENTS.split()
    ):
        raise UnusablePictureError(
            f"has <{name}> on line {line}, which is not allowed in pictures",
            _HINTS.get(name, _PLAIN),
        )
    if name == "style" and _LOADS.search("".join(map(str, element.itertext()))):
        raise UnusablePictureError(f"has a style on line {line} that loads another file", _PLAIN)
    for attribute, value in element.items():
        inner = str(attribute).rpartition("}")[2].lower()
        if inner.startswith("on"):
            message = f"has {inner} on line {line}, which runs a script"
            raise UnusablePictureError(message, _HINTS["script"])
        refers = inner in {"href", "src"} and not is_foreign
        is_note = is_foreign or "}" in str(attribute)
        loads = None if is_note else _LOADS.search(str(value))
        if (refers and not _OWN.match(str(value))) or loads:
            message = f"refers to another file on line {line}: {str(value)[:60]}"
            raise UnusablePictureError(message, "Embed it in the drawing. " + _PLAIN)


def _name(element: lxml.etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _size(root: lxml.etree._Element) -> Drawing:
    """Return the size that a drawing states, or else that of its view box."""
    lengths = [_LENGTH.fullmatch(str(root.get(side, ""))) for side in ("width", "height")]
    sides = [float(m[1]) * _PIXELS[m[2] or "px"] for m in lengths if m]
    if len(sides) < 2:  # noqa: PLR2004 - width and height
        box = re.split(r"[\s,]+", str(root.get("viewBox", "")).strip())
        try:
            sides = [float(side) for side in box[2:4]]
        except ValueError:
            sides = []
    if len(sides) < 2 or not all(0.5 <= side < 100_000 for side in sides):  # noqa: PLR2004
        message = "has no size"
        raise UnusablePictureError(message, 'Give <svg> a viewBox, such as viewBox="0 0 300 200".')
    return Drawing(round(sides[0]), round(sides[1]))
