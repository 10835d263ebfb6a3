"""The sections of the home page are named once each, and have something to show.

Pass: ``home: [about, offer]``. Fail: ``home: [about, about]``; ``voices`` without quotations, which
is a warning. News may come later: their section waits for them.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.problems import Problem
from brochure.site.site import Site

ID = "home-section"

# The files that a section shows records of.
_FILES = {
    "offer": ("eligibility", "areas"),
    "steps": ("process",),
    "figures": ("facts",),
    "actions": ("actions",),
    "voices": ("testimonials",),
}


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each section that is repeated or that shows nothing."""
    source = site.sources.get("home")
    if source is None:
        return
    seen = set()
    for index, section in enumerate(site.content.home):
        files = _FILES.get(section, ())
        paths = [f"content/{stem}.yaml" for stem in files]
        if section in seen:
            message, hint = f'the section "{section}" is listed twice', "Delete one of the lines."
            yield source.problem(("home", index), ID, message, hint)
        elif files and not _has_any(site, files) and not site.unreadable_paths.intersection(paths):
            message = f'the section "{section}" has nothing to show'
            records = "facts with a label" if section == "figures" else "records"
            hint = f"Delete the line, or add {records} to {' or '.join(paths)}."
            yield source.problem(("home", index), ID, message, hint, level="warning")
        seen.add(section)


def _has_any(site: Site, files: tuple[str, ...]) -> bool:
    if files == ("facts",):
        return any(fact.label for fact in site.content.facts)
    return any(getattr(site.content, stem) for stem in files)
