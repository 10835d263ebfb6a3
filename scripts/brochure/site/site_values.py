"""What texts of a site can name: facts, shared texts, days, counts of records, countries, terms."""

from __future__ import annotations

import datetime
import functools
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from brochure.schema import Country, Fact, SharedText
from brochure.site import hidden
from brochure.site.loaded_site import LoadedSite
from brochure.text import cldr

RETENTION = "retention"  # for how many months answers to the form are stored
DRAFT_RETENTION = "draft-retention"  # for how many days a draft of them is


@dataclass(frozen=True)
class SiteValues(LoadedSite):
    """A site which knows the values of names in braces, as readers see it on the day."""

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
        """What a name in braces stands for: a fact, a shared text, or what is derived."""
        shared = {shared.id: shared for shared in self.content.shared}
        return {**self.derived, **shared, **self.facts}

    @functools.cached_property
    def derived(self) -> Mapping[str, datetime.date | int]:
        """What names in braces stand for that nobody has written for them.

        A day of requests, ``{retention}``, ``{draft-retention}``; the length of a list
        (``{count-areas}``), and the day for which a fact is true (``{participants-as-of}``).
        """
        form = self.content.form
        derived: dict[str, datetime.date | int] = {
            f"{fact.id}-as-of": fact.as_of for fact in self.content.facts if fact.as_of
        }
        derived |= {f"count-{name}": count for name, count in self.counts.items()}
        if form:
            derived |= {RETENTION: round(form.retention_days / 30.4)}
            derived |= {DRAFT_RETENTION: form.draft_days}
        return {**derived, **self.requests.days}

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
