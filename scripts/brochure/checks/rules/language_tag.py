"""Each tag says which language its texts are in, and no language is listed twice.

Pass: ``pt`` with the locale pt_PT beside ``pt-BR``; ``zh`` beside ``zh-Hant``.
Fail: ``iw``, which is now ``he``; ``de-1996``, which CLDR does not tell from ``de``; ``zh`` beside
``zh-Hans``, or ``pt`` with the locale pt_PT beside ``pt-PT``.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.problems import Problem
from brochure.schema import Language
from brochure.site import language_files
from brochure.site.site import Site
from brochure.text import language_tags
from brochure.text.pseudo import PSEUDO

ID = "language-tag"


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each tag that misleads, and for each language that is listed again."""
    files = site.sources["languages"]
    earlier: list[Language] = []
    for language in site.languages:
        for key, message, hint in _mistakes(language, earlier):
            location = language_files.location(files, language.tag, key)
            yield files.problem(location, ID, message, hint)
        earlier.append(language)


def _mistakes(language: Language, earlier: list[Language]) -> Iterator[tuple[str, str, str]]:
    tag = None if language.tag in PSEUDO else language_tags.parse(language.tag)
    if tag and (mistake := language_tags.mistake(tag)):
        message, hint = mistake
        yield "tag", message, f"{hint} The tag is the name of this file: rename it."
    for other in earlier:
        if language_tags.is_same(other.locale, language.locale):
            message = f'"{language.tag}" is the same language as "{other.tag}": {other.locale}'
            yield "locale", message, "Delete one of the two files, or correct the locale of one."
