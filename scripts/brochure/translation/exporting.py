"""Exports the units of a language as a file for translators' tools."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from brochure.checks import translation_settings
from brochure.files.translation_record import digest
from brochure.site.site import Site
from brochure.site.translation_state import TranslationState
from brochure.site.units import Unit
from brochure.translation import memory
from brochure.translation.formats import po, xliff
from brochure.translation.formats.catalogue import Catalogue, CatalogueEntry
from brochure.translation.matching import Matcher

FORMATS = {"po": po, "xliff": xliff}


def catalogue(site: Site, tag: str, states: Sequence[TranslationState]) -> Catalogue:
    """Return the units of a language that are in one of the states.

    Those that are not done come with what the translation memory has for them.
    """
    first, known = site.tags[0], site.statuses(tag)
    matcher = Matcher(memory.load(site, tag))
    entries = []
    for unit in site.all_units:
        source = unit.texts.get(first)
        state, record, *_ = known[unit.key]
        target = unit.texts.get(tag, "")
        if source and state in states and not site.is_default(unit, tag):
            before = matcher.matches(source, unit.key) if state != "done" else ()
            entries.append(
                CatalogueEntry(
                    unit.key,
                    source,
                    target,
                    state,
                    record.source if record and state == "outdated" else "",
                    (unit.position(first)[:2],),
                    tuple(_notes(site, unit, tag, source)),
                    translation_settings.limit(site, unit.key),
                    digest(target) if target else "",
                    matches=tuple(match for match in before if match.translation != target),
                )
            )
    return Catalogue(site.content.site.url, first, tag, tuple(entries))


def _notes(site: Site, unit: Unit, tag: str, source: str) -> Iterator[str]:
    yield f"{unit.subject}: {unit.field}"
    if unit.note:
        yield unit.note
    lower = source.lower()
    for term, translation in site.terms(tag):
        if term.lower() in lower:
            yield f"Glossary: {term} = {translation}"
