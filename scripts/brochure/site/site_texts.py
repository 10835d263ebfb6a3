"""``SiteTexts``: the texts of a site, as units in all languages and as segments in one."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from brochure.files.templates import MOVED, Templates
from brochure.problems import Location
from brochure.site import default_strings, hidden
from brochure.site.docs_files import DocsFiles
from brochure.site.page_index import PageIndex
from brochure.site.segment import Segment, has_markup
from brochure.site.site_values import SiteValues
from brochure.site.unit_list import content_units, page_units
from brochure.site.units import ContentUnit, PageUnit, Unit


@dataclass(frozen=True)
class SiteTexts(PageIndex, SiteValues):
    """A site with its texts."""

    @functools.cached_property
    def units(self) -> tuple[ContentUnit, ...]:
        """Every translatable text of ``content/``."""
        strings = default_strings.lacking(self.content, self._used_strings)
        return tuple(content_units(self.content, self.sources, self.external_texts, strings))

    @functools.cached_property
    def templates(self) -> Templates:
        """The templates."""
        return Templates.of(self.root)

    @functools.cached_property
    def _used_strings(self) -> frozenset[tuple[str, str]]:
        """The strings that its templates name, by group and id."""
        others = [MOVED] if self.content.redirects else []
        names = self.templates.of_pages((page.role for page in self.pages.values()), *others)
        uses = [use for use in self.templates.strings if use.template in names]
        whole = {use.group for use in uses if not use.id}
        of_groups = {
            (group, name) for group in whole for name in self.content.strings.get(group, {})
        }
        return frozenset(of_groups | {(use.group, use.id) for use in uses if use.id})

    @functools.cached_property
    def _units_of_pages(self) -> Mapping[str, tuple[PageUnit, ...]]:
        """The units of each page, by its path; its translations share them."""
        units: dict[str, tuple[PageUnit, ...]] = {}
        for name in self.page_names:
            pages = {page.language: page for page in self.translations(name)}
            shared: dict[str, PageUnit] = {}
            for page in pages.values():
                page_units_ = [
                    shared.setdefault(unit.section_id, unit)
                    for unit in page_units(name, page, pages)
                ]
                units[page.path] = tuple(page_units_)
        return units

    @functools.cached_property
    def page_units(self) -> tuple[PageUnit, ...]:
        """Every translatable text of pages, as the default language has them."""
        first = [self.pages.get((self.tags[0], name)) for name in self.page_names]
        return tuple(unit for page in first if page for unit in self._units_of_pages[page.path])

    @functools.cached_property
    def all_units(self) -> tuple[Unit, ...]:
        """Every translatable text."""
        return (*self.units, *self.page_units)

    @functools.cached_property
    def units_by_key(self) -> Mapping[str, Unit]:
        """Every translatable text by its key."""
        return {unit.key: unit for unit in self.all_units}

    @functools.cached_property
    def files(self) -> DocsFiles:
        """Its pictures and documents."""
        return DocsFiles(self.root, (*self.tags, *sorted(self.excluded_drafts)))

    @functools.cached_property
    def _hidden(self) -> frozenset[Location]:
        return hidden.hidden_locations(self.content, self.today)

    def is_hidden(self, unit: Unit) -> bool:
        """Whether readers do not see a text on the day, because of its dates or its page's."""
        if isinstance(unit, ContentUnit):
            return any(unit.location[:depth] in self._hidden for depth in range(len(unit.location)))
        return isinstance(unit, PageUnit) and not self.is_page_shown(unit.page)

    def is_due(self, unit: Unit) -> bool:
        """Whether readers are to see a text on the day and in the present phase of requests."""
        return self.requests.phase in unit.phases and not self.is_hidden(unit)

    def segments(self, tag: str) -> tuple[Segment, ...]:
        """Return every text that the site has in a language, of content and pages alike."""
        return self._segments[tag]

    def texts(self, tag: str) -> tuple[str, ...]:
        """Return the texts of the segments in a language.

        Rules remember by them what depends on nothing else: an edit leaves most languages as they
        are.
        """
        return self._texts[tag]

    @functools.cached_property
    def _texts(self) -> Mapping[str, tuple[str, ...]]:
        return {
            tag: tuple(segment.text for segment in segments)
            for tag, segments in self._segments.items()
        }

    @functools.cached_property
    def _segments(self) -> Mapping[str, tuple[Segment, ...]]:
        return {tag: tuple(self._segments_in(tag)) for tag in self.tags}

    def _segments_in(self, tag: str) -> Iterator[Segment]:
        for unit in self.units:
            if text := unit.texts.get(tag):
                yield Segment(unit, tag, text)
        for page in self.pages.values():
            if page.language == tag:
                for page_unit in self._units_of_pages[page.path]:
                    if text := page_unit.texts.get(tag):
                        yield Segment(page_unit, tag, text)

    def segments_where(self, tag: str, test: Callable[[str], object]) -> Iterator[Segment]:
        """Yield the segments in a language whose texts pass a test, which has no other input."""
        segments = self.segments(tag)
        return (segments[place] for place in _places(self.texts(tag), test))

    def segments_with_markup(self, tag: str) -> Iterator[Segment]:
        """Yield the segments in a language that may have links, pictures or HTML."""
        return self.segments_where(tag, has_markup)

    def segments_with_words(self, tag: str, words: tuple[str, ...]) -> Iterator[Segment]:
        """Yield the segments in a language that have one of some words, in any case."""
        return self.segments_where(tag, _has_one_of(words))


@functools.lru_cache(maxsize=200)  # the same function for the same words, so that it is remembered
def _has_one_of(words: tuple[str, ...]) -> Callable[[str], bool]:
    lower = [word.lower() for word in words]
    return lambda text: any(word in text.lower() for word in lower)


@functools.lru_cache(maxsize=1_000)  # of each language and test
def _places(texts: tuple[str, ...], test: Callable[[str], object]) -> tuple[int, ...]:
    return tuple(place for place, text in enumerate(texts) if test(text))
