"""Cards: the picture of each page where it is shared, set from the page's title and the identity.

A card is named after what it is made of: pages can name it before it is made, and only those are
made again whose inputs have changed.
"""

from __future__ import annotations

import functools
import hashlib
import io
import json
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from PIL import Image

from brochure.files import fonts, packaged, typesetting
from brochure.files.cache import cached_file
from brochure.render.localizer import Localizer
from brochure.render.page_texts import metadata
from brochure.site.marks import FOLDER as MARKS
from brochure.site.page import Page
from brochure.text import cldr
from brochure.text.tree import without_markup

FOLDER = Path(".cache", "brochure", "cards")
TEMPLATE = "cards/card.typ"
_PLACE = "images/cards"
_TEXTS = ("name", "title", "strapline", "statement", "implementer")
_COLOURS = ("background", "text", "you", "on_you", "we", "on_we")
_SHADES = 96  # of the edges of letters, too: more cannot be told apart
_AREAS = 6  # colours that fill areas


@dataclass(frozen=True)
class Card:
    """A card: its address below the site's, and what it is made of."""

    address: str
    digest: str
    data: Mapping[str, Any]
    root: Path

    def file(self) -> Path:
        """Return its file, made if it is not in the cache.

        Raises:
            ProblemsError: there is an error in its template.
            OSError: it cannot be written.
        """
        return cached_file(self.root / FOLDER, f"{self.digest}.png", self._made)

    def _made(self) -> bytes:
        picture = typesetting.typeset(self.root, TEMPLATE, self.data, "png")
        return compact(picture)


def compact(picture: bytes) -> bytes:
    """Return a picture in few colours, a third as large, in which those of areas are exact."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as image:
        plain = image.convert("RGB")
    few = plain.quantize(_SHADES, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    pixels, indices = plain.tobytes(), few.tobytes()
    counted: Any = plain.getcolors(plain.width * plain.height)
    exact: dict[int, bytes] = {}
    for _, colour in sorted(counted, reverse=True)[:_AREAS]:
        exact.setdefault(indices[_first(pixels, bytes(colour))], bytes(colour))
    palette = few.getpalette() or []
    for index, found in exact.items():
        palette[index * 3 : index * 3 + 3] = found
    few.putpalette(palette)
    few.save(out, "PNG", compress_level=9)
    return out.getvalue()


def _first(pixels: bytes, colour: bytes) -> int:
    """Return the number of the first pixel of a colour, which there is."""
    start = pixels.find(colour)
    while start % 3:
        start = pixels.find(colour, start + 1)
    return start // 3


def card(localizer: Localizer, page: Page) -> Card | None:
    """Return the card of a page; ``None`` if a letter of it has no font."""
    data = _data(localizer, page)
    root = localizer.site.root
    if fonts.lacking(root, "".join(str(data[key]) for key in _TEXTS)):
        return None
    text = json.dumps([data, _tools(root)])
    digest = hashlib.sha256(text.encode()).hexdigest()
    name = f"{localizer.language.tag}-{page.name.replace('/', '-')}.{digest[:8]}.png"
    return Card(f"{_PLACE}/{name}", digest, data, root)


def write(cards: Sequence[Card], folder: Path) -> None:
    """Make cards on all processors, and write them into the folder of the built site.

    Raises:
        ProblemsError: there is an error in the template.
        OSError: one cannot be written.
    """
    if cards:
        (folder / _PLACE).mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(os.cpu_count()) as workers:  # the typesetter lets others run
        for one, file in zip(cards, workers.map(Card.file, cards), strict=True):
            shutil.copyfile(file, folder / one.address)


def _data(localizer: Localizer, page: Page) -> dict[str, Any]:
    site, identity = localizer.site, localizer.site.content.identity
    programme, colours = site.content.site, identity.colours.effective("light")
    name = localizer.without_markup(programme.name)
    emblem = identity.header_emblem
    by, maker = emblem or programme.funder, programme.implementer
    return {
        "lang": localizer.language.tag.partition("-")[0],
        "rtl": cldr.direction(localizer.language.locale) == "rtl",
        "name": name,
        "title": _without(name, without_markup(metadata(localizer, page, "title"))),
        "strapline": localizer.without_markup(programme.strapline),
        "emblem": _drawn(site.root / MARKS / emblem.file) if emblem and emblem.file else None,
        "statement": localizer.without_markup(by.statement) if by and by.statement else "",
        "implementer": localizer.without_markup(maker.statement) if maker else "",
        "join": identity.join or "",
        "colours": {use: colours[use] for use in _COLOURS},
    }


def _without(name: str, title: str) -> str:
    """Return a title without the name before its colon, since that is above it."""
    rest = re.sub(rf"^{re.escape(name)}\s*[:–—]\s*", "", title)
    return rest[:1].upper() + rest[1:]


def _drawn(path: Path) -> dict[str, Any]:
    if path.suffix == ".svg":
        return {"kind": "svg", "data": path.read_text(encoding="utf-8")}
    return {"kind": "png", "data": list(path.read_bytes())}


def _tools(root: Path) -> tuple[str, ...]:
    """Return what cards are made with, so that another version makes them again."""
    template = packaged.find(root, f"{packaged.TEMPLATES}/{TEMPLATE}")
    sizes = tuple(f"{file.name} {file.stat().st_size}" for file in fonts.files(root))
    return (template.read_text(encoding="utf-8"), str((_SHADES, _AREAS)), *sizes, *_versions())


@functools.cache
def _versions() -> tuple[str, ...]:
    return tuple(version(name) for name in ("typst", "pillow"))
