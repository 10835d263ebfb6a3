"""``Site``: everything that was loaded, the one value that all other code works on."""

from __future__ import annotations

import datetime
import functools
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from brochure.files.confirmation_file import Confirmation
from brochure.files.source import Source
from brochure.files.templates import MOVED, Templates
from brochure.files.translation_record import Records
from brochure.problems import Location, Problem
from brochure.schema import Content, Country, Fact, Language, SharedText
from brochure.schema.base import is_within
from brochure.site import default_strings, hidden, requests
from brochure.site.docs_files import DocsFiles
from brochure.site.page import Page
from brochure.site.record_matching import Statuses, statuses
from brochure.site.requests import Requests
from brochure.site.segment import Segment
from brochure.site.translation_state import Status, version
from brochure.site.unit_list import content_units, page_units
from brochure.site.units import ContentUnit, PageUnit, Unit
from brochure.text import cldr

# The roles of pages that the code looks for.
HOME, NOT_FOUND, FORM, NEWS, WHERE = "home", "not-found", "form", "news", "where"
# Those that every site needs, and how such pages are usually called.
REQUIRED_ROLES = {HOME: "index", NOT_FOUND: "404"}
RETENTION = "retention"  # for how many months answers to the form are stored


@dataclass(frozen=True)
class Site:
    """Content and pages of a site whose folder is ``root``.

    ``rejected_ids`` are the ids of records that do not fit their schema, ``unreadable_paths`` the
    files that are unusable: both are reported already, so that references to them are not reported
    again. ``unlisted_folders`` are folders of pages in a language that the site does not list, and
    ``excluded_drafts`` the tags of drafts that were left out; ``hidden_pages`` the pages that
    were, since readers do not see them on the day. ``draft_problems`` are those of
    single texts of drafts, by tag, which are left out because they do not fit the schema.
    ``external_texts`` holds, by language, the texts that are in ``docs/TAG/content.yaml`` rather
    than side by side in ``content/``, ``records`` what each translation was made from, and
    ``confirmations`` the lines of ``translations/confirm.yaml``. ``today`` is the day that the
    site is shown on, in its time zone.
    """

    root: Path
    content: Content
    sources: dict[str, Source]
    pages: dict[tuple[str, str], Page]
    rejected_ids: frozenset[str] = frozenset()
    unreadable_paths: frozenset[str] = frozenset()
    unlisted_folders: frozenset[str] = frozenset()
    excluded_drafts: frozenset[str] = frozenset()
    hidden_pages: frozenset[str] = frozenset()
    draft_problems: Mapping[str, list[Problem]] = field(default_factory=dict)
    external_texts: Mapping[str, Source] = field(default_factory=dict)
    records: Mapping[str, Records] = field(default_factory=dict)
    confirmations: tuple[Confirmation, ...] = ()
    today: datetime.date = datetime.date.min

    @functools.cached_property
    def requests(self) -> Requests:
        """Whether requests are accepted on that day."""
        return requests.on(self.today, self.content.site)

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages in their order; the first is the default."""
        return self.content.languages

    @functools.cached_property
    def tags(self) -> tuple[str, ...]:
        """The languages' tags in their order."""
        return tuple(language.tag for language in self.languages)

    def language(self, tag: str) -> Language:
        """Return the language with this tag.

        Raises:
            KeyError: the site has none.
        """
        return {language.tag: language for language in self.languages}[tag]

    @functools.cached_property
    def published(self) -> tuple[str, ...]:
        """The tags of the languages that are not drafts."""
        return tuple(language.tag for language in self.languages if not language.is_draft)

    @functools.cached_property
    def authored(self) -> tuple[str, ...]:
        """The tags of the languages whose texts are side by side in ``content/``."""
        return tuple(tag for tag in self.tags if tag not in self.external_texts)

    @property
    def drafts(self) -> tuple[str, ...]:
        """The tags of the languages that are drafts."""
        return tuple(language.tag for language in self.languages if language.is_draft)

    @property
    def form_address(self) -> str:
        """Where the form is sent; empty if there is none, or nothing that could receive it.

        People then answer its questions by e-mail.
        """
        form = self.content.form
        if form is None or (self.content.site.host == "static" and form.endpoint.startswith("/")):
            return ""
        return form.endpoint

    def on_host(self, host: Literal["server", "static"]) -> Site:
        """Return the site as it is published on a host of another kind."""
        programme = self.content.site.model_copy(update={"host": host})
        return replace(self, content=self.content.model_copy(update={"site": programme}))

    def without_drafts(self, tags: Collection[str] | None = None) -> Site:
        """Return the site without some of its drafts, or as it is published: without any."""
        excluded = frozenset(self.drafts if tags is None else tags)
        if not excluded:
            return self
        kept = tuple(language for language in self.languages if language.tag not in excluded)
        content = self.content.model_copy(update={"languages": kept})
        pages = {key: page for key, page in self.pages.items() if key[0] not in excluded}
        texts = {tag: source for tag, source in self.external_texts.items() if tag not in excluded}
        return replace(
            self, content=content, pages=pages, excluded_drafts=excluded, external_texts=texts
        )

    def with_language(self, language: Language) -> Site:
        """Return the site with a language more, which has no texts yet."""
        content = self.content.model_copy(update={"languages": (*self.languages, language)})
        return replace(self, content=content)

    @functools.cached_property
    def _statuses(self) -> dict[str, Statuses]:
        return {}

    def statuses(self, tag: str) -> Statuses:
        """Return the status of each unit in language ``tag``, by key."""
        if tag not in self._statuses:
            known, first = self.records.get(tag, {}), self.tags[0]
            confirmed = {c.key for c in self.valid_confirmations if c.tag == tag}
            others = statuses(self.units_by_key, tag, first, known, confirmed).others
            of_generator = (unit.key for unit in self.units if self.is_default(unit, tag))
            others |= dict.fromkeys(of_generator, Status("done", is_noted=True))
            self._statuses[tag] = Statuses(self.units_by_key, known, others)
        return self._statuses[tag]

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
        uses = [use for use in self.templates.strings() if use.template in names]
        whole = {use.group for use in uses if not use.id}
        of_groups = {
            (group, name) for group in whole for name in self.content.strings.get(group, {})
        }
        return frozenset(of_groups | {(use.group, use.id) for use in uses if use.id})

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

    @functools.cached_property
    def _units_of_pages(self) -> Mapping[str, tuple[PageUnit, ...]]:
        """The units of each page, by its path; its translations share them."""
        units: dict[str, tuple[PageUnit, ...]] = {}
        for name in self.page_names:
            pages = self._translated(name)
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

    def is_page_shown(self, name: str) -> bool:
        """Whether readers see a page on the day, as its file in the default language says."""
        page = self.pages.get((self.tags[0], name))
        return page is None or is_within(self.today, page.shown_from, page.shown_until)

    def as_shown(self) -> Site:
        """Return the site as readers see it on the day: without the pages that are hidden."""
        names = {name for name in self.page_names if not self.is_page_shown(name)}
        pages = {key: page for key, page in self.pages.items() if key[1] not in names}
        return replace(self, pages=pages, hidden_pages=frozenset(names)) if names else self

    @functools.cached_property
    def hidden_ids(self) -> frozenset[str]:
        """The ids of records that readers do not see on the day: no link can lead there."""
        return hidden.hidden_ids(self.content, self.today)

    @functools.cached_property
    def facts(self) -> dict[str, Fact]:
        """Facts by the name that placeholders give them."""
        return {fact.id: fact for fact in self.content.facts}

    @functools.cached_property
    def values(self) -> Mapping[str, Fact | SharedText | datetime.date | int]:
        """What a name in braces stands for.

        A fact, a shared text, a day, ``{retention}``; the length of a list (``{count-areas}``), and
        the day for which a fact is true (``{participants-as-of}``).
        """
        form = self.content.form
        derived: dict[str, datetime.date | int] = {
            f"{fact.id}-as-of": fact.as_of for fact in self.content.facts if fact.as_of
        }
        derived |= {f"count-{name}": count for name, count in self.counts.items()}
        derived |= {RETENTION: round(form.retention_days / 30.4)} if form else {}
        shared = {shared.id: shared for shared in self.content.shared}
        return {**derived, **self.requests.days, **shared, **self.facts}

    @functools.cached_property
    def counts(self) -> dict[str, int]:
        """How many records readers see in each list: ``areas``, ``regions``."""
        shown = (
            dated.location for dated in hidden.items(self.content, self.today) if dated.is_shown
        )
        lists = (at[:-1] for at in shown)
        # A list is a file, or a part of a record that a file is: areas, eligibility.regions.
        names = (at[-1] for at in lists if not any(isinstance(step, int) for step in at))
        return dict(Counter(str(name) for name in names))

    @functools.cached_property
    def countries(self) -> dict[str, Country]:
        """What the site says beside CLDR about countries, by code."""
        return {country.code: country for country in self.content.countries.names}

    @functools.cached_property
    def offered_countries(self) -> tuple[str, ...]:
        """The codes of the countries that the form offers."""
        groups = self.content.countries.not_offered
        left_out = {code for group in groups for code in group.codes}
        return tuple(code for code in cldr.countries() if code not in left_out)

    @functools.cached_property
    def _terms(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        first, terms = self.tags[0], [entry.term.texts for entry in self.content.glossary]
        return {
            tag: tuple((term[first], term[tag]) for term in terms if first in term and tag in term)
            for tag in self.tags
        }

    def terms(self, tag: str) -> tuple[tuple[str, str], ...]:
        """Return the glossary's terms in the default language, each with that of ``tag``."""
        return self._terms[tag]

    @functools.cached_property
    def page_names(self) -> tuple[str, ...]:
        """The names of all pages, in whatever languages they exist; home first."""
        names = {name for _, name in self.pages}
        names |= {
            path[:-3].split("/", 2)[2] for path in self.unreadable_paths if path.endswith(".md")
        }
        return tuple(sorted(names, key=lambda name: (name != self.page_with(HOME), name)))

    @functools.cached_property
    def _pages_by_role(self) -> Mapping[str, str]:
        """The name of each page that has a role; the default language's file says which."""
        first = (page for (tag, _), page in self.pages.items() if tag == self.tags[0])
        ordered = sorted(first, key=lambda page: page.name, reverse=True)
        return {page.role: page.name for page in ordered if page.role}

    def page_with(self, role: str) -> str:
        """Return the name of the page with a role, such as ``form``; empty if no page has it."""
        return self._pages_by_role.get(role, "")

    def role(self, name: str) -> str:
        """Return the role of a page; empty if it has none."""
        page = self.pages.get((self.tags[0], name))
        return page.role if page else ""

    def knows_role(self, name: str) -> bool:
        """Whether the file that names a page's role is there and can be read."""
        page = self.pages.get((self.tags[0], name))
        return page is not None and not page.source.problems

    def _translated(self, name: str) -> dict[str, Page]:
        return {page.language: page for page in self.translations(name)}

    def translations(self, name: str) -> Iterator[Page]:
        """Yield the page called ``name`` in each language that has it."""
        for tag in self.tags:
            if page := self.pages.get((tag, name)):
                yield page

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

    def folder(self, tag: str) -> str:
        """Return where the pages of a language are below the site's address, such as ``fr/``."""
        return "" if tag == self.tags[0] else f"{tag}/"

    def feed(self, tag: str) -> str:
        """Return the address of a language's feed of news; empty if it has no page of news."""
        has_news = (tag, self.page_with(NEWS)) in self.pages
        return f"{self.folder(tag)}feed.xml" if has_news else ""

    def address(self, tag: str, name: str) -> str:
        """Return a page's address below the site's, such as ``fr/areas/``."""
        folder = self.folder(tag)
        if name == self.page_with(NOT_FOUND):
            return f"{folder}404.html"
        inner = "" if name == self.page_with(HOME) else f"{name.removesuffix('/index')}/"
        return folder + inner


def on_this_day(site: Site) -> Site:
    """Return the site as it is today: requests open and close while a service runs."""
    today = requests.today(site.content.site)
    return site if site.today == today else replace(site, today=today)
