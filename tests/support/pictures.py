"""Pictures for tests, made when they are needed."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, ImageDraw, ImageFilter

ROTATION = 0x0112  # the number of Exif's note on how a camera was held
PLACE = 0x8825  # and of the place


def photograph(width: int = 1600, height: int = 1000) -> Image.Image:
    """Return hills below a sky, with the grain of a film: the top is blue, the bottom is green."""
    image = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(image)
    for y in range(height):
        shade = y / height
        draw.line([(0, y), (width, y)], fill=(90, 130 + int(60 * shade), 230 - int(90 * shade)))
    for number in range(6):
        top, step = int(height * (0.4 + number / 10)), width // 12
        hills = [(x, top + (x * (number + 3) // 7) % (height // 9)) for x in range(0, width, step)]
        fill = (110 - 15 * number, 140 - 8 * number, 100 - 14 * number)
        draw.polygon([(0, height), *hills, (width, top), (width, height)], fill=fill)
    soft = image.filter(ImageFilter.GaussianBlur(2))
    return Image.blend(soft, Image.effect_noise((width, height), 20).convert("RGB"), 0.05)


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """Return the bytes of a file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def noted(rotation: int = 1) -> Image.Exif:
    """Return the notes of a camera: how it was held, which one it was, where."""
    notes = Image.Exif()
    notes[ROTATION] = rotation
    notes[0x010F] = "A camera"
    notes.get_ifd(PLACE)[1] = "N"
    return notes


def decoded(data: bytes) -> Image.Image:
    """Return the picture in a file."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image
