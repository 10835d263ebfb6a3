"""Records of the colours of pages, by their use, and the generator's own."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from brochure.schema.base import Record
from brochure.text import colour

Colour = Annotated[
    str,
    Field(
        pattern=colour.PATTERN,
        description='A colour is written "#003399": six digits from 0 to f, or three that stand'
        " for two each, and quotes around it, since # alone begins a comment.",
    ),
]
Scheme = Literal["light", "dark"]


class Palette(Record):
    """The colours of pages, by their use; those that are left out are the generator's."""

    background: Colour | None = Field(None, description="The background of pages.")
    surface: Colour | None = Field(None, description="The background of tinted parts of pages.")
    text: Colour | None = Field(None, description="Running text.")
    muted: Colour | None = Field(None, description="Secondary text, such as help and captions.")
    line: Colour | None = Field(None, description="Dividing lines; purely decorative.")
    field: Colour | None = Field(None, description="The border of a form's fields.")
    heading: Colour | None = Field(None, description="Headings, icons, the line of steps.")
    link: Colour | None = Field(None, description="Links.")
    action: Colour | None = Field(None, description="The background of buttons.")
    on_action: Colour | None = Field(None, description="Text on buttons.")
    you: Colour | None = Field(
        None, description="The background of the block that speaks of readers: what they do."
    )
    on_you: Colour | None = Field(None, description="Text on that block.")
    we: Colour | None = Field(
        None, description="The background of the block that speaks of the programme: what it does."
    )
    on_we: Colour | None = Field(None, description="Text on that block.")
    soft_you: Colour | None = Field(
        None, description="The pale background of readers’ blocks, and of notices."
    )
    soft_we: Colour | None = Field(
        None, description="The pale background of the programme’s blocks."
    )
    land: Colour | None = Field(None, description="Land on the map; purely decorative.")
    open: Colour | None = Field(None, description='The words "requests are open".')
    error: Colour | None = Field(None, description="Errors in the form.")
    focus: Colour | None = Field(
        None, description="The ring around the element with keyboard focus."
    )
    focus_edge: Colour | None = Field(None, description="The edge of that ring.")


class Colours(Record):
    """The colours on light and on dark screens; paper has the light ones."""

    light: Palette = Field(Palette(), description="For light screens, and for paper.")
    dark: Palette = Field(Palette(), description="For dark screens.")

    def effective(self, scheme: Scheme) -> dict[str, str]:
        """Return all colours by their use, with the generator's where a programme has none."""
        own = getattr(self, scheme).model_dump(exclude_none=True)
        return {use: colour.normal(value) for use, value in (DEFAULTS[scheme] | own).items()}


# Those of no programme: greys, blue links, a slate and a blue block.
DEFAULTS: dict[Scheme, dict[str, str]] = {
    "light": {
        "background": "#ffffff",
        "surface": "#f3f4f6",
        "text": "#1b1d22",
        "muted": "#535861",
        "line": "#cfd2d8",
        "field": "#6c717b",
        "heading": "#1b1d22",
        "link": "#1f4fa3",
        "action": "#1f4fa3",
        "on_action": "#ffffff",
        "you": "#2c3440",
        "on_you": "#ffffff",
        "we": "#1f4fa3",
        "on_we": "#ffffff",
        "soft_you": "#eef0f3",
        "soft_we": "#e8eefb",
        "land": "#c5c9d1",
        "open": "#0b6247",
        "error": "#a8071a",
        "focus": "#ffcc00",
        "focus_edge": "#0b0c0c",
    },
    "dark": {
        "background": "#15171c",
        "surface": "#1f222a",
        "text": "#e9ebef",
        "muted": "#b6bbc5",
        "line": "#414652",
        "field": "#8d94a1",
        "heading": "#e9ebef",
        "link": "#a5c3ff",
        "action": "#a5c3ff",
        "on_action": "#15171c",
        "you": "#2a3345",
        "on_you": "#ffffff",
        "we": "#27508f",
        "on_we": "#ffffff",
        "soft_you": "#262b36",
        "soft_we": "#1b2743",
        "land": "#414652",
        "open": "#63d1ae",
        "error": "#ff9f9f",
        "focus": "#ffcc00",
        "focus_edge": "#0b0c0c",
    },
}
