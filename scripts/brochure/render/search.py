"""The search: what of the pages can be found, and what the page of the search has to know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml.etree import strip_elements

from brochure.files import search_index
from brochure.files.search_index import SearchablePage
from brochure.problems import ProblemsError
from brochure.render.localizer import Localizer
from brochure.site.page_index import NOT_FOUND, SEARCH
from brochure.site.site import Site
from brochure.text import tree

# Not a page's own words: menus of the page, controls, and what is on many pages.
_ASIDE = frozenset({"nav", "form", "select", "script", "noscript"})
ASIDE_CLASSES = frozenset({"banner", "changed", "contents", "status", "way"})
_LEFT_OUT = "left-out"


@dataclass(frozen=True)
class SearchView:
    """Where the search's core and the index of the language are, and how numbers are written."""

    core: str
    index: str
    root: str
    locale: str


def search_view(localizer: Localizer, digits: str) -> SearchView:
    """Return the settings of the search page."""
    language = localizer.language
    return SearchView(
        localizer.relative(search_index.core()),
        localizer.relative(search_index.folder(language.tag)),
        localizer.base,
        f"{language.locale.replace('_', '-')}-u-nu-{digits}",
    )


def write_index(site: Site, folder: Path) -> None:
    """Write the index of all pages of a built site into its folder, if it has a page to search on.

    Raises:
        ProblemsError: it cannot be made on this machine.
    """
    if not site.page_with(SEARCH):
        return
    try:
        made = search_index.make(_searched(site, folder))
    except search_index.SearchIndexError as error:
        source = site.pages[site.tags[0], site.page_with(SEARCH)].source
        message = f"the search index could not be made: {error}"
        hint = 'Install "pagefind-bin" for this machine, or delete the page.'
        raise ProblemsError([source.problem((), "search-index", message, hint)]) from error
    for name, data in made.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def _searched(site: Site, folder: Path) -> Iterator[SearchablePage]:
    left_out = {site.page_with(NOT_FOUND), site.page_with(SEARCH)}
    for tag, name in sorted(site.pages):
        file = folder / site.file(tag, name)
        if name not in left_out and file.is_file():
            yield SearchablePage(tag, site.address(tag, name), own_words(file.read_text("utf-8")))


def own_words(page: str) -> str:
    """Return the HTML of what a page says that others do not; empty if it says nothing."""
    main = next(tree.parsed(page).iter("main"), None)
    if main is None:
        return ""
    for element in main.iter("*"):
        classes = element.get("class", "").split()
        if element.tag in _ASIDE or not ASIDE_CLASSES.isdisjoint(classes):
            element.tag = _LEFT_OUT
    strip_elements(main, _LEFT_OUT, with_tail=False)
    return tree.inner(main)
