"""Compares the ids of finished pages with what links to them, and with each other.

Templates decide which records a page shows, so only finished pages tell which ids are there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from brochure.checks.rules import duplicate_id, links
from brochure.problems import Problem
from brochure.site.page import Page
from brochure.site.site import Site
from brochure.text import tree
from brochure.text.suggestions import did_you_mean

# The ids of pages, by language and name.
PageIds = Mapping[tuple[str, str], Sequence[str]]


def ids_of(html: str) -> tuple[str, ...]:
    """Return the ids of a finished page, as often as they occur."""
    return tuple(map(str, tree.parsed(html).xpath("//@id")))


def problems(site: Site, ids: PageIds) -> Iterator[Problem]:
    """Yield a problem for each link to an id that its page lacks, and for each repeated id."""
    yield from _dead_links(site, ids)
    for (tag, name), found in ids.items():
        yield from _repeated(site.pages[tag, name], found)


def _dead_links(site: Site, ids: PageIds) -> Iterator[Problem]:
    for tag in site.tags:
        for segment in site.segments_with_markup(tag):
            for link in segment.document.links:
                name = link.page.removesuffix(".md") or segment.page
                if not link.fragment or link.external or (tag, name) not in ids:
                    continue
                shown = ids[tag, name]
                if link.fragment not in shown and link.fragment not in _others(site, tag, name):
                    message = f"links to #{link.fragment}, which page {name}.md does not show"
                    hint = did_you_mean(link.fragment, sorted(set(shown)), "#{}")
                    yield segment.problem(link.offset, links.BROKEN, message, hint)


def _others(site: Site, tag: str, name: str) -> set[str]:
    """Return ids that a page may have on another day, or in another phase of requests."""
    prose = {attribute.value for attribute in site.pages[tag, name].document.ids}
    return {*site.hidden_ids, *site.templates.ids(site.role(name)), *prose}


def _repeated(page: Page, found: Sequence[str]) -> Iterator[Problem]:
    """Yield a problem for each id that occurs again, at the prose that has it if some does."""
    positions = {id_.value: page.position(id_.offset) for id_ in page.document.ids}
    for name, count in Counter(found).items():
        if count > 1:
            message = f'the finished page has the id "#{name}" {count} times'
            hint = "Give the heading or the record another id."
            yield page.problem(positions.get(name, (1, 1)), duplicate_id.ID, message, hint)
