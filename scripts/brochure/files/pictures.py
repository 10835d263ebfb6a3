"""Pictures as editors put them in, and the files that pages load instead: small, and of few kinds.

A photograph is turned as its camera noted, converted to sRGB, freed of everything that the camera
wrote into it, and scaled to a few widths, in AVIF and once in a format that every browser shows.
What was made is in a cache by the digest of the original, as is why another file cannot be used.
"""

from __future__ import annotations

import functools
import hashlib
import json
import shutil
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from brochure.files import svg
from brochure.files.cache import usable
from brochure.files.picture_decoder import decoded
from brochure.files.picture_kinds import UnusablePictureError

FOLDER = Path(".cache", "brochure", "pictures")
WIDTHS = (360, 720, 1080, 1440)
_COMMON_WIDTH = 1080  # of the file for browsers without AVIF
MAX_BYTES = 30_000_000
_VERSION = "1"  # another one makes all files again


@dataclass(frozen=True)
class Rendition:
    """A file that browsers load; ``kind`` is its media type, ``weight`` its size in bytes."""

    file: Path
    kind: str
    width: int
    height: int
    weight: int


@dataclass(frozen=True)
class Picture:
    """A picture that pages can show.

    ``common`` is for every browser; ``modern`` are the same in AVIF, from narrow to wide, and none
    of a drawing. ``width`` and ``height`` are those of the largest.
    """

    digest: str
    width: int
    height: int
    common: Rendition
    modern: tuple[Rendition, ...] = ()

    @property
    def heaviest(self) -> Rendition:
        """The file that weighs most."""
        return max((self.common, *self.modern), key=lambda rendition: rendition.weight)


def picture(path: Path, cache: Path) -> Picture:
    """Return the picture in a file, with its files in the folder ``cache``.

    Raises:
        UnusablePictureError: a page cannot show it.
    """
    try:
        status = path.stat()
        if status.st_size > MAX_BYTES:
            message = f"has {status.st_size / 1e6:,.0f} MB; expected at most {MAX_BYTES / 1e6:.0f}"
            raise UnusablePictureError(
                message, "Save a smaller version: 2,000 pixels wide is enough."
            )
        return _picture(path, cache, status.st_mtime_ns, status.st_size)
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise UnusablePictureError(
            message, "Check that it is a file and that you may read it."
        ) from error


@functools.lru_cache(maxsize=1_000)  # a preview looks at the same pictures after every edit
def _picture(path: Path, cache: Path, _modified: int, _size: int) -> Picture:
    data, suffix = path.read_bytes(), path.suffix.lower()
    digest = hashlib.sha256(f"{_VERSION} {suffix} ".encode() + data).hexdigest()
    folder = usable(cache) / digest
    if not (folder / "about.json").exists():
        _make(data, suffix, folder)
    about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    if "message" in about:
        raise UnusablePictureError(about["message"], about["hint"])
    renditions = [
        Rendition(**(each | {"file": folder / each["file"]})) for each in about["renditions"]
    ]
    return Picture(digest, about["width"], about["height"], renditions[0], tuple(renditions[1:]))


def _make(data: bytes, suffix: str, folder: Path) -> None:
    """Write all files of a picture, or why there are none, into a new folder: all, or no folder."""
    with tempfile.TemporaryDirectory(prefix="new-", dir=folder.parent) as work:
        new = Path(work) / "picture"
        new.mkdir()
        about: dict[str, Any]
        try:
            found = _drawing(data, new) if suffix == ".svg" else _scaled(data, suffix, new)
            about = {"width": found[-1].width, "height": found[-1].height}
            about["renditions"] = [asdict(each) | {"file": each.file.name} for each in found]
        except UnusablePictureError as error:
            about = {"message": error.message, "hint": error.hint}
        (new / "about.json").write_text(json.dumps(about, indent=0), encoding="utf-8")
        try:
            new.rename(folder)
        except OSError:  # another process was quicker, or a folder was left incomplete
            if not (folder / "about.json").exists():
                shutil.rmtree(folder, ignore_errors=True)
                new.rename(folder)


def _drawing(data: bytes, folder: Path) -> list[Rendition]:
    drawing = svg.read(data)
    file = folder / "drawing.svg"
    file.write_bytes(data)
    return [Rendition(file, "image/svg+xml", drawing.width, drawing.height, len(data))]


def _scaled(data: bytes, suffix: str, folder: Path) -> list[Rendition]:
    """Write a photograph's files; return first the one that every browser shows."""
    image = decoded(data, suffix)
    widths = [width for width in WIDTHS if width < image.width]
    widths.append(min(image.width, WIDTHS[-1]))
    sizes = {width: max(1, round(image.height * width / image.width)) for width in widths}
    is_graphic = suffix in {".png", ".gif"}
    avif = {"quality": 60, "speed": 8, "subsampling": "4:4:4" if is_graphic else "4:2:0"}
    common = max(width for width in widths if width <= _COMMON_WIDTH or width == widths[0])
    renditions: list[Rendition] = []
    for width, height in sizes.items():
        copy = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3)
        copy.info.clear()  # nothing of the original's notes goes along
        if width == common:
            kind = "WEBP" if copy.mode == "RGBA" else "JPEG"
            options = {"quality": 75, "optimize": True, "progressive": True}
            renditions.insert(0, _saved(copy, folder, kind, options))
        renditions.append(_saved(copy, folder, "AVIF", avif))
    return renditions


def _saved(image: Image.Image, folder: Path, kind: str, options: dict[str, Any]) -> Rendition:
    file = folder / f"{image.width}.{'jpg' if kind == 'JPEG' else kind.lower()}"
    image.save(file, kind, **options)
    media = f"image/{kind.lower()}"
    return Rendition(file, media, image.width, image.height, file.stat().st_size)
