"""Reads the files of marks and icons: SVG or PNG, which pages show as they are."""

from __future__ import annotations

import functools
from pathlib import Path

from brochure.files import svg
from brochure.files.picture_kinds import UnusablePictureError

MAX_BYTES = 100_000
MAX_SIDE = 2_000  # pixels

_RESAVE = "Open it in an image editor, and save it as PNG."


def size(path: Path) -> tuple[int, int]:
    """Return the width and height of a mark: of a drawing in its own units, else in pixels.

    Raises:
        UnusablePictureError: it cannot be shown; says why.
    """
    try:
        status = path.stat()
        if status.st_size > MAX_BYTES:
            message = f"has {status.st_size:,} bytes; expected at most {MAX_BYTES:,}"
            hint = (
                "Save a smaller version: as SVG without pictures inside, or as PNG of 500 pixels."
            )
            raise UnusablePictureError(message, hint)
        return _size(path, status.st_mtime_ns)
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise UnusablePictureError(
            message, "Check that it is a file and that you may read it."
        ) from error


@functools.lru_cache  # every page shows the same few
def _size(path: Path, _modified: int) -> tuple[int, int]:
    data = path.read_bytes()
    if path.suffix == ".svg":
        drawing = svg.read(data)
        return drawing.width, drawing.height
    return _size_of_png(data)


def _size_of_png(data: bytes) -> tuple[int, int]:
    from brochure.files.picture_decoder import decoded, opened  # which loads Pillow

    try:
        width, height = opened(data, ".png").size
        if max(width, height) <= MAX_SIDE:
            return decoded(data, ".png").size
    except UnusablePictureError as error:
        raise UnusablePictureError(error.message, _RESAVE) from error
    message = f"has {width:,} × {height:,} pixels; expected at most {MAX_SIDE:,} a side"
    raise UnusablePictureError(message, "Save a smaller version, or an SVG.")
