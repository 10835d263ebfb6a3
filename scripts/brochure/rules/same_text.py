"""A text differs from language to language, unless it is marked as meant.

Pass: ``{en: Protection, fr: Protection, pt: Proteção, same: [en, fr]}``.
Fail: the same without ``same``; a paragraph of a French page that stands in the English one.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from brochure.locales import english_name
from brochure.problems import Problem
from brochure.site import Page, Site
from brochure.text import without_markup

ID = "same-text"

# Shorter paragraphs and titles may rightly be the same: a name, a single word.
_WORDS = 4


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each pair of languages that have one text."""
    for unit in site.units:
        for one, other in itertools.combinations(site.tags, 2):
            text = unit.map.texts.get(one, "")
            same = text == unit.map.texts.get(other) and _has_words(text)
            if same and not {one, other} <= set(unit.map.same):
                languages = f"{english_name(one)} and {english_name(other)}"
                message = f"{unit.subject}: the {unit.field} is the same in {languages}"
                hint = f'Translate it, or add "same: [{one}, {other}]" below it if that is meant.'
                yield unit.problem(other, ID, message, hint)
    for name in site.page_names:
        for page, other_page in itertools.combinations(site.translations(name), 2):
            yield from _compare(page, other_page)


def _has_words(text: str) -> bool:
    return any(character.isalpha() for character in without_markup(text))


def _compare(page: Page, other: Page) -> Iterator[Problem]:
    language = english_name(page.language)
    hint = "Translate it."
    if page.description and page.description == other.description:
        yield other.problem(
            ID, f"the description is the {language} one", hint, other.source.mark(("description",))
        )
    known = {paragraph for _, paragraph in _paragraphs(page)}
    for line, paragraph in _paragraphs(other):
        if paragraph in known:
            yield other.problem(ID, f"this paragraph is the {language} one", hint, (line, 1))


def _paragraphs(page: Page) -> Iterator[tuple[int, str]]:
    line = page.body_line
    for paragraph in page.body.split("\n\n"):
        if len(without_markup(paragraph).replace("\ufffc", " ").split()) >= _WORDS:
            yield line + len(paragraph) - len(paragraph.lstrip("\n")), paragraph.strip()
        line += paragraph.count("\n") + 2
