"""On a page, links with one label lead to one place.

Pass: "Areas" twice, both times to ``/areas/``. Fail (a warning): "Read more" to two pages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from brochure.checks.audit.built import BuiltSite
from brochure.checks.audit.page import HtmlLink, HtmlPage
from brochure.problems import Problem
from brochure.text.suggestions import shorten

ID = "link-label"


def check(built: BuiltSite) -> Iterator[Problem]:
    """Yield a problem for each label of which one cannot know where it leads."""
    for page in built.pages.values():
        labels: dict[tuple[str, str], dict[str, HtmlLink]] = defaultdict(dict)
        for link in page.links:
            if link.label and any(map(str.isalnum, link.label)):
                where = _where(built, page, link)
                labels[link.language, link.label.casefold()].setdefault(where, link)
        for targets in labels.values():
            first, *others = targets.values()
            if others:
                label, more = (
                    shorten(others[0].label or "", 40),
                    [first.href, *(o.href for o in others)],
                )
                message = f"“{label}” leads to {len(targets)} places: {', '.join(more[:3])}"
                hint = "Say in each label where it leads, or add an aria-label that does."
                yield built.problem(page, others[0].place, ID, message, hint, level="warning")


def _where(built: BuiltSite, page: HtmlPage, link: HtmlLink) -> str:
    there = built.target(page, link.href)
    fragment = "" if there.fragment == "top" else there.fragment
    return f"{there.path}#{fragment}"
