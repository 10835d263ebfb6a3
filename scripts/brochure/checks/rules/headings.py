"""Headings of prose have ids, which all languages share; the page's title is its only h1.

No id occurs twice on a page, neither at a heading nor anywhere else.

Pass: ``## Conditions {#conditions}`` in every language, in the same order.
Fail: ``## Conditions``; ``# Conditions {#conditions}``; an id in English that French lacks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from brochure.checks.rules.comparison import model
from brochure.problems import Problem
from brochure.site.page import Page
from brochure.site.site import Site

ID = "heading-id"


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each heading without a unique id, and each difference."""
    templates = site.templates
    for page in site.pages.values():
        yield from _heading_problems(page, templates.ids(site.role(page.name)))
    for name in site.page_names:
        # A draft may lack headings that are new in the default language.
        pages = {p.language: p for p in site.translations(name) if p.language in site.published}
        if site.tags[0] in pages:
            yield from _differences(pages)


def _differences(pages: Mapping[str, Page]) -> Iterator[Problem]:
    """Compare a page's headings in the languages that are published."""
    other = pages[model(pages, _same_structure)]
    for page in pages.values():
        if not _same_structure(page, other):
            message = (
                f"the headings differ: {_outline(page)} here, {_outline(other)} in {other.path}"
            )
            hint = "Give each heading the level and the {#id} that it has in the other language."
            line = page.headings[0].line if page.headings else page.body_line
            yield page.problem((line, 1), ID, message, hint)


def _heading_problems(page: Page, ids: Collection[str]) -> Iterator[Problem]:
    """Check the headings and ids of a page, whose template has ``ids`` of its own."""
    for heading in page.headings:
        position = page.position(heading.offset)
        if heading.level == 1:
            hint = (
                "Write it with ## : the title in the front matter is the page's one main heading."
            )
            yield page.problem(
                position, ID, f'the heading "{heading.title}" has the level of the page title', hint
            )
        if not heading.id:
            hint = f"Add an id in English, the same in every language: ## {heading.title} {{#id}}."
            yield page.problem(position, ID, f'the heading "{heading.title}" has no id', hint)
    seen: set[str] = set()
    for attribute in page.document.ids:
        message = f'duplicate id "#{attribute.value}"'
        if attribute.value in ids:
            message = f'the id "#{attribute.value}" is used by the template of the page'
        if attribute.value in seen or attribute.value in ids:
            position = page.position(attribute.offset)
            yield page.problem(position, ID, message, "Choose another.")
        seen.add(attribute.value)


def _same_structure(page: Page, model: Page) -> bool:
    """Compare levels and ids, except missing ids, which are reported already."""
    if len(page.headings) != len(model.headings):
        return False
    pairs = zip(page.headings, model.headings, strict=True)
    return all(a.level == b.level and (a.id == b.id or not (a.id and b.id)) for a, b in pairs)


def _outline(page: Page) -> str:
    return (
        " ".join(f"{'#' * heading.level}{heading.id or '?'}" for heading in page.headings) or "none"
    )
