"""Records of what a programme is recognised by: logo, emblems, icon, colours, fonts."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from brochure.schema.base import Id, LanguageMap, Record
from brochure.text import colour

MarkFile = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*\.(svg|png)$",
        description="The name of a file in content/identity/, an SVG or a PNG: logo.svg. Letters,"
        " digits and hyphens, and small letters after the dot.",
    ),
]
PngFile = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*\.png$",
        description="The name of a PNG in content/identity/, such as touch-icon.png.",
    ),
]
Colour = Annotated[
    str,
    Field(
        pattern=colour.PATTERN,
        description='A colour is written "#003399": six digits from 0 to f, and quotes around it,'
        " since # alone begins a comment.",
    ),
]
FontName = Annotated[
    str,
    Field(
        pattern=r"^-?[A-Za-z][A-Za-z0-9 -]*$",
        description="The name of a font, or of a kind of fonts: Georgia, serif.",
    ),
]
# Kinds of fonts that every browser has; one of them ends each stack.
GENERIC_FONTS = ("sans-serif", "serif", "monospace", "system-ui", "ui-sans-serif", "ui-serif")
Scheme = Literal["light", "dark"]


class Mark(Record):
    """A picture by which someone is recognised."""

    dark: MarkFile | None = Field(
        None,
        description="The file for dark screens; the same one, if it can be seen there too. Without"
        " it, the mark stands on a light tile there.",
    )
    rights: str | None = Field(
        None,
        description="Whose it is and on what terms it is shown, in a line of assets/licences.txt.",
    )


class Logo(Mark):
    """The programme's own mark, in the header of each page."""

    file: MarkFile
    has_name: bool = Field(
        default=False,
        description="Whether the picture has the programme's name in it: then the name is not"
        " written beside it.",
    )


class Emblem(Mark):
    """The emblem of an organisation, with the statement that stands beside it."""

    id: Id
    name: LanguageMap = Field(
        description="Whose emblem it is, for people who do not see it: European Union."
    )
    file: MarkFile | None = None
    statement: LanguageMap | None = Field(
        None, description='What stands beside it, such as "Funded by …".'
    )
    in_header: bool = Field(
        default=False,
        description="Whether it also stands at the head of each page, with its statement.",
    )
    always_together: bool = Field(
        default=True,
        description="Whether emblem and statement are never shown without each other, as rules on"
        " visibility ask. With false, one of the two may be left out.",
    )


class Palette(Record):
    """The colours of pages, by their use; those that are left out are the generator's."""

    background: Colour | None = Field(None, description="The ground of pages.")
    surface: Colour | None = Field(None, description="The ground of tinted parts of pages.")
    text: Colour | None = Field(None, description="Running text.")
    muted: Colour | None = Field(None, description="Lesser text, such as help and captions.")
    line: Colour | None = Field(None, description="Lines that separate; they say nothing.")
    field: Colour | None = Field(None, description="The border of a form's fields.")
    heading: Colour | None = Field(None, description="Headings, icons, the line of steps.")
    link: Colour | None = Field(None, description="Links.")
    action: Colour | None = Field(None, description="The ground of buttons.")
    on_action: Colour | None = Field(None, description="Text on buttons.")
    you: Colour | None = Field(
        None, description="The ground of the block that speaks of readers: what they do."
    )
    on_you: Colour | None = Field(None, description="Text on that block.")
    we: Colour | None = Field(
        None, description="The ground of the block that speaks of the programme: what it does."
    )
    on_we: Colour | None = Field(None, description="Text on that block.")
    soft_you: Colour | None = Field(
        None, description="The pale ground of readers’ blocks, and of notices."
    )
    soft_we: Colour | None = Field(None, description="The pale ground of the programme’s blocks.")
    land: Colour | None = Field(None, description="Land on the map; it says nothing.")
    open: Colour | None = Field(None, description='The words "requests are open".')
    error: Colour | None = Field(None, description="Errors in the form.")
    focus: Colour | None = Field(None, description="The ring around what the keyboard is at.")
    focus_edge: Colour | None = Field(None, description="The edge of that ring.")


class Colours(Record):
    """The colours on light and on dark screens; paper has the light ones."""

    light: Palette = Field(Palette(), description="For light screens, and for paper.")
    dark: Palette = Field(Palette(), description="For people whose screens are dark.")

    def effective(self, scheme: Scheme) -> dict[str, str]:
        """Return all colours by their use, with the generator's where a programme has none."""
        own = getattr(self, scheme).model_dump(exclude_none=True)
        return {use: colour.normal(value) for use, value in (DEFAULTS[scheme] | own).items()}


class Identity(Record):
    """What the programme is recognised by. All of it may be left out."""

    logo: Logo | None = Field(None, description="The mark in the header: {file: logo.svg}.")
    emblems: tuple[Emblem, ...] = Field(
        (), description="The emblems at the foot of each page, with their statements, in order."
    )
    tab_icon: MarkFile | None = Field(
        None, description="The icon in browsers' tabs: a square file in content/identity/."
    )
    touch_icon: PngFile | None = Field(
        None,
        description="The icon on telephones' home screens: a square PNG of at least 180 pixels.",
    )
    colours: Colours = Field(Colours(), description="The colours, light and dark.")
    join: Literal["plus"] | None = Field(
        None,
        description="The sign that stays open where two blocks meet: plus. Without it, they meet"
        " without a sign.",
    )
    fonts: tuple[FontName, ...] = Field(
        (),
        description="The fonts of all text, the preferred one first. They must be installed on"
        " the reader's device: nothing is loaded. The last is a kind, such as sans-serif.",
    )


SYSTEM_FONTS = (
    "-apple-system",
    "Segoe UI",
    "Roboto",
    "Noto Sans",
    "Helvetica Neue",
    "Arial",
    "sans-serif",
)
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
