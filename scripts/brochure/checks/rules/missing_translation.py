"""Every text exists in every published language.

Pass: ``title: {en: Gender, fr: Genre, pt: Género}``.
Fail: ``title: {en: Gender, fr: Genre}`` and ``title: {en: Gender, fr: "", pt: Género}``; a line
``areas.protection.title: ""`` in the texts of a language that was added; a page's heading with
nothing but its id.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.problems import Problem
from brochure.site.site import Site
from brochure.site.units import ContentUnit, PageUnit
from brochure.text.cldr import english_name
from brochure.text.sections import LEAD

ID = "missing-translation"


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each text and language."""
    for unit in site.units:
        for tag in site.published:
            if tag not in unit.texts and unit.position(tag)[0] not in site.unreadable_paths:
                message = f"{unit.subject} has no {english_name(tag)} {unit.field}"
                yield unit.problem(tag, ID, message, _hint(site, unit, tag))
    for prose in site.page_units:
        for tag in site.published:
            if prose.is_prose and tag in prose.pages and tag not in prose.texts:
                yield from _prose(prose, tag)


def _hint(site: Site, unit: ContentUnit, tag: str) -> str:
    if tag in site.external_texts:
        path = site.external_texts[tag].path
        if site.external_texts[tag].has((unit.key,)):
            return f"Write the text after its key in {path}."
        return (
            f'Add the line {unit.key}: "…" to {path}, with the translation in the quotes. On a'
            f' computer, "brochure add-language {tag}" adds all such lines.'
        )
    if unit.location[0] == "strings" and not unit.source.has(unit.location):
        _, group, name, *phase = map(str, unit.location)
        path = ", ".join(f'"{step}:"' for step in ("strings", group, name, *phase))
        return f'Write "{tag}: …" in content/strings.yaml, below {path}.'
    empty = unit.source.has((*unit.location, tag))
    return (
        f'Write the text after "{tag}:".'
        if empty
        else f'Add "{tag}:" under "{unit.location[-1]}:".'
    )


def _prose(unit: PageUnit, tag: str) -> Iterator[Problem]:
    """Yield a problem for prose without text; other rules report missing headings and phases."""
    section = unit.section(tag)
    if section or unit.section_id == LEAD:
        what = f"text under {unit.section_id}" if section else "text before its first heading"
        message = f'page "{unit.page}" has no {english_name(tag)} {what}'
        yield unit.problem(tag, ID, message, "Translate it here.")
