"""Colours as ``#rrggbb``: how well one is seen on another, and the shades of one."""

from __future__ import annotations

import colorsys
import functools
import re
from collections.abc import Iterable

# Six digits, or three that stand for two each. `#` begins a comment in YAML: quotes are needed.
PATTERN = r"^#(?:[0-9A-Fa-f]{3}){1,2}$"

_SHADES = 512  # steps from black to white; a screen has half as many
_Rgb = tuple[float, float, float]


def normal(colour: str) -> str:
    """Return a colour with six small digits: ``#039`` is ``#003399``."""
    digits = colour.removeprefix("#").lower()
    return "#" + (digits if len(digits) == 6 else re.sub("(.)", r"\1\1", digits))  # noqa: PLR2004


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21.

    Source: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
    """
    darker, lighter = sorted((_luminance(normal(one)), _luminance(normal(other))))
    return (lighter + 0.05) / (darker + 0.05)


def nearest(colour: str, needed: Iterable[tuple[str, float]]) -> str | None:
    """Return the shade of a colour nearest to it that has each contrast with each other colour.

    Hue and saturation stay. ``needed`` are other colours, each with the contrast that it needs.
    """
    hue, lightness, saturation = colorsys.rgb_to_hls(*_rgb(normal(colour)))
    needed = list(needed)
    by_distance = sorted(
        (step / _SHADES for step in range(_SHADES + 1)), key=lambda shade: abs(shade - lightness)
    )
    for shade in by_distance:
        found = _hex(colorsys.hls_to_rgb(hue, shade, saturation))
        if all(contrast(found, other) >= ratio for other, ratio in needed):
            return found
    return None


@functools.lru_cache(4096)
def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
        for part in _rgb(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rgb(colour: str) -> _Rgb:
    red, green, blue = bytes.fromhex(colour[1:])
    return red / 255, green / 255, blue / 255


def _hex(rgb: _Rgb) -> str:
    return "#" + bytes(round(part * 255) for part in rgb).hex()
