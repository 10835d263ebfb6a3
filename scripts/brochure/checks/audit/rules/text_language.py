"""Texts are in the language that ``lang`` declares; only clear cases are reported.

A text in another script is clear, and so is a long one with the frequent words of another language
and hardly any of its own. Nothing is said of short texts, or of languages without a list of words.

Pass: a French paragraph that names the ``International Centre for Migration``; an English quotation
within ``lang="en"``. Fail: a French page with an English paragraph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from brochure.checks.audit.built import BuiltSite
from brochure.checks.audit.page import HtmlPage, Text
from brochure.checks.audit.spoken import clearly_in
from brochure.problems import Problem
from brochure.text import cldr
from brochure.text.suggestions import shorten

ID = "text-language"


def check(built: BuiltSite) -> Iterator[Problem]:
    """Yield a problem for each language that a page's texts are in, but not declared in."""
    for page in built.pages.values():
        wrong: dict[tuple[str, str], list[Text]] = defaultdict(list)
        for text in _texts(page):
            if found := clearly_in(text.text, text.language):
                wrong[text.language, found].append(text)
        for (declared, found), texts in wrong.items():
            name = cldr.english_name(declared)
            others = f" and {len(texts) - 1} more" if texts[1:] else ""
            shown = shorten(texts[0].text, 40)
            message = f"“{shown}”{others}: declared as {name}, but in {_name(found)}"
            hint = f'Translate it, or write the lang that it is in: lang="{found}".'
            if found[:1].isupper():  # a script tells no language
                hint = "Translate it, or write the lang that it is in."
            yield built.problem(page, texts[0].place, ID, message, hint)


def _texts(page: HtmlPage) -> Iterator[Text]:
    """Yield each text of a page, and those of each language together: all short ones count."""
    language = page.language or ""
    for meta in page.meta("description"):
        yield Text(meta.content, language, meta.place)
    found = False
    for text in page.texts:
        found = found or bool(clearly_in(text.text, text.language))
        yield text
    own = [text for text in page.texts if text.language == language]
    if own and not found:
        yield Text(" \n".join(text.text for text in own), language, own[0].place)


def _name(found: str) -> str:
    return (
        f"{cldr.locale('en').scripts[found]} script"
        if found[:1].isupper()
        else (cldr.english_name(found))
    )
