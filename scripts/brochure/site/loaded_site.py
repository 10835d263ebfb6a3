"""``LoadedSite``: what was read from a site's folder, and the languages that it is in."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, Self

from brochure.files.confirmation_file import Confirmation
from brochure.files.source import Source
from brochure.files.translation_record import Records
from brochure.problems import Problem
from brochure.schema import Content, Language
from brochure.site import requests
from brochure.site.page import Page
from brochure.site.requests import Requests


@dataclass(frozen=True)
class LoadedSite:
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

        People then answer its questions by email.
        """
        form = self.content.form
        if form is None or (self.content.site.host == "static" and form.is_on_own_host):
            return ""
        return form.endpoint

    @property
    def form_path(self) -> str:
        """Where the form is sent on the site's own host; empty if it is not sent there."""
        form = self.content.form
        return self.form_address if form and form.is_on_own_host else ""

    def on_host(self, host: Literal["server", "static"]) -> Self:
        """Return the site as it is published on a host of another kind."""
        programme = self.content.site.model_copy(update={"host": host})
        return replace(self, content=self.content.model_copy(update={"site": programme}))

    def without_drafts(self, tags: Collection[str] | None = None) -> Self:
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

    def with_language(self, language: Language) -> Self:
        """Return the site with one more language, which has no texts yet."""
        content = self.content.model_copy(update={"languages": (*self.languages, language)})
        return replace(self, content=content)
