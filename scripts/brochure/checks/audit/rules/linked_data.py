"""What a page tells search engines as JSON-LD agrees with the page and with the sitemap.

Pass: the address, the language and the name of the page itself; questions and answers that are on
it; addresses of pages that exist. Fail: text that is not JSON; the address, the language or the
name of another page; a question that readers do not see; a day of change that is not a date, or
not the sitemap's.

Source: https://www.w3.org/TR/json-ld11/
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from typing import Any

from brochure.checks.audit.built import BuiltSite, same_language
from brochure.checks.audit.page import HtmlPage, InlineCode
from brochure.problems import Problem
from brochure.text.suggestions import shorten

ID = "linked-data"
_PAGES = ("WebPage", "FAQPage")
_ADDRESSES = frozenset({"url", "@id", "serviceUrl"})
_SAID_ON_PAGE = {"Question": "name", "Answer": "text"}


def check(built: BuiltSite) -> Iterator[Problem]:
    """Yield a problem for each thing that search engines are told, and readers are not."""
    days = {
        built.target_from(built.home, entry.address).path: entry.changed
        for entry in built.sitemap.entries
    }
    for page in built.pages.values():
        for inline in page.inlines:
            if inline.kind == "linked data":
                for message, hint in _found(built, page, inline, days.get(page.path, "")):
                    yield built.problem(page, inline.place, ID, message, hint)


def _found(
    built: BuiltSite, page: HtmlPage, inline: InlineCode, day: str
) -> Iterator[tuple[str, str]]:
    try:
        data = json.loads(inline.code)
    except (ValueError, RecursionError) as error:
        yield f"what search engines read is not JSON: {error}", "Let the generator write it."
        return
    for node in _nodes(data):
        yield from _addresses(built, page, node)
        kind = str(node.get("@type"))
        text = _plain(node.get(_SAID_ON_PAGE.get(kind, ""), ""))
        if text not in page.words:
            message = f"search engines are told “{shorten(text, 60)}”, which is not on the page"
            yield message, "Show it to readers, too, or leave it out."
        if kind in _PAGES:
            yield from _page(built, page, node, day)


def _page(
    built: BuiltSite, page: HtmlPage, node: dict[str, Any], day: str
) -> Iterator[tuple[str, str]]:
    own = page.canonicals[0].href if page.canonicals else built.url(page)
    if node.get("url") != own:
        yield f"the address given is {node.get('url')}; the page's own is {own}", "Write that."
    tag = str(node.get("inLanguage", ""))
    if page.language and not same_language(tag, page.language):
        yield f'the language given is "{tag}", but lang is "{page.language}"', "Write the same."
    title, name = page.titles[0].text if page.titles else "", _plain(node.get("name", ""))
    if name not in " ".join(title.split()):
        yield f"the name given is “{name}”; the title is “{title}”", "Write the page's own."
    changed = str(node.get("dateModified", day))
    if changed != day:
        message = f"the date of change given is {changed}; the sitemap gives {day or 'none'}"
        yield message, "Write the same in both."
    elif day and not _is_day(day):
        yield f'the date of change is "{day}"; expected one such as 2026-03-01', "Write a date."


def _addresses(built: BuiltSite, page: HtmlPage, node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key in sorted(_ADDRESSES & node.keys()):
        address = str(node[key])
        if "://" not in address or built.target(page, address).kind == "missing":
            yield f"search engines are sent to {address}, which does not exist", "Name a page."


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        yield data
        data = list(data.values())
    for value in data if isinstance(data, list) else ():
        yield from _nodes(value)


def _plain(text: Any) -> str:
    return " ".join(str(text).split())


def _is_day(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True
