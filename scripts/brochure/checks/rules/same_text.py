"""A text differs from language to language, unless it is marked as intended.

Pass: ``{en: Protection, fr: Protection, pt: Proteção, same: [en, fr]}``.
Fail: the same without ``same``; a paragraph of a French page that is the same in the English one.

Variants of a language, such as pt and pt-BR, may have the same texts.
Added languages cannot be marked so: ``content/translation.yaml`` lists what may stay as in the
source, and short texts that two of them share are ignored. The generator's own strings may be the
same in languages that have one word for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from brochure.checks import translation_settings
from brochure.problems import Problem
from brochure.site.page import Page
from brochure.site.site import Site
from brochure.site.units import ContentUnit
from brochure.text import language_tags
from brochure.text.cldr import english_name
from brochure.text.spans import MASK, hidden

ID = "same-text"

# Shorter paragraphs and titles may legitimately be the same: a name, a single word.
_MIN_WORDS = 4


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each text that several languages have."""
    for unit in site.units:
        if len(set(unit.texts.values())) == len(unit.texts):
            continue  # nearly always, and quick
        tags: dict[str, list[str]] = defaultdict(list)
        for tag in site.authored:
            tags[unit.texts.get(tag, "")].append(tag)
        for text, equal in tags.items():
            if (
                len({language_tags.base(tag) for tag in equal}) > 1
                and _has_words(text)
                and not set(equal) <= set(unit.translations.same)
                and not all(site.is_default(unit, tag) for tag in equal)
            ):
                *others, last = map(english_name, equal)
                languages = f"{', '.join(others)} and {last}"
                message = f"{unit.subject}: the {unit.field} is the same in {languages}"
                same = f"same: [{', '.join(equal)}]"
                hint = f'Translate it, or write "{same}" below it if that is intended.'
                yield unit.problem(equal[1], ID, message, hint)
        if not unit.translations.same:
            yield from _external(site, unit)
    for name in site.page_names:
        earlier: dict[str, str] = {}
        for page in site.translations(name):
            yield from _compare(page, earlier)


def _external(site: Site, unit: ContentUnit) -> Iterator[Problem]:
    """Compare the texts of added languages with those of the languages before them."""
    earliest: dict[str, str] = {}
    for tag in site.tags:
        text = unit.texts.get(tag, "")
        other = earliest.setdefault(text, tag)
        is_short = len(text.split()) < _MIN_WORDS and other != site.tags[0]
        is_variant = language_tags.base(other) == language_tags.base(tag)
        if is_variant or tag not in site.external_texts or is_short or not _has_words(text):
            continue
        if site.is_default(unit, tag):
            continue
        if text not in translation_settings.allowed(site, tag, ID):
            hint = f"Translate it. {translation_settings.how_to_allow(ID)}"
            message = f"{unit.name(tag)} is the same as the {english_name(other)} one"
            yield unit.problem(tag, ID, message, hint)


def _has_words(text: str) -> bool:
    return any(character.isalpha() for character in hidden(text))


def _compare(page: Page, earlier: dict[str, str]) -> Iterator[Problem]:
    """Yield a problem for each text that is the same in a translation before this one.

    ``earlier`` are the paragraphs and descriptions of those, with their tags; this page's are
    added.
    """
    position = page.source.position(("description",))
    texts = [("the description", position, page.description)] if page.description else []
    texts += [("this paragraph", (line, 1), paragraph) for line, paragraph in _paragraphs(page)]
    own = language_tags.base(page.language)
    for name, position, text in texts:
        other = earlier.get(text, page.language)
        if language_tags.base(other) != own:
            message = f"{name} is the same as the {english_name(other)} one"
            yield page.problem(position, ID, message, "Translate it.")
    for _, _, text in texts:
        earlier.setdefault(text, page.language)


def _paragraphs(page: Page) -> Iterator[tuple[int, str]]:
    line = page.body_line
    for paragraph in page.body.split("\n\n"):
        if len(hidden(paragraph).replace(MASK, " ").split()) >= _MIN_WORDS:
            yield line + len(paragraph) - len(paragraph.lstrip("\n")), paragraph.strip()
        line += paragraph.count("\n") + 2
