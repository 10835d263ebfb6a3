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
# How stripes are turned that are horizontal, 9 units from one to the next.
_LINES = {"hatch": "rotate(45)", "bars": "", "posts": "rotate(90)"}


def fill(index: int) -> tuple[str, str]:
    """Return the colour and the texture of a region, by its place among the regions."""
    return _FILLS[index % len(_FILLS)]


def attributes(colour: str, kind: str, paint: str | None) -> str:
    """Return how shapes are filled: by the style of their class, or in ``paint``, a CSS colour."""
    if paint is None:
        return f'class="{colour} {kind}"'
    if kind == "solid":
        return f'fill="{paint}"'
    edge = "" if kind == "grains" else f' style="stroke:{paint};stroke-width:2"'
    return f'fill="url(#{colour}-{kind})"{edge}'


def pattern(colour: str, kind: str, join: str | None, paint: str | None) -> str:
    """Return the texture of a region as an element of SVG, in ``paint`` or else by its class.

    It is empty if there is none.
    """
    if kind == "solid":
        return ""
    styled, paint = ("", paint) if paint else (f' class="{colour}"', "currentcolor")
    pitch = 14 if kind == "grains" else 9
    if kind == "grains":  # solid, with the signs of the land left open
        grain = "M6 3h2v3h3v2h-3v3h-2v-3h-3v-2h3z" if join == "plus" else "M5 5h4v4h-4z"
        drawn = f'<path fill="{paint}" fill-rule="evenodd" d="M0 0h14v14h-14z{grain}"/>'
    else:  # an area: some programs show no line that fills a tile from edge to edge
        drawn = f'<path fill="{paint}" d="M0 2h9v5h-9z"/>'
    turned = f' patternTransform="{_LINES[kind]}"' if _LINES.get(kind) else ""
    return (
        f'<pattern id="{colour}-{kind}"{styled} patternUnits="userSpaceOnUse"'
        f' width="{pitch}" height="{pitch}"{turned}>{drawn}</pattern>'
    )
