"""The whole site by subject: each page, with what it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from brochure.render.localizer import Localizer
from brochure.render.page_context import label
from brochure.render.page_texts import metadata
from brochure.schema import Wording
from brochure.site.page import Page
from brochure.site.page_index import HOME, NOT_FOUND, SEARCH
from brochure.text.tree import without_markup

# What pages show of content/ under headings of its own: the file, and which field is the heading.
_RECORDS = {
    "areas": ("areas", "title"),
    "activities": ("activities", "title"),
    "process": ("process", "title"),
    "faq": ("faq", "question"),
    "news": ("news", "title"),
}


@dataclass(frozen=True)
class OutlinePart:
    """A part of a page: its heading and its address.

    ``label`` tells it from a part of another page with the same heading; else it is empty.
    """

    title: str
    url: str
    label: str = ""


@dataclass(frozen=True)
class OutlinePage:
    """A page with its parts; ``id`` is that of its heading."""

    id: str
    title: str
    url: str
    parts: list[OutlinePart]


def outline(localizer: Localizer) -> list[OutlinePage]:
    """Return each page but the search and 404, in the order of the menus, home first."""
    site, tag = localizer.site, localizer.language.tag
    left_out = {site.page_with(NOT_FOUND), site.page_with(SEARCH)}
    in_menus = [item.page for item in site.content.navigation]
    names = dict.fromkeys([site.page_with(HOME), *in_menus, *site.page_names])
    pages = [
        OutlinePage(
            f"page-{name.replace('/', '-')}",
            metadata(localizer, page, "title"),
            localizer.link(name),
            [
                OutlinePart(title, localizer.link(name, part))
                for part, title in _parts(localizer, page)
            ],
        )
        for name in names
        if name not in left_out and (page := site.pages.get((tag, name)))
    ]
    titles = [label(localizer, name) for name in in_menus]  # which are on every page
    titles += [title for page in pages for title in (page.title, *(p.title for p in page.parts))]
    counts = Counter(map(without_markup, titles))
    return [replace(page, parts=list(_told_apart(page, counts))) for page in pages]


def _told_apart(page: OutlinePage, counts: Counter[str]) -> Iterator[OutlinePart]:
    for part in page.parts:
        # In an attribute, where a text of another language cannot be marked.
        spoken = without_markup(part.title)
        whole = f"{spoken} – {without_markup(page.title)}" if counts[spoken] > 1 else ""
        yield replace(part, label=whole)


def _parts(localizer: Localizer, page: Page) -> Iterator[tuple[str, str]]:
    """Yield the id and the heading of each part of a page that readers see."""
    site, role = localizer.site, localizer.site.role(page.name)
    if role == HOME:
        return  # it shows what the other pages say
    stem, field = _RECORDS.get(role, ("", ""))
    for record in getattr(site.content, stem) if stem else ():
        heading: Wording = getattr(record, field)
        if localizer.shows(record):
            yield record.id, localizer.text(heading)
    for found in page.headings:
        section = f"#{found.id}"
        is_own = section in page.section_ids and found.title and not found.is_nested
        if is_own and not page.hides(section, site.requests.phase):
            yield found.id, localizer.fill(found.title)
