"""The fills of a map's regions, which can be distinguished without colour, too."""

from __future__ import annotations

# How regions are filled, in their order: a colour and a texture.
_FILLS = (
    ("link", "solid"),
    ("action", "solid"),
    ("action", "hatch"),
    ("link", "hatch"),
    ("ink", "grains"),
    ("ink", "hatch"),
    ("link", "bars"),
    ("action", "bars"),
    ("ink", "bars"),
    ("link", "posts"),
    ("action", "posts"),
    ("ink", "posts"),
)
# How lines are turned that are horizontal, 9 units from one to the next.
_LINES = {"hatch": "rotate(45)", "bars": "", "posts": "rotate(90)"}


def fill(index: int) -> tuple[str, str]:
    """Return the colour and the texture of a region, by its place among the regions."""
    return _FILLS[index % len(_FILLS)]


def pattern(colour: str, kind: str, join: str | None) -> str:
    """Return the texture of a region, in its colour, as an element of SVG."""
    pitch = 14 if kind == "grains" else 9
    if kind == "grains":  # solid, with the signs of the land left open
        grain = "M6 3h2v3h3v2h-3v3h-2v-3h-3v-2h3z" if join == "plus" else "M5 5h4v4h-4z"
        drawn = f'<path fill="currentcolor" fill-rule="evenodd" d="M0 0h14v14h-14z{grain}"/>'
    else:
        drawn = '<path stroke="currentcolor" stroke-width="5" d="M0 4.5h9"/>'
    turned = f' patternTransform="{_LINES[kind]}"' if _LINES.get(kind) else ""
    return (
        f'<pattern id="{colour}-{kind}" class="{colour}" patternUnits="userSpaceOnUse"'
        f' width="{pitch}" height="{pitch}"{turned}>{drawn}</pattern>'
    )
