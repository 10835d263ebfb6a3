"""What templates show of a programme's identity: marks with their sizes, the icon, the grounds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from brochure.files.mark_file import size
from brochure.render import assets
from brochure.render.localizer import Localizer
from brochure.schema import Emblem, Logo
from brochure.site.marks import FOLDER

# The box, in CSS pixels, that a mark fills: width and height. An emblem is never smaller than
# the logo, so that no mark is more prominent than it.
_LOGO_BOX = (200, 36)
_HEADER_BOX = (80, 36)
_EMBLEM_BOX = (180, 72)


@dataclass(frozen=True)
class MarkView:
    """A mark as large as its box lets it be; with a ``dark_url`` or a tile for dark screens.

    ``has_name`` is whether the programme's name is in the picture.
    """

    url: str
    dark_url: str
    has_tile: bool
    width: int
    height: int
    has_name: bool


@dataclass(frozen=True)
class EmblemView:
    """An emblem with its statement; one of the two may be missing where that is permitted.

    ``small`` is the emblem at the head of a page.
    """

    mark: MarkView | None
    small: MarkView | None
    in_header: bool
    name: Markup
    statement: Markup | None


@dataclass(frozen=True)
class IdentityView:
    """The marks, the icons and their type, and the colours of the ground for browsers' bars.

    ``join`` is the sign where two blocks meet, or empty.
    """

    logo: MarkView | None
    emblems: list[EmblemView]
    tab_icon: str
    tab_icon_type: str
    touch_icon: str
    ground: str
    dark_ground: str
    join: str


def identity_view(localizer: Localizer, asset: Callable[[str], str]) -> IdentityView:
    """Return the identity as a page shows it; ``asset`` returns the address of a file."""
    site = localizer.site
    identity, icon = site.content.identity, assets.icon(site)
    light, dark = (identity.colours.effective(scheme) for scheme in ("light", "dark"))
    touch_icon = identity.touch_icon
    marks = _Marks(localizer, asset)
    return IdentityView(
        marks.logo(identity.logo) if identity.logo else None,
        [marks.emblem(emblem) for emblem in identity.emblems],
        asset(icon),
        "image/svg+xml" if icon.endswith(".svg") else "image/png",
        asset(f"{assets.MARKS}/{touch_icon}") if touch_icon else "",
        light["background"],
        dark["background"],
        identity.join or "",
    )


@dataclass(frozen=True)
class _Marks:
    localizer: Localizer
    asset: Callable[[str], str]

    def logo(self, logo: Logo) -> MarkView:
        return self._mark(logo.file, logo.dark, _LOGO_BOX, has_name=logo.has_name)

    def emblem(self, emblem: Emblem) -> EmblemView:
        mark, small = (
            self._mark(emblem.file, emblem.dark, box) if emblem.file else None
            for box in (_EMBLEM_BOX, _HEADER_BOX)
        )
        text = self.localizer.text
        statement = text(emblem.statement) if emblem.statement else None
        return EmblemView(mark, small, emblem.in_header, text(emblem.name), statement)

    def _mark(
        self, file: str, dark: str | None, box: tuple[int, int], *, has_name: bool = False
    ) -> MarkView:
        width, height = size(self.localizer.site.root / FOLDER / file)
        scale = min(box[0] / width, box[1] / height)
        return MarkView(
            self.asset(f"{assets.MARKS}/{file}"),
            self.asset(f"{assets.MARKS}/{dark}") if dark and dark != file else "",
            dark is None,
            max(1, round(width * scale)),
            max(1, round(height * scale)),
            has_name,
        )
