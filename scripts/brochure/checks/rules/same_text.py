"""A text differs from language to language, unless it is marked as meant.

Pass: ``{en: Protection, fr: Protection, pt: Proteção, same: [en, fr]}``.
Fail: the same without ``same``; a paragraph of a French page that stands in the English one.

Languages that were added have no such mark: ``content/translation.yaml`` lists what may stay as the
source has it, and short words that two of them share are no matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from brochure.checks import translation_settings
from brochure.problems import Problem
from brochure.site.page import Page
from brochure.site.site import Site
from brochure.site.units import ContentUnit
from brochure.text.cldr import english_name
from brochure.text.spans import MASK, hidden

ID = "same-text"

# Shorter paragraphs and titles may rightly be the same: a name, a single word.
_WORDS = 4


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each text that several languages have."""
    for unit in site.units:
        tags: dict[str, list[str]] = defaultdict(list)
        for tag in site.authored:
            tags[unit.translations.texts.get(tag, "")].append(tag)
        for text, equal in tags.items():
            if (
                len(equal) > 1
                and _has_words(text)
                and not set(equal) <= set(unit.translations.same)
            ):
                *others, last = map(english_name, equal)
                languages = f"{', '.join(others)} and {last}"
                message = f"{unit.subject}: the {unit.field} is the same in {languages}"
                same = f"same: [{', '.join(equal)}]"
                hint = f'Translate it, or write "{same}" below it if that is meant.'
                yield unit.problem(equal[1], ID, message, hint)
        if not unit.translations.same:
            yield from _added(site, unit)
    for name in site.page_names:
        pages = list(site.translations(name))
        for number, page in enumerate(pages):
            yield from _compare(page, pages[:number])


def _added(site: Site, unit: ContentUnit) -> Iterator[Problem]:
    """Compare the texts of languages that were added with those that stand before them."""
    for tag in site.external_texts:
        text = unit.texts.get(tag, "")
        if not _has_words(text) or (ID, text) in translation_settings.exemptions(site, tag):
            continue
        others = site.tags[: site.tags.index(tag)] if len(text.split()) >= _WORDS else site.tags[:1]
        for other in others:
            if unit.texts.get(other) == text:
                hint = (
                    f'Translate it, or list it in content/translation.yaml under "allowed": {ID}.'
                )
                yield unit.problem(
                    tag, ID, f"{unit.name(tag)} is the {english_name(other)} one", hint
                )
                break


def _has_words(text: str) -> bool:
    return any(character.isalpha() for character in hidden(text))


def _compare(page: Page, others: list[Page]) -> Iterator[Problem]:
    """Yield a problem for what one of the other pages says in the same words."""
    known: dict[str, str] = {}
    for other in reversed(others):
        language = english_name(other.language)
        known[other.description] = language
        known |= {paragraph: language for _, paragraph in _paragraphs(other)}
    hint = "Translate it."
    if page.description and (language := known.get(page.description, "")):
        place = page.source.position(("description",))
        yield page.problem(place, ID, f"the description is the {language} one", hint)
    for line, paragraph in _paragraphs(page):
        if language := known.get(paragraph, ""):
            yield page.problem((line, 1), ID, f"this paragraph is the {language} one", hint)


def _paragraphs(page: Page) -> Iterator[tuple[int, str]]:
    line = page.body_line
    for paragraph in page.body.split("\n\n"):
        if len(hidden(paragraph).replace(MASK, " ").split()) >= _WORDS:
            yield line + len(paragraph) - len(paragraph.lstrip("\n")), paragraph.strip()
        line += paragraph.count("\n") + 2
