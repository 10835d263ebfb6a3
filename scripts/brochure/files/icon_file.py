"""``favicon.ico``, which browsers ask for where no page names an icon: made from a PNG."""

from __future__ import annotations

import functools
import io

from PIL import Image

_SIZES = (16, 32, 48)


@functools.lru_cache(maxsize=8)  # a preview makes the same one after every edit
def ico(png: bytes) -> bytes:
    """Return an icon of a few sizes."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(png)) as picture:
        sizes = [(side, side) for side in _SIZES]
        picture.convert("RGBA").save(out, "ICO", sizes=sizes)
    return out.getvalue()
