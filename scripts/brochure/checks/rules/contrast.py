"""What is read or used can be seen: each colour has enough contrast with its grounds.

Pass: ``text: "#1a1f2b"`` on ``background: "#ffffff"``. Fail: ``muted: "#9aa0ad"`` there, which has
2.6:1 where text needs 4.5:1.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.problems import Location, Problem
from brochure.schema.colours import Scheme
from brochure.site.marks import has_all_colours
from brochure.site.site import Site
from brochure.text.colour import contrast, nearest

ID = "low-contrast"

# WCAG 2.2: texts (1.4.3); what one must see to use or understand a page (1.4.11). Two colours of a
# ring with 9:1 between them: one of the two has 3:1 on any ground (technique C40).
TEXT, GRAPHIC, RING = 4.5, 3.0, 9.0

_GROUNDS = ("background", "surface", "soft_you", "soft_we")

# What the style sheet shows on what: a test compares this with the pages in a browser.
PAIRS: tuple[tuple[str, str, float], ...] = (
    *(("text", ground, TEXT) for ground in _GROUNDS),
    *(("heading", ground, TEXT) for ground in ("background", "surface", "soft_we")),
    *(("link", ground, TEXT) for ground in ("background", "surface", "soft_we")),
    *(("muted", ground, TEXT) for ground in ("background", "surface")),
    *(("open", ground, TEXT) for ground in ("background", "surface", "soft_we")),
    ("error", "background", TEXT),
    ("on_action", "action", TEXT),
    ("on_you", "you", TEXT),
    ("on_we", "we", TEXT),
    ("you", "on_you", TEXT),  # the button on that block
    ("action", "background", TEXT),  # the numbers of steps
    ("action", "surface", TEXT),
    ("action", "soft_you", GRAPHIC),  # what is chosen
    ("field", "background", GRAPHIC),
    ("focus", "focus_edge", RING),
)
_SCHEMES: tuple[Scheme, ...] = ("light", "dark")


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each pair of colours with too little contrast."""
    source = site.sources.get("identity")
    if not has_all_colours(site):
        return  # a malformed colour is reported, and its replacement is not the site's
    for scheme in _SCHEMES if source else ():
        place: Location = ("identity", "colours", scheme)
        colours = site.content.identity.colours.effective(scheme)
        for use, ground, needed in PAIRS:
            found = contrast(colours[use], colours[ground])
            if source and found < needed:
                wrong = use if source.has((*place, use)) else ground
                message = (
                    f'{scheme}: "{use}" {colours[use]} on "{ground}" {colours[ground]} has a'
                    f" contrast of {_rounded(found)}:1; expected at least {needed:g}:1"
                )
                hint = _hint(colours, wrong, use, ground)
                yield source.problem((*place, wrong), ID, message, hint)


def _rounded(ratio: float) -> str:
    """Return a ratio that is too low, never rounded up to what is needed."""
    return f"{int(ratio * 100) / 100:.2f}"


def _hint(colours: dict[str, str], wrong: str, use: str, ground: str) -> str:
    everywhere = [
        (colours[one if wrong == other else other], needed)
        for one, other, needed in PAIRS
        if wrong in {one, other}
    ]
    if shade := nearest(colours[wrong], everywhere):
        return (
            f'Write {wrong}: "{shade}", the nearest shade that passes with all colours beside it.'
        )
    needed = next(ratio for one, other, ratio in PAIRS if (one, other) == (use, ground))
    other = ground if wrong == use else use
    shade = nearest(colours[wrong], [(colours[other], needed)])
    beside = f' Here "{shade}" would pass.' if shade else ""
    return f"No shade of it passes with all colours beside it: change those, too.{beside}"
