"""Records of what a programme is recognised by: logo, emblems, icon, colours, fonts."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from brochure.schema.base import Id, Record
from brochure.schema.colours import Colours
from brochure.schema.texts import LanguageMap

MarkFile = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*\.(svg|png)$",
        description="The name of a file in content/identity/, an SVG or a PNG: logo.svg. Letters,"
        " digits and hyphens, and lower-case letters after the dot.",
    ),
]
PngFile = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*\.png$",
        description="The name of a PNG in content/identity/, such as touch-icon.png.",
    ),
]
FontName = Annotated[
    str,
    Field(
        pattern=r"^-?[A-Za-z][A-Za-z0-9 -]*$",
        description="The name of a font, or a generic family: Georgia, serif.",
    ),
]
# Kinds of fonts that every browser has; one of them ends each stack.
GENERIC_FONTS = ("sans-serif", "serif", "monospace", "system-ui", "ui-sans-serif", "ui-serif")


class Mark(Record):
    """A picture by which someone is recognised."""

    dark: MarkFile | None = Field(
        None,
        description="The file for dark screens; the same one, if it can be seen there too. Without"
        " it, the mark is shown on a light tile there.",
    )
    rights: str | None = Field(
        None,
        description="Who owns it, and on what terms it is shown, in a line of assets/licences.txt.",
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
    """The emblem of an organisation, with the statement beside it."""

    id: Id
    name: LanguageMap = Field(
        description="Whose emblem it is, for people who do not see it: European Union."
    )
    file: MarkFile | None = None
    statement: LanguageMap | None = Field(
        None, description='The statement beside it, such as "Funded by …".'
    )
    in_header: bool = Field(
        default=False,
        description="Whether it is also shown in the header of each page, with its statement.",
    )
    always_together: bool = Field(
        default=True,
        description="Whether emblem and statement are never shown without each other, as rules on"
        " visibility ask. With false, one of the two may be left out.",
    )


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
        description="The sign that is cut out where two blocks meet: plus. Without it, they meet"
        " without a sign.",
    )
    fonts: tuple[FontName, ...] = Field(
        (),
        description="The fonts of all text, the preferred one first. They must be installed on"
        " the reader's device: nothing is loaded. The last is a kind, such as sans-serif.",
    )

    @property
    def header_emblem(self) -> Emblem | None:
        """The first emblem in the header of pages: the one on pictures of the site."""
        return next((emblem for emblem in self.emblems if emblem.in_header), None)


SYSTEM_FONTS = (
    "-apple-system",
    "Segoe UI",
    "Roboto",
    "Noto Sans",
    "Helvetica Neue",
    "Arial",
    "sans-serif",
)
