"""Examines the texts of a site by the rules on wording: each unit once, until it changes."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from brochure.checks import translation_settings
from brochure.checks.wording import Context, Finding
from brochure.checks.wording.cache import FindingsCache
from brochure.site import unit_keys
from brochure.site.segment import Segment
from brochure.site.site import Site
from brochure.site.units import ContentUnit, Unit
from brochure.text import language_tags
from brochure.text.pseudo import PSEUDO


def findings(site: Site) -> Iterator[tuple[Segment, str, Finding]]:
    """Yield what the rules find in all texts, each with its segment and the rule's ID."""
    # A text in a pseudo-language was generated from one that is checked.
    tags = [tag for tag in site.tags if tag not in PSEUDO]
    examiner = _examiner(site.root, tuple(_Language.of(site, tag) for tag in tags))
    for unit in dict.fromkeys(s.unit for tag in tags for s in site.segments(tag)):
        limit = translation_settings.limit(site, unit.key)
        texts = tuple(unit.texts.items())
        for tag, rule, finding in _found(examiner, texts, limit, is_quotation=_is_quotation(unit)):
            yield Segment(unit, tag, unit.texts[tag]), rule, finding
    examiner.save()


def _is_quotation(unit: Unit) -> bool:
    return isinstance(unit, ContentUnit) and unit_keys.field(unit.text_key) == "quote"


def context(site: Site, unit: Unit, tag: str) -> Context:
    """Return the context of a single text."""
    source = unit.texts.get(site.tags[0]) if tag != site.tags[0] else None
    limit = translation_settings.limit(site, unit.key)
    return _Language.of(site, tag).context(source, limit, is_quotation=_is_quotation(unit))


@dataclass(frozen=True)
class _Language:
    """What the contexts of all texts in a language have in common.

    ``glossary`` are the terms that sources may have, in lower case too, and ``terms`` these with
    their translations; ``exempt`` are the words in which a rule is to find nothing.
    """

    tag: str
    locale: str
    is_variant: bool
    glossary: tuple[tuple[str, str], ...]
    terms: tuple[tuple[str, str], ...]
    exempt: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, site: Site, tag: str) -> _Language:
        """Return what the texts of a language of a site share."""
        first = site.tags[0]
        is_variant = tag != first and language_tags.base(tag) == language_tags.base(first)
        glossary = tuple((term, term.lower()) for term, _ in site.terms(first))
        locale, exempt = site.language(tag).locale, translation_settings.exemptions(site, tag)
        return cls(tag, locale, is_variant, glossary, site.terms(tag), exempt)

    def context(self, source: str | None, limit: int | None, *, is_quotation: bool) -> Context:
        """Return the context of a text."""
        found = _terms_in(source or "", self.glossary)
        terms = tuple(pair for pair in self.terms if pair[0] in found) if found else ()
        is_variant = self.is_variant and source is not None
        return Context(self.tag, self.locale, source, terms, limit, is_variant, is_quotation)


@functools.lru_cache(maxsize=10_000)  # every language has the same sources
def _terms_in(source: str, glossary: tuple[tuple[str, str], ...]) -> frozenset[str]:
    lower = source.lower()
    return frozenset(term for term, lower_term in glossary if lower_term in lower)


class _Examiner:
    """Examines the texts of a site in its languages, the first of which is their source."""

    def __init__(self, root: Path, languages: tuple[_Language, ...]) -> None:
        self.languages = languages
        self.caches = {language.tag: FindingsCache(root, language.tag) for language in languages}
        self._is_saved = False

    def save(self) -> None:
        """Write the caches once: what an edit adds is found again sooner than written."""
        if not self._is_saved:
            for cache in self.caches.values():
                cache.save()
        self._is_saved = True


_examiner = functools.lru_cache(maxsize=8)(_Examiner)  # it remembers what it has read


@functools.lru_cache(maxsize=10_000)  # a preview asks for the same units after every edit
def _found(
    examiner: _Examiner,
    texts: tuple[tuple[str, str], ...],
    limit: int | None,
    *,
    is_quotation: bool,
) -> tuple[tuple[str, str, Finding], ...]:
    """Return the findings in the texts of a unit, each with its language and rule."""
    by_tag, first = dict(texts), examiner.languages[0].tag
    found = []
    for language in examiner.languages:
        tag = language.tag
        if text := by_tag.get(tag):
            source = by_tag.get(first) if tag != first else None
            context = language.context(source, limit, is_quotation=is_quotation)
            findings = examiner.caches[tag].findings(text, context, language.exempt)
            found += [(tag, rule, finding) for rule, finding in findings]
    return tuple(found)
