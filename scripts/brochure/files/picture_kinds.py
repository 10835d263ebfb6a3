"""The kinds of pictures that pages show, and what other files are."""

from __future__ import annotations

import re

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
_NAME = re.compile(
    rf"\S+({'|'.join(map(re.escape, FORMATS))}|\.(bmp|heic|tiff?))|(IMG|DSC|DSCN|DSCF)[_-]?\d+",
    re.IGNORECASE,
)
_RESAVE = "Open it in an image editor, and save it as JPEG or PNG."
# What begins like this is not a picture for browsers, whatever its name says.
_BEGINNINGS = (
    (rb"....ftyp(hei[cxms]|hevc|mif1)", "a HEIC photograph", "Save it as JPEG."),
    (rb"II\*\0|MM\0\*", "a TIFF or raw picture", "Save it as JPEG or PNG."),
    (rb"BM", "a BMP picture", "Save it as PNG."),
    (rb"8BPS", "a Photoshop file", "Export it as JPEG or PNG."),
    (rb"%PDF-", "a PDF document", "Link to it, or save its page as PNG."),
    (
        rb"version https://git-lfs",
        "a Git LFS pointer",
        "Put the picture itself there.",
    ),
    (rb"\s*<(\?xml|svg)", "a drawing in SVG", "Rename it, so that its name ends in .svg."),
    (rb"\s*<", "a web page", "Save the picture itself, not the page that shows it."),
    (rb"$", "empty", _RESAVE),
)
_OWN_BEGINNINGS = re.compile(rb"\xff\xd8\xff|\x89PNG|GIF8|RIFF....WEBP|....ftypavi", re.DOTALL)


def is_file_name(text: str) -> bool:
    """Whether a text is the name of a picture's file, with its ending or as cameras give it."""
    return bool(_NAME.fullmatch(text.strip()))


class UnusablePictureError(ValueError):
    """A file that cannot be published as a picture: what is wrong with it, and what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def unusable(data: bytes) -> UnusablePictureError:
    """Return, from its first bytes, why a file that cannot be opened is not a picture."""
    for beginning, what, hint in _BEGINNINGS:
        if re.match(beginning, data, re.DOTALL):
            return UnusablePictureError(f"is not a picture but {what}", hint)
    if _OWN_BEGINNINGS.match(data):
        return damaged()
    return UnusablePictureError("is not a picture that browsers show", _RESAVE)


def damaged() -> UnusablePictureError:
    """Return that a picture is not complete."""
    message = "is damaged: only a part of it can be read"
    return UnusablePictureError(message, "Copy the original there again.")
