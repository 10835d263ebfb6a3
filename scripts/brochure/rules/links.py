"""Links lead to pages and headings that exist, stay in their language, and agree between languages.

Pass: ``[areas](areas.md#protection)``. Fail: ``[areas](aeras.md)``, ``[areas](areas.md#nothing)``,
``[areas](../fr/areas.md)``, ``[areas](/areas/)``; a link in English that the French text lacks.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any

from brochure.models import Record
from brochure.problems import Problem
from brochure.rules.comparison import Comparison
from brochure.site import Passage, Site
from brochure.templates import Templates
from brochure.text import Link, links

BROKEN = "broken-link"
LEAVES = "cross-language-link"
MISMATCH = "link-mismatch"


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each link that leads nowhere or elsewhere."""
    templates = Templates(site.root / "overrides")
    for tag in site.tags:
        for passage in site.passages(tag):
            for link in links(passage.text):
                if found := _wrong(site, templates, tag, passage, link):
                    yield passage.problem(*found, link.offset)
    yield from _COMPARISON.check(site)


def _wrong(
    site: Site, templates: Templates, tag: str, passage: Passage, link: Link
) -> tuple[str, str, str] | None:
    """Return rule, message and hint where a link is wrong."""
    target = link.page
    if link.external:
        return None
    if target.startswith("../") and target.split("/")[1] in site.tags:
        hint = "Each language has its own pages, of the same names: write"
        message = f"links to another language: {link.target}"
        return LEAVES, message, f"{hint} {link.target.split('/', 2)[-1]}."
    if target and not target.endswith(".md"):
        hint = "Name the page's file: areas.md or areas.md#protection. Other sites: https://…"
        return BROKEN, f"links to {link.target}, which is no page of the site", hint
    name = target.removesuffix(".md") or passage.page
    if name not in site.page_names:
        near = difflib.get_close_matches(name, site.page_names, 1)
        hint = f"Did you mean {near[0]}.md?" if near else f"Pages: {', '.join(site.page_names)}."
        return BROKEN, f"links to {link.target}, a page which does not exist", hint
    known = anchors(site, templates, tag, name)
    if link.fragment and link.fragment not in known:
        near = difflib.get_close_matches(link.fragment, sorted(known), 1)
        listed = ", ".join(sorted(known)) or "none"
        hint = f'Did you mean "#{near[0]}"?' if near else f"Headings of that page: {listed}."
        message = f"links to the heading #{link.fragment}, which page {name}.md does not have"
        return BROKEN, message, hint
    return None


def anchors(site: Site, templates: Templates, tag: str, name: str) -> set[str]:
    """Return the ids that a page can be linked at: of its prose, its template, its records."""
    found = set(templates.ids(name)) | site.lost
    if page := site.pages.get((tag, name)):
        found |= {heading.id for heading in page.headings if heading.id}
    for stem in templates.files(name):
        found |= set(_ids(getattr(site.content, stem, None)))
    return found


def _ids(value: Any) -> Iterator[str]:
    if isinstance(value, Record):
        if own := getattr(value, "id", None):
            yield own
        for field in type(value).model_fields:
            yield from _ids(getattr(value, field))
    elif isinstance(value, tuple):
        for item in value:
            yield from _ids(item)


def _targets(text: str) -> list[str]:
    """Return where a text links to; other sites have an address for each language of their own."""
    return sorted("another site" if link.external else link.target for link in links(text))


_COMPARISON = Comparison(
    MISMATCH,
    "link",
    _targets,
    "Link the same pages and headings in every language, as often.",
)
