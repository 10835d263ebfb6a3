"""Each page has one title and one description, which no other page of its language has.

Pass: ``<title>Areas – Programme</title>`` on one English page. Fail: no title; two titles; the
title of another page of the same language; the same of ``<meta name="description">``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from brochure.checks.audit.built import BuiltSite
from brochure.checks.audit.page import ElementPlace, HtmlPage
from brochure.problems import Problem
from brochure.text.suggestions import shorten

TITLE = "page-title"
DESCRIPTION = "page-description"


def check(built: BuiltSite) -> Iterator[Problem]:
    """Yield a problem for each page that its title or description does not tell from others."""
    yield from _check(built, TITLE)
    yield from _check(built, DESCRIPTION)


def _check(built: BuiltSite, rule: str) -> Iterator[Problem]:
    what = rule.removeprefix("page-")
    same: dict[tuple[str, str], list[tuple[HtmlPage, ElementPlace]]] = defaultdict(list)
    for page in built.pages.values():
        if page.refresh or page.faults:
            continue
        texts = (
            [(text.text, text.place) for text in page.titles]
            if rule == TITLE
            else [(meta.content, meta.place) for meta in page.meta("description")]
        )
        filled = [(text, place) for text, place in texts if text]
        if not filled and (rule == TITLE or built.is_listed(page)):
            place = texts[0][1] if texts else None
            hint = f"Give the page a {what} of its own, in its language."
            yield built.problem(page, place, rule, f"the page has no {what}", hint)
        for _, place in filled[1:]:
            message = f"the page has a second {what}"
            yield built.problem(page, place, rule, message, "Remove one of the two.")
        if filled and (page.is_not_found or built.is_listed(page)):
            same[page.language or "", filled[0][0]].append((page, filled[0][1]))
    for (_, text), found in same.items():
        for page, place in found[1:]:
            message = f"has the same {what} as {found[0][0].path}: “{shorten(text, 40)}”"
            hint = f"Say in the {what} what is on this page and on no other of its language."
            yield built.problem(page, place, rule, message, hint)
