"""Catalogues as XLIFF 1.2, for OmegaT, Trados, memoQ and their like.

A unit that is missing has a copy of its source as target, since OmegaT 3.6 shows no unit without
one and none with an empty one; its state is *new*, which other programs do not take for a
translation. A unit's base is its attribute ``extradata``, which the standard leaves to the
program that writes the file; OmegaT and translate-toolkit keep it.

The order of elements and attributes is that of the standard:
http://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html
"""

from __future__ import annotations

from lxml import etree

from brochure.translation.formats import version_line
from brochure.translation.formats.catalogue import Catalogue, CatalogueEntry
from brochure.translation.formats.xliff_parser import NAMESPACE, read

__all__ = ["read", "write"]

_X = f"{{{NAMESPACE}}}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_STATES = {
    "missing": "new",
    "outdated": "needs-adaptation",
    "review": "needs-review-translation",
    "done": "translated",
}


def write(catalogue: Catalogue) -> bytes:
    """Return the file; equal catalogues have equal files."""
    root = etree.Element(f"{_X}xliff", {"version": "1.2"}, nsmap={None: NAMESPACE})
    attributes = {
        "original": catalogue.project,
        "source-language": catalogue.source_language,
        "target-language": catalogue.language,
        "datatype": "plaintext",
    }
    body = etree.SubElement(etree.SubElement(root, f"{_X}file", attributes), "body")
    for entry in catalogue.entries:
        _add(body, entry)
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def _add(body: etree._Element, entry: CatalogueEntry) -> None:
    attributes = {"id": entry.key, "resname": entry.key, _SPACE: "preserve"}
    if entry.state == "done":
        attributes["approved"] = "yes"  # without it, some programs ask for another review
    if entry.limit is not None:
        attributes |= {"maxwidth": str(entry.limit), "size-unit": "char"}
    if entry.base is not None:
        attributes["extradata"] = version_line.write(entry.base)
    unit = etree.SubElement(body, f"{_X}trans-unit", attributes)
    etree.SubElement(unit, f"{_X}source").text = entry.source
    target = etree.SubElement(unit, f"{_X}target", state=_STATES[entry.state])
    target.text = entry.target or entry.source
    for path, line in entry.positions:
        group = etree.SubElement(unit, f"{_X}context-group", purpose="location")
        etree.SubElement(group, f"{_X}context", {"context-type": "sourcefile"}).text = path
        if line:
            etree.SubElement(group, f"{_X}context", {"context-type": "linenumber"}).text = str(line)
    for note in entry.notes:
        etree.SubElement(unit, f"{_X}note").text = note
    if entry.previous:
        before = etree.SubElement(unit, f"{_X}alt-trans", alttranstype="previous-version")
        etree.SubElement(before, f"{_X}source").text = entry.previous
        etree.SubElement(before, f"{_X}target").text = entry.target
    for match in entry.matches:
        attributes = {"match-quality": str(match.quality), "origin": "translation memory"}
        before = etree.SubElement(unit, f"{_X}alt-trans", attributes)
        etree.SubElement(before, f"{_X}source").text = match.source
        etree.SubElement(before, f"{_X}target").text = match.translation
