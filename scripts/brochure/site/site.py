"""``Site``: everything that was loaded, the one value that all other code works on.

Its bases are what was read, how pages are found, what texts can name, and the texts themselves;
here are the states of their translations.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace

from brochure.files.confirmation_file import Confirmation
from brochure.site import default_strings, requests, unit_keys
from brochure.site.record_matching import Statuses, statuses
from brochure.site.site_texts import SiteTexts
from brochure.site.translation_state import Status, version
from brochure.site.units import ContentUnit, Unit


@dataclass(frozen=True)
class Site(SiteTexts):
    """A site with its texts, and the states of their translations."""

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
        of_generator = (unit.key for unit in self._strings if self.is_default(unit, tag))
        others |= dict.fromkeys(of_generator, Status("done", is_noted=True))
        return Statuses(self.units_by_key, known, others)

    @functools.cached_property
    def _strings(self) -> tuple[ContentUnit, ...]:
        return tuple(unit for unit in self.units if unit.location[0] == "strings")

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
        return tuple(unit for unit in self.all_units if unit.key in outdated) if outdated else ()

    def is_default(self, unit: Unit, tag: str) -> bool:
        """Whether a unit's text in a language is the generator's own string.

        A string that the programme writes is its own, even in the generator's words: it has to
        follow its source. One of a language that is being added has no text yet.
        """
        name, first = unit_keys.string(unit.key), self.tags[0]
        if not isinstance(unit, ContentUnit) or name not in default_strings.texts(tag):
            return False
        external = self.external_texts.get(tag)
        is_external = external is not None and unit.key in (external.data or {})
        written = {tag, first} if name in default_strings.texts(first) else {tag}
        is_written = any(unit.source.has((*unit.location, tag)) for tag in written)
        return not (is_external or is_written)

    def file(self, tag: str, name: str) -> str:
        """Return the file of a page, below the site's folder, such as ``fr/areas/index.html``."""
        address = self.address(tag, name)
        return f"{address}index.html" if address.endswith("/") or not address else address


def on_this_day(site: Site) -> Site:
    """Return the site as it is today: requests open and close while a service runs."""
    today = requests.today(site.content.site)
    return site if site.today == today else replace(site, today=today)
