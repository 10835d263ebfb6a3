"""Decodes pictures: upright, in sRGB, with eight bits a channel, or says why it cannot be shown."""

from __future__ import annotations

import contextlib
import functools
import io
import re
import warnings

from PIL import Image, ImageCms, ImageOps

from brochure.files.picture_kinds import FORMATS, UnusablePictureError, damaged, unusable

MAX_PIXELS = 40_000_000
MIN_SIDE = 8
_OPAQUE = 255

# Refused, not mentioned on the side.
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


def decoded(data: bytes, suffix: str) -> Image.Image:
    """Return a picture upright, in sRGB, with eight bits a channel; RGBA if it is transparent.

    Raises:
        UnusablePictureError: it cannot be shown.
    """
    image = opened(data, suffix)
    try:
        image.load()
        image = ImageOps.exif_transpose(image)
        return _in_srgb(image)
    except Exception as error:  # decoders raise all kinds of errors
        raise damaged() from error


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
        raise unusable(data) from error
    kind = "JPEG" if image.format == "MPO" else str(image.format)  # as some telephones name JPEG
    if kind != FORMATS[suffix]:
        right = next(end for end, name in FORMATS.items() if name == kind)
        message = f"is a picture in {kind}, though its name ends in {suffix}"
        hint = f"Rename it, so that its name ends in {right}, here and where it is shown."
        raise UnusablePictureError(message, hint)
    if image.format != "MPO" and getattr(image, "is_animated", False):
        message = "is animated; pictures must not move, since movement distracts readers"
        raise UnusablePictureError(message, "Save one of its frames, or link to the film.")
    width, height = image.size
    if width * height > MAX_PIXELS:
        megapixels = f"{width * height / 1e6:,.0f} megapixels"
        raise _too_large(f"{megapixels} ({width:,} × {height:,})")
    if min(width, height) < MIN_SIDE:
        message = f"has {width} × {height} pixels; expected at least {MIN_SIDE} a side"
        raise UnusablePictureError(message, "Use a larger one.")
    return image


def _too_large(size: str) -> UnusablePictureError:
    message = f"has {size}; expected at most {MAX_PIXELS // 1_000_000}"
    return UnusablePictureError(message, "Save a smaller version: 2,000 pixels wide is enough.")


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
