"""Pictures and documents in HTML: what images and links to files become on a page.

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

from lxml.etree import Element, SubElement, _Element
from markupsafe import Markup

from brochure.files import documents, pictures
from brochure.files.picture_kinds import FORMATS
from brochure.files.pictures import Picture, Rendition
from brochure.render import draft_fallback, figures
from brochure.render.views import View
from brochure.schema import Image
from brochure.site.docs_files import suffix
from brochure.text import parser, tree

if TYPE_CHECKING:
    from brochure.render.localizer import Localizer

PICTURES = "images"  # where pictures are on the site
PROSE = "(min-width: 60rem) 44rem, 100vw"  # how wide a picture among paragraphs is

_LATE = {"loading": "lazy", "decoding": "async"}
_KEPT = ("id", "class", "title", "lang", "dir")


def place_picture(localizer: Localizer, image: _Element) -> None:
    """Replace an ``<img>`` that names a picture of ``docs/`` with the scaled picture."""
    found = parser.image(image)
    others = {name: image.get(name, "") for name in _KEPT if image.get(name)}
    attributes = {"alt": found.alternative or "", **others, **_LATE}
    made, parent = _picture(localizer, found.target, attributes, PROSE), image.getparent()
    if made is not None and parent is not None:
        made.tail = image.tail
        parent.replace(image, made)


def place_document(localizer: Localizer, link: _Element, target: str) -> bool:
    """Let a link whose target is a document of ``docs/`` lead there, and say of which size it is.

    Return whether it is one.
    """
    path = _path(localizer, target) if suffix(target) in documents.KINDS else None
    if path is None:
        return False
    docs = localizer.site.root / "docs"
    name = unicodedata.normalize("NFC", path.relative_to(docs).as_posix())
    localizer.files[name] = path
    fragment = target.partition("#")[2]
    link.set("href", localizer.relative(quote(name)) + (f"#{fragment}" if fragment else ""))
    if link.tag == "a":
        tree.add_text(link, " ")
        size = SubElement(link, "span", {"class": "file"})
        size.text = f"({figures.size(path, localizer.language)})"
    return True


def record_picture(localizer: Localizer, view: View, sizes: str, *, eager: bool = False) -> Markup:
    """Return the picture of a record: ``sizes`` is how wide it is on the page, as in CSS.

    It is loaded when it comes into view, or, if ``eager``, at once.
    """
    record: Image = view.value_
    alternative = ""
    if record.alt is not None:
        alternative = tree.without_markup(draft_fallback.plain(localizer.text(record.alt)))
    loading = {"fetchpriority": "high"} if eager else _LATE
    made = _picture(localizer, record.file, {"alt": alternative, **loading}, sizes)
    return Markup() if made is None else tree.written(made)


def picture_url(localizer: Localizer, view: View) -> str:
    """Return the full address of a record's picture, in a format that every program shows."""
    found = _scaled(localizer, view.value_.file)
    return localizer.site.content.site.url + found.address(found.picture.common) if found else ""


def _picture(
    localizer: Localizer, target: str, attributes: Mapping[str, str], sizes: str
) -> _Element | None:
    """Return a picture in several sizes, whose place is kept while it loads.

    ``attributes`` are those of the ``<img>``, such as ``alt``. ``None`` if there is no such file:
    the checks report that.
    """
    found = _scaled(localizer, target)
    if found is None:
        return None
    made = found.picture
    size = {"width": str(made.width), "height": str(made.height)}
    image = Element("img", src=localizer.relative(found.address(made.common)))
    for name, value in {**attributes, **size}.items():
        image.set(name, value)
    if not made.modern:
        return image
    files = (f"{localizer.relative(found.address(m))} {m.width}w" for m in made.modern)
    picture = Element("picture")
    SubElement(picture, "source", type=made.modern[0].kind, srcset=", ".join(files), sizes=sizes)
    picture.append(image)
    return picture


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


def _path(localizer: Localizer, target: str) -> Path | None:
    """Return the file that a text names; a draft may show the default language's texts."""
    files = localizer.site.files
    tags = [localizer.language.tag, *localizer.site.tags[:1]]
    path = next(filter(None, (files.find(tag, target) for tag in tags)), None)
    return files.paths[path] if path else None


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
