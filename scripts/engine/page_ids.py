"""Compares the ids of finished pages with what links to them, and with each other.

Templates decide which records a page shows, so only finished pages tell which ids are there.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from brochure.checks.rules import duplicate_id, links, redirects
from brochure.problems import Problem
from brochure.schema.describe import noun, records
from brochure.site.file_uses import is_file
from brochure.site.page import Page
from brochure.site.redirects import addresses, final_target, page_name
from brochure.site.site import Site
from brochure.text import tree
from brochure.text.document import Link
from brochure.text.suggestions import did_you_mean

# The ids of pages, by language and name.
PageIds = Mapping[tuple[str, str], Sequence[str]]


class _LinkToId(NamedTuple):
    """A link to an id of a page; ``problem`` returns that it is dead, with a hint."""

    tag: str
    page: str
    id: str
    problem: Callable[[str], Problem]


def ids_of(html: str) -> tuple[str, ...]:
    """Return the ids of a finished page, as often as they occur."""
    return tuple(map(str, tree.parsed(html).xpath("//@id")))


def problems(site: Site, ids: PageIds) -> Iterator[Problem]:
    """Yield a problem for each link to an id that its page lacks, and for each repeated id."""
    for link in (*_in_texts(site), *_of_news(site), *_of_redirects(site)):
        shown = ids.get((link.tag, link.page))
        if shown is None or link.id in shown:
            continue
        if link.id not in _others(site, link.tag, link.page):
            yield link.problem(did_you_mean(link.id, sorted(set(shown)), "#{}"))
    for (tag, name), found in ids.items():
        for repeated in (one for one, count in Counter(found).items() if count > 1):
            yield _duplicate(site, site.pages[tag, name], repeated)


def _in_texts(site: Site) -> Iterator[_LinkToId]:
    for tag in site.tags:
        for segment in site.segments_with_markup(tag):
            for link in segment.document.links:
                if _is_to_id(link) and site.is_due(segment.unit):
                    name = link.page.removesuffix(".md") or segment.page
                    message = f"links to {_unshown(link, name)}"
                    problem = functools.partial(segment.problem, link.offset, links.BROKEN, message)
                    yield _LinkToId(tag, name, link.fragment, problem)


def _of_news(site: Site) -> Iterator[_LinkToId]:
    for index, item in enumerate(site.content.news):
        link, unit = Link(item.link or ""), site.units_by_key[item.title.key]
        if _is_to_id(link) and site.is_due(unit):
            name, place = page_name(link), ("news", index, "link")
            message = f"{unit.subject} links to {_unshown(link, name)}"
            problem = functools.partial(site.sources["news"].problem, place, links.BROKEN, message)
            yield from (_LinkToId(tag, name, link.fragment, problem) for tag in site.tags)


def _of_redirects(site: Site) -> Iterator[_LinkToId]:
    for old, target in site.content.redirects.items():
        link = final_target(site.content.redirects, target)
        if link and link.fragment:
            place, name = ("redirects", old), page_name(link)
            message = f'the old address "{old}" leads to {_unshown(link, name)}'
            report = site.sources["redirects"].problem
            problem = functools.partial(report, place, redirects.ID, message)
            for tag, _ in addresses(site, old):
                yield _LinkToId(tag, name, link.fragment, problem)


def _is_to_id(link: Link) -> bool:
    return bool(link.fragment) and not link.external and not is_file(link)


def _unshown(link: Link, name: str) -> str:
    return f"#{link.fragment}, which page {name}.md does not show"


def _others(site: Site, tag: str, name: str) -> set[str]:
    """Return ids that a page may have on another day, or in another phase of requests."""
    prose = {attribute.value for attribute in site.pages[tag, name].document.ids}
    return {*site.hidden_ids, *site.templates.ids(site.role(name)), *prose}


def _duplicate(site: Site, page: Page, name: str) -> Problem:
    """Return the problem of an id that a page has twice, where somebody can give it another."""
    rule, hint = duplicate_id.ID, "Give one of the two another id."
    for attribute in page.document.ids:
        if attribute.value == name:
            message = f'the id "#{name}" is used elsewhere on the finished page'
            return page.problem(page.position(attribute.offset), rule, message, hint)
    files = site.templates.files(site.role(page.name))
    for place, record in reversed([*records(site.content)]):
        if getattr(record, "id", None) == name and place[0] in files:
            message = f'{noun(type(record))} "{name}": page {page.name}.md has this id twice'
            return site.sources[str(place[0])].problem((*place, "id"), rule, message, hint)
    message = f'the finished page has the id "#{name}" twice'
    return page.problem((1, 1), rule, message, f"{hint} It may be in a template.")
