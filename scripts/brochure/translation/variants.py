"""The texts with which a language begins: a variant's are its sibling's, as pt-BR's are pt's."""

from __future__ import annotations

from brochure.files.translation_record import TranslationRecord
from brochure.site.site import Site
from brochure.text import language_tags
from brochure.text.cldr import english_name
from brochure.text.pseudo import pseudo
from brochure.translation.cldr_tags import language_error
from brochure.translation.noting import made


def copies(
    site: Site, tag: str, wanted: str, *, is_new: bool
) -> tuple[dict[str, str], dict[str, TranslationRecord]]:
    """Return by key a sibling's texts that the language ``tag`` lacks, and their records.

    Raises:
        ProblemsError: there is no such sibling, or a language that is new to the site has files of
            its own already.
    """
    sibling = _sibling(site, tag, wanted)
    if is_new and (site.root / "docs" / tag).exists():
        hint = "Remove the folder; or leave out --from, then its texts stay."
        raise language_error(tag, f"docs/{tag}/ exists and may hold translations", hint)
    first = site.tags[0]
    texts, records = {}, {}
    for unit in site.all_units:
        if tag in unit.texts or site.is_default(unit, tag):
            continue
        if not {first, sibling} <= unit.texts.keys():
            continue
        text, source = unit.texts[sibling], unit.texts[first]
        status = None if sibling == first else site.statuses(sibling)[unit.key]
        texts[unit.key] = text
        if status and status.record and status.state != "done":
            records[unit.key] = status.record
        else:
            records[unit.key] = made(source, text)
    return texts, records


def _sibling(site: Site, tag: str, wanted: str) -> str:
    locales = {language.tag: language.locale for language in site.languages}
    sibling = language_tags.match(wanted, locales)
    base = language_tags.base(tag)
    siblings = [other for other in site.tags if other != tag and language_tags.base(other) == base]
    if sibling in siblings:
        return sibling
    name = english_name(base)
    options = " or ".join(f"--from {other}" for other in siblings)
    hint = (
        f"Write {options}."
        if options
        else f"The site has no other variant of {name}: leave out --from."
    )
    raise language_error(tag, f'the site has no variant of {name} with the tag "{wanted}"', hint)


def pseudo_texts(site: Site, tag: str) -> dict[str, str]:
    """Return all texts of a pseudo-language by key."""
    first = site.tags[0]
    units = (unit for unit in site.all_units if first in unit.texts)
    return {unit.key: pseudo(unit.texts[first], tag) for unit in units}
