"""Headings begin with the only h1, descend by one level, and say something.

Pass: h1, h2, h3, h2. Fail: none; a second h1; h1, h3; h2 before h1; an empty heading.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.checks.audit.built import BuiltSite
from brochure.checks.audit.page import HtmlPage
from brochure.problems import Problem
from brochure.text.suggestions import shorten

ID = "heading-order"


def check(built: BuiltSite) -> Iterator[Problem]:
    """Yield a problem for each heading that misleads those who move by headings."""
    for page in built.pages.values():
        if not page.refresh and not page.faults:
            yield from _page(built, page)


def _page(built: BuiltSite, page: HtmlPage) -> Iterator[Problem]:
    if not any(heading.level == 1 for heading in page.headings):
        hint = "Give the page one <h1>: what it is about."
        yield built.problem(page, None, ID, "the page has no main heading", hint)
    before, has_main = 0, False
    for heading in page.headings:
        name = f'the heading "{shorten(heading.title, 40)}"'
        if not heading.title:
            message = f"an empty <h{heading.level}>"
            yield built.problem(page, heading.place, ID, message, "Fill it in, or remove it.")
        if heading.level == 1 and has_main:
            message = f"{name} is a second main heading"
            yield built.problem(page, heading.place, ID, message, "Make it an <h2>.")
        elif before and heading.level > before + 1:
            message = f"{name} is an <h{heading.level}> below an <h{before}>"
            hint = f"Make it an <h{before + 1}>; style sheets decide how large it is."
            yield built.problem(page, heading.place, ID, message, hint)
        elif not before and heading.level > 1 and any(h.level == 1 for h in page.headings):
            message = f"{name} comes before the main heading"
            hint = "Begin with the <h1>, or let this be text without a heading."
            yield built.problem(page, heading.place, ID, message, hint, level="warning")
        before, has_main = heading.level, has_main or heading.level == 1
