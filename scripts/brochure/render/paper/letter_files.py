"""Letters as files: PDF for reading and printing, DOCX and ODT for writing.

The two for writing are packed from templates in XML, with named styles; each place to fill in is a
content control in DOCX, a placeholder in ODT. The same letter gives the same bytes.
"""

from __future__ import annotations

import functools
import hashlib
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2

from brochure.files import fonts, packaged, typesetting
from brochure.render.paper.typed import printable_lines, runs, typed_run

_TEMPLATE = "paper/letter.typ"
# The files of a package, in their order; ODT begins with its type, as it is.
_PARTS = {
    "docx": (
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/document.xml",
        "word/footer1.xml",
        "word/settings.xml",
        "word/styles.xml",
        "word/_rels/document.xml.rels",
    ),
    "odt": ("mimetype", "META-INF/manifest.xml", "content.xml", "meta.xml", "styles.xml"),
}
_DATE = (1980, 1, 1, 0, 0, 0)  # the first that a package can have


def pdf(root: Path, data: Mapping[str, Any]) -> bytes:
    """Return a letter as PDF."""
    return typesetting.typeset(root, _TEMPLATE, _printable(root, data))


def _printable(root: Path, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the letter with what was typed as it can be printed."""

    def typed(lines: list[str]) -> list[dict[str, Any]]:
        return [one for line in lines for one in printable_lines(root, line, rtl=data["rtl"])]

    def filled(part: dict[str, Any]) -> dict[str, Any]:
        places = (
            place | {"value": place["value"] and typed(place["value"])} for place in part["places"]
        )
        return part | {"places": list(places)}

    return {
        **data,
        "parts": [filled(part) for part in data["parts"]],
        "signatures": [typed([name]) for name in data["signatures"]],
        "codes": data["codes"] if fonts.lacking(root, _all_typed(data)) else None,
    }


def _all_typed(data: Mapping[str, Any]) -> str:
    values = (place["value"] or () for part in data["parts"] for place in part["places"])
    return "".join(line for value in values for line in value)


def docx(root: Path, data: Mapping[str, Any]) -> bytes:
    """Return a letter for Word and other programs that write."""
    return _packed(root, "docx", data)


def odt(root: Path, data: Mapping[str, Any]) -> bytes:
    """Return a letter for LibreOffice and other programs that write."""
    return _packed(root, "odt", data)


def _packed(root: Path, kind: str, data: Mapping[str, Any]) -> bytes:
    env = _environment(packaged.paper(root))
    values = {
        **data,
        "runs": lambda text: runs(text, rtl=data["rtl"]),
        "typed": lambda text: typed_run(text, rtl=data["rtl"]),
        "number": _number,
    }
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as files:
        for name in _PARTS[kind]:
            text = env.get_template(f"paper/{kind}/{name}").render(values)
            about = zipfile.ZipInfo(name, _DATE)
            about.compress_type = zipfile.ZIP_STORED if name == "mimetype" else files.compression
            files.writestr(about, text.strip() if name == "mimetype" else text)
    return package.getvalue()


@functools.lru_cache(maxsize=8)
def _environment(folder: Path) -> jinja2.Environment:
    """Return the environment for templates in XML, which escapes all that they show."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _number(name: str) -> int:
    """Return the number by which Word tells a control from others: always the same for a name."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) >> 1


# How a letter is made, by type: first those that are written in.
MAKERS = {"docx": docx, "odt": odt, "pdf": pdf}
