"""There is a font for each letter of the picture that is shown where a page is shared.

Pass: a title in Latin, Greek, Cyrillic or Arabic letters; one in others, with a font for them in
content/fonts/. Fail (a warning): a title in Japanese without such a font.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from brochure.files import fonts
from brochure.problems import Problem
from brochure.site.site import Site
from brochure.site.units import Unit

ID = "no-font"

# What the generator's own fonts certainly have: nothing is asked of them, which takes a while.
_COVERED = re.compile(
    r"[\u0000-\u024f\u0370-\u03ff\u0400-\u045f\u0620-\u064f\u2010-\u2026\u2066-\u2069]*"
)
_SHOWN = 5  # letters that a message names


def check(site: Site) -> Iterator[Problem]:
    """Yield a warning for each text of cards that cannot be drawn."""
    units: list[Unit] = [unit for unit in site.page_units if unit.section_id == "title"]
    keys = _keys(site)
    units += [unit for unit in site.units if unit.key in keys]
    for unit in units:
        for tag in site.published:
            text = unit.texts.get(tag, "")
            if _COVERED.fullmatch(text):
                continue
            if lacking := fonts.lacking(site.root, text):
                letters = ", ".join(f"“{letter}”" for letter in lacking[:_SHOWN])
                message = (
                    f"no font has {letters}: pages with this text are shared without a picture"
                )
                hint = "Put a font that has them into content/fonts/, as .ttf or .otf."
                yield unit.problem(tag, ID, message, hint, level="warning")


def _keys(site: Site) -> set[str]:
    """Return the keys of the texts that each card has beside the title of its page."""
    programme = site.content.site
    if not hasattr(programme, "name"):  # a stand-in for a broken file
        return set()
    by = site.content.identity.header_emblem or programme.funder
    statements = [each.statement for each in (by, programme.implementer) if each]
    return {text.key for text in (programme.name, programme.strapline, *statements) if text}
