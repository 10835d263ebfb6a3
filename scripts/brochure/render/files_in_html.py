"""Pictures and documents in HTML: what ``<img>`` and links to files become on a page.

A text names the file as it is below ``docs/``; a page loads the scaled picture, and says of which
kind and how large a document is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup, escape

from brochure.files import documents, pictures
from brochure.files.picture_kinds import FORMATS
from brochure.files.pictures import Picture, Rendition
from brochure.render import draft_fallback, figures
from brochure.render.views import View
from brochure.schema import Image
from brochure.site.docs_files import suffix
from brochure.text.parser import elements, image

if TYPE_CHECKING:
    from brochure.render.localizer import Localizer

PICTURES = "images"  # where pictures are on the site
PROSE = "(min-width: 60rem) 44rem, 100vw"  # how wide a picture among paragraphs is

_ATTRIBUTES = r"(?:[^>\"']|\"[^\"]*\"|'[^']*')*"
_IMAGE = re.compile(rf"<!--.*?-->|<img\b{_ATTRIBUTES}>", re.DOTALL)
_LINK = re.compile(rf"<!--.*?-->|(<a\b{_ATTRIBUTES}>)(.*?)(</a>)", re.DOTALL)
_HREF = re.compile(r"\bhref=(?:\"[^\"]*\"|'[^']*'|[^\s>]+)")
_LATE = {"loading": "lazy", "decoding": "async"}
_KEPT = ("id", "class", "title", "lang", "dir")


def shown(localizer: Localizer, html: str) -> Markup:
    """Return converted text with its pictures and documents as the page shows them."""
    if localizer.site.files.paths:
        html = _IMAGE.sub(lambda match: _image(localizer, match[0]), html)
        html = _LINK.sub(lambda match: _link(localizer, *match.group(0, 1, 2)), html)
    return Markup(html)  # noqa: S704 - converted by us


def record_picture(localizer: Localizer, view: View, sizes: str, *, eager: bool = False) -> Markup:
    """Return the picture of a record: ``sizes`` is how wide it is on the page, as in CSS.

    It is loaded when it comes into view, or, if ``eager``, at once.
    """
    record: Image = view.value_
    alternative = ""
    if record.alt is not None:
        alternative = Markup(draft_fallback.plain(localizer.text(record.alt))).striptags()  # noqa: S704
    loading = {"fetchpriority": "high"} if eager else _LATE
    return picture(localizer, record.file, {"alt": alternative, **loading}, sizes)


def picture_url(localizer: Localizer, view: View) -> str:
    """Return the full address of a record's picture, in a format that every program shows."""
    found = _scaled(localizer, view.value_.file)
    return localizer.site.content.site.url + found.address(found.picture.common) if found else ""


def picture(localizer: Localizer, target: str, attributes: Mapping[str, str], sizes: str) -> Markup:
    """Return a picture in several sizes, whose place is kept while it loads.

    ``attributes`` are those of the ``<img>``, such as ``alt``. Empty if there is no such file: the
    checks report that.
    """
    found = _scaled(localizer, target)
    if found is None:
        return Markup()
    made = found.picture
    size = {"width": str(made.width), "height": str(made.height)}
    source = {"src": localizer.relative(found.address(made.common))}
    tag = Markup("<img{}>").format(_written({**source, **attributes, **size}))
    if not made.modern:
        return tag
    files = (f"{localizer.relative(found.address(m))} {m.width}w" for m in made.modern)
    source = {"type": made.modern[0].kind, "srcset": ", ".join(files), "sizes": sizes}
    return Markup("<picture><source{}>{}</picture>").format(_written(source), tag)


@dataclass(frozen=True)
class _Scaled:
    """A picture, and the beginning of its files' names; ``files`` collects those that are named."""

    picture: Picture
    stem: str
    files: dict[str, Path]

    def address(self, rendition: Rendition) -> str:
        """Return the address of a file below the site's root."""
        name = f"{self.stem}-{rendition.width}.{self.picture.digest[:8]}{rendition.file.suffix}"
        self.files[f"{PICTURES}/{name}"] = rendition.file
        return f"{PICTURES}/{name}"


def _scaled(localizer: Localizer, target: str) -> _Scaled | None:
    path = _path(localizer, target)
    if path is None or path.suffix.lower() not in FORMATS:
        return None
    made = pictures.picture(path, localizer.site.root / pictures.FOLDER)
    stem = re.sub(r"[^a-z0-9]+", "-", _ascii(path.stem)).strip("-") or "picture"
    return _Scaled(made, stem, localizer.files)


def _image(localizer: Localizer, tag: str) -> str:
    element = next(elements(tag), None)
    if element is None:  # a comment
        return tag
    found = image(element)
    others = {name: str(element.get(name)) for name in _KEPT if element.get(name)}
    attributes = {"alt": found.alternative or "", **others, **_LATE}
    return picture(localizer, found.target, attributes, PROSE) or tag


def _link(localizer: Localizer, whole: str, tag: str | None, inner: str) -> str:
    element = next(elements(tag), None) if tag else None
    target = str(element.get("href", "")) if element is not None else ""
    if suffix(target) not in documents.KINDS or tag is None:
        return whole
    path = _path(localizer, target)
    if path is None:
        return whole
    docs = localizer.site.root / "docs"
    name = unicodedata.normalize("NFC", path.relative_to(docs).as_posix())
    localizer.files[name] = path
    fragment = target.partition("#")[2]
    address = localizer.relative(quote(name)) + (f"#{fragment}" if fragment else "")
    begin = _HREF.sub(lambda _: f'href="{escape(address)}"', tag, count=1)
    size = escape(figures.size(path, localizer.language))
    return f'{begin}{inner} <span class="file">({size})</span></a>'


def _path(localizer: Localizer, target: str) -> Path | None:
    """Return the file that a text names; a draft may show the default language's texts."""
    files = localizer.site.files
    tags = [localizer.language.tag, *localizer.site.tags[:1]]
    path = next(filter(None, (files.find(tag, target) for tag in tags)), None)
    return files.paths[path] if path else None


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()


def _written(attributes: Mapping[str, str]) -> Markup:
    return Markup("").join(Markup(' {}="{}"').format(*each) for each in attributes.items())
