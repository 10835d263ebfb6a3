"""Pictures as editors put them in, and the files that pages load instead: small, and of few kinds.

A photograph is turned as its camera noted, converted to sRGB, freed of everything that the camera
wrote into it, and scaled to a few widths, in AVIF and once in a format that every browser shows.
What was made is in a cache by the digest of the original, as is why another file cannot be used.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import hashlib
import io
import json
import re
import shutil
import tempfile
import warnings
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageOps

from brochure.files import svg
from brochure.files.svg import UnusablePictureError

FOLDER = Path(".cache", "brochure", "pictures")
# The formats by the ends of names.
FORMATS = {
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".png": "PNG",
    ".webp": "WEBP",
    ".avif": "AVIF",
    ".gif": "GIF",
    ".svg": "SVG",
}
WIDTHS = (360, 720, 1080, 1440)
_COMMON_WIDTH = 1080  # of the file for browsers without AVIF
MAX_BYTES = 30_000_000
MAX_PIXELS = 40_000_000
MIN_SIDE = 8
_OPAQUE = 255
_VERSION = "1"  # another one makes all files again

_RESAVE = "Open it in a picture program, and save it as JPEG or PNG."
# What begins like this is no picture for browsers, whatever its name says.
_BEGINNINGS = (
    (rb"....ftyp(hei[cxms]|hevc|mif1)", "a HEIC photograph", "Save it as JPEG."),
    (rb"II\*\0|MM\0\*", "a TIFF or raw picture", "Save it as JPEG or PNG."),
    (rb"BM", "a BMP picture", "Save it as PNG."),
    (rb"8BPS", "a Photoshop file", "Export it as JPEG or PNG."),
    (rb"%PDF-", "a PDF document", "Link to it, or save its page as PNG."),
    (
        rb"version https://git-lfs",
        "a note of Git LFS in its place",
        "Put the picture itself there.",
    ),
    (rb"\s*<(\?xml|svg)", "a drawing in SVG", "Rename it, so that its name ends in .svg."),
    (rb"\s*<", "a web page", "Save the picture itself, not the page that shows it."),
    (rb"$", "empty", _RESAVE),
)
_OWN_BEGINNINGS = re.compile(rb"\xff\xd8\xff|\x89PNG|GIF8|RIFF....WEBP|....ftypavi", re.DOTALL)

# Refused, not mentioned on the side.
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


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
        UnusablePictureError: it is none that a page can show.
    """
    try:
        status = path.stat()
        if status.st_size > MAX_BYTES:
            message = (
                f"has {status.st_size / 1e6:,.0f} MB; a picture may have {MAX_BYTES / 1e6:.0f}"
            )
            raise UnusablePictureError(message, "Save it smaller: 2,000 pixels wide are enough.")
        return _picture(path, cache, status.st_mtime_ns, status.st_size)
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise UnusablePictureError(message, "Check that it is a file that you may read.") from error


@functools.lru_cache(maxsize=1_000)  # a preview looks at the same pictures after every edit
def _picture(path: Path, cache: Path, _modified: int, _size: int) -> Picture:
    data, suffix = path.read_bytes(), path.suffix.lower()
    digest = hashlib.sha256(f"{_VERSION} {suffix} ".encode() + data).hexdigest()
    folder = _usable(cache) / digest
    if not (folder / "about.json").exists():
        _make(data, suffix, folder)
    about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    if "message" in about:
        raise UnusablePictureError(about["message"], about["hint"])
    renditions = [
        Rendition(**(each | {"file": folder / each["file"]})) for each in about["renditions"]
    ]
    return Picture(digest, about["width"], about["height"], renditions[0], tuple(renditions[1:]))


@functools.cache
def _usable(cache: Path) -> Path:
    """Return the cache, or a folder for this process where it cannot be written."""
    with contextlib.suppress(OSError):
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=cache):
            return cache
    return _temporary()


@functools.cache
def _temporary() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="brochure-pictures-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


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


def decoded(data: bytes, suffix: str) -> Image.Image:
    """Return a picture upright, in sRGB, with eight bits a channel; RGBA if one sees through it.

    Raises:
        UnusablePictureError: it cannot be shown.
    """
    image = opened(data, suffix)
    try:
        image.load()
        image = ImageOps.exif_transpose(image)
        return _in_srgb(image)
    except Exception as error:  # decoders raise all kinds of errors
        raise _damaged() from error


def opened(data: bytes, suffix: str) -> Image.Image:
    """Return a picture whose pixels are not decoded yet.

    Raises:
        UnusablePictureError: it is of another kind than its name says, too large or too small.
    """
    try:
        image = Image.open(io.BytesIO(data), formats=sorted({*FORMATS.values()} - {"SVG"}))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        pixels = int((re.findall(r"\d+", str(error)) or ["0"])[0])
        raise _too_large(f"{pixels / 1e6:,.0f} megapixels") from error
    except Exception as error:  # see above
        for beginning, what, hint in _BEGINNINGS:
            if re.match(beginning, data, re.DOTALL):
                raise UnusablePictureError(f"is no picture but {what}", hint) from error
        if _OWN_BEGINNINGS.match(data):
            raise _damaged() from error
        raise UnusablePictureError("is no picture that browsers show", _RESAVE) from error
    kind = "JPEG" if image.format == "MPO" else str(image.format)  # as some telephones name JPEG
    if kind != FORMATS[suffix]:
        right = next(end for end, name in FORMATS.items() if name == kind)
        message = f"is a picture in {kind}, though its name ends in {suffix}"
        hint = f"Rename it, so that its name ends in {right}, here and where it is shown."
        raise UnusablePictureError(message, hint)
    if image.format != "MPO" and getattr(image, "is_animated", False):
        message = "is animated; pictures stand still, since movement keeps people from reading"
        raise UnusablePictureError(message, "Save one of its pictures, or link to the film.")
    width, height = image.size
    if width * height > MAX_PIXELS:
        megapixels = f"{width * height / 1e6:,.0f} megapixels"
        raise _too_large(f"{megapixels} ({width:,} × {height:,})")
    if min(width, height) < MIN_SIDE:
        message = f"has {width} × {height} pixels; there is nothing to see"
        raise UnusablePictureError(message, f"Use one of at least {MIN_SIDE} pixels each way.")
    return image


def _damaged() -> UnusablePictureError:
    message = "is damaged: only a part of it can be read"
    return UnusablePictureError(message, "Copy the original there again.")


def _too_large(size: str) -> UnusablePictureError:
    message = f"has {size}; a picture may have {MAX_PIXELS // 1_000_000}"
    return UnusablePictureError(message, "Save it smaller: 2,000 pixels wide are enough.")


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):  # 16 bits a channel
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if "A" in image.mode or "transparency" in image.info:
        image = image.convert("RGBA")
        if image.getchannel("A").getextrema()[0] == _OPAQUE:
            image = image.convert("RGB")
    if profile and image.mode in {"RGB", "RGBA", "CMYK"}:
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            mode = "RGBA" if image.mode == "RGBA" else "RGB"
            converted = ImageCms.profileToProfile(image, own, _srgb(), outputMode=mode)
            image = converted or image
    return image if image.mode == "RGBA" else image.convert("RGB")


@functools.cache
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
