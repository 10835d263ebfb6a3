"""Documents made of the content, as templates show them: type and size in the page's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from brochure.render import figures
from brochure.render.localizer import Localizer
from brochure.schema import Language
from brochure.text import cldr
from brochure.text.bidi import FSI, PDI


@dataclass(frozen=True)
class MadeDocument:
    """A document in a language: ``name`` is what it is, ``suffix`` its type, such as ``pdf``.

    ``address`` is where it is below the site's root. Without a file, a preview makes it when it is
    asked for.
    """

    tag: str
    name: str
    suffix: str
    address: str
    file: Path | None = None


@dataclass(frozen=True)
class DocumentView:
    """A document: its address, and its type and size, such as ``PDF, 84 kB``."""

    url: str
    kind: str
    about: str


def document_views(
    localizer: Localizer, made: Iterable[MadeDocument], name: str
) -> list[DocumentView]:
    """Return the documents called ``name`` in the page's language, one for each type."""
    views = []
    for one in made:
        if (one.tag, one.name) != (localizer.language.tag, name):
            continue
        if one.file:
            localizer.files[one.address] = one.file
        size = one.file.stat().st_size if one.file else None
        url = localizer.relative(one.address)
        views.append(document_view(localizer.language, url, one.suffix, size))
    return views


def document_view(language: Language, url: str, suffix: str, size: int | None) -> DocumentView:
    """Return a document of a type, with its size in bytes if that is known."""
    kind = suffix.upper()
    about = kind if size is None else figures.kind_and_size(kind, size, language)
    if cldr.direction(language.locale) == "rtl":  # else the number goes with the type
        about = about.replace(kind, f"{FSI}{kind}{PDI}", 1)
    return DocumentView(url, kind, about)
