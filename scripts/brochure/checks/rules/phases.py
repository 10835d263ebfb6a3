"""What a page says in the phases of requests, it says in every published language.

Pass: a section with a line ``{closed}`` in each language; ``description_closed`` in each.
Fail: either in some languages only.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.problems import Problem
from brochure.site.page import METADATA, METADATA_KEYS, Page
from brochure.site.site import Site
from brochure.text.phases import Phase, marker, with_phase

ID = "phase-mismatch"


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each part of a page with words for other phases than elsewhere."""
    for name in site.page_names:
        model = site.pages.get((site.tags[0], name))
        for page in site.translations(name) if model else ():
            if model and page.language in site.published:
                yield from _differences(page, model)


def _differences(page: Page, model: Page) -> Iterator[Problem]:
    for part in dict.fromkeys((*METADATA, *page.section_ids, *model.section_ids)):
        here, there = page.phases(part), model.phases(part)
        for phase in there:
            if phase not in here:
                yield _problem(page, model, part, phase)
        for phase in here:
            if phase not in there:
                yield _problem(model, page, part, phase)


def _problem(page: Page, other: Page, part: str, phase: Phase) -> Problem:
    """Return the problem of a page that lacks what the other one has."""
    section, name = page.section(part), with_phase(part, phase)
    what, where = f'"{METADATA_KEYS.get(name)}:"', "between the two lines --- at the top"
    if part not in METADATA:
        place = f"the section {part}" if part.startswith("#") else "the text before the headings"
        what, where = (
            f"a line {marker(phase)} in {place}",
            "at the end of that part, and the words below the line",
        )
    message = f"{other.path} has {what}, which this page lacks"
    position = section.line if section else 1, 1
    return page.problem(position, ID, message, f"Write it {where}.")
