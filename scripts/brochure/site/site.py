"""``Site``: everything that was loaded, the one value that all other code works on.

Its bases are what was read, how pages are found, and what texts can name; here are the texts
themselves: as units in all languages, as segments in one, and as translations with their states.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from brochure.files.confirmation_file import Confirmation
from brochure.files.templates import MOVED, Templates
from brochure.problems import Location
from brochure.site import default_strings, hidden, requests
from brochure.site.docs_files import DocsFiles
from brochure.site.page_index import PageIndex
from brochure.site.record_matching import Statuses, statuses
from brochure.site.segment import Segment
from brochure.site.site_values import SiteValues
from brochure.site.translation_state import Status, version
from brochure.site.unit_list import content_units, page_units
from brochure.site.units import ContentUnit, PageUnit, Unit


@dataclass(frozen=True)
class Site(PageIndex, SiteValues):
    """A site with its texts, and the states of their translations."""

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
        """Every translatable text of pages, as the first language has them."""
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

    def is_hidden(self, unit: ContentUnit) -> bool:
        """Whether readers do not see a text of ``content/`` on the day, because of its dates."""
        return any(unit.location[:depth] in self._hidden for depth in range(len(unit.location)))

    def segments(self, tag: str) -> tuple[Segment, ...]:
        """Return every text that the site has in a language, of content and pages alike."""
        return self._segments[tag]

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

    def statuses(self, tag: str) -> Statuses:
        """Return the status of each unit in language ``tag``, by key."""
        return self._statuses[tag]

    @functools.cached_property
    def _statuses(self) -> Mapping[str, Statuses]:
        return {tag: self._statuses_in(tag) for tag in self.tags}

    def _statuses_in(self, tag: str) -> Statuses:
        known, first = self.records.get(tag, {}), self.tags[0]
        confirmed = {c.key for c in self.valid_confirmations if c.tag == tag}
        others = statuses(self.units_by_key, tag, first, known, confirmed).others
        of_generator = (unit.key for unit in self.units if self.is_default(unit, tag))
        others |= dict.fromkeys(of_generator, Status("done", is_noted=True))
        return Statuses(self.units_by_key, known, others)

    @functools.cached_property
    def valid_confirmations(self) -> frozenset[Confirmation]:
        """The confirmations of texts that are still what was confirmed."""
        return frozenset(c for c in self.confirmations if c.version == self.version(c.tag, c.key))

    def version(self, tag: str, key: str) -> str:
        """Return the version of a unit's source and its translation; empty if one is missing."""
        unit = self.units_by_key.get(key)
        texts = [unit.texts.get(name, "") for name in (self.tags[0], tag)] if unit else []
        return version(*texts) if all(texts) and texts else ""

    def outdated(self, tag: str) -> tuple[Unit, ...]:
        """Return the units whose text in language ``tag`` is older than its source."""
        if tag == self.tags[0]:
            return ()
        others = self.statuses(tag).others
        outdated = {key for key, status in others.items() if status.state == "outdated"}
        return tuple(unit for unit in self.all_units if unit.key in outdated)

    def is_default(self, unit: Unit, tag: str) -> bool:
        """Whether a unit's text in a language is the generator's own string.

        A string that the programme writes is its own, even in the generator's words: it has to
        follow its source. One of a language that is being added has no text yet.
        """
        if not isinstance(unit, ContentUnit) or unit.location[0] != "strings":
            return False
        external = self.external_texts.get(tag)
        is_external = external is not None and unit.key in (external.data or {})
        key, first = unit.key.removeprefix("strings."), self.tags[0]
        written = {tag, first} if key in default_strings.texts(first) else {tag}
        is_written = any(unit.source.has((*unit.location, tag)) for tag in written)
        return key in default_strings.texts(tag) and not (is_external or is_written)

    def file(self, tag: str, name: str) -> str:
        """Return the file of a page, below the site's folder, such as ``fr/areas/index.html``."""
        address = self.address(tag, name)
        return f"{address}index.html" if address.endswith("/") or not address else address


def on_this_day(site: Site) -> Site:
    """Return the site as it is today: requests open and close while a service runs."""
    today = requests.today(site.content.site)
    return site if site.today == today else replace(site, today=today)
