"""Reads documents: what a PDF says, and how it is made; what data say."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterable
from pathlib import Path

import pikepdf
import pypdf
from markupsafe import Markup

from brochure.render.paper.words import SiteText
from brochure.site.site import Site

_DIVIDED = re.compile("\\S*[-\u00ad\u2010] *\n *\\S*")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2066-\u2069\ufeff]")


def plain(text: str) -> str:
    """Return a text without what is not seen, with ordinary spaces."""
    return " ".join(_INVISIBLE.sub("", text).split())


def text_of(pdf: bytes) -> str:
    """Return what a PDF says, in the order in which it is drawn, but for words that it divides."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    text = "\n".join(page.extract_text() for page in pages)
    return plain(_DIVIDED.sub(" ", text))


def html_of(site: Site, built_site: Path, tag: str) -> str:
    """Return all pages of a language."""
    folder = built_site / site.folder(tag)
    skip = {other for other in site.tags if other != tag}
    pages = [p for p in folder.rglob("*.html") if p.relative_to(folder).parts[0] not in skip]
    return " ".join(page.read_text("utf-8") for page in pages)


def assert_on_pages(html: str, texts: Iterable[SiteText], printed: str) -> None:
    """Assert that each text of a document, and each word that is printed, is on some pages."""
    alternatives = " ".join(re.findall(r'alt="([^"]*)"', html))
    shown = plain(Markup(f"{html} {alternatives}").striptags())  # noqa: S704
    for text in (one["text"] for one in texts):
        assert plain(text) in shown or " · " in text, text
    apart = plain(re.sub(r"<[^>]*>", " ", f"{html} {alternatives}"))
    known = set(re.findall(r"\w+", f"{shown} {apart}".casefold()))
    unknown = set(re.findall(r"\b[^\W\d]{3,}\b", plain(printed).casefold())) - known
    assert not unknown, unknown


class Structure:
    """The tags of a PDF: the kinds of its elements in reading order, and its pictures."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.kinds: list[str] = []
        self.pictures: list[str] = []
        self._read(pdf.Root.StructTreeRoot)

    def _read(self, element: pikepdf.Object) -> None:
        if "/S" in element:
            kind = str(element.S).lstrip("/")
            self.kinds.append(kind)
            if kind == "Figure":
                self.pictures.append(str(element.get("/Alt", "")))
        children = element.get("/K")
        for part in children if isinstance(children, pikepdf.Array) else (children,):
            if isinstance(part, pikepdf.Dictionary):
                self._read(part)


def assert_accessible(made: bytes, language: str, title: str) -> Structure:
    """Assert what can be told of PDF/UA without its own checker; return the structure.

    It declares the standard, its language and title, shows the title, is tagged, and embeds all
    fonts with their characters; headings begin at the first level and leave none out; pictures
    have alternative texts.
    """
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
        assert str(pdf.Root.Lang).partition("-")[0] == language
        assert plain(str(pdf.docinfo["/Title"])) == plain(title)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert bool(pdf.Root.MarkInfo.Marked)
        for font in (one for one in pdf.objects if _is_font(one)):
            assert "/ToUnicode" in font
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
        assert all(page.obj.get("/Tabs") == "/S" for page in pdf.pages if "/Annots" in page.obj)
        structure = Structure(pdf)
    levels = [int(kind[1]) for kind in structure.kinds if re.fullmatch(r"H[1-6]", kind)]
    assert levels
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert all(structure.pictures)
    return structure


def _is_font(value: pikepdf.Object) -> bool:
    return isinstance(value, pikepdf.Dictionary) and value.get("/Subtype") == "/Type0"
