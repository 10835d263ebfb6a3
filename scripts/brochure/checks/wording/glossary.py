"""A term of the glossary is translated as in the glossary.

Pass: ``expression of interest`` and ``expression d’intérêt``. Fail: ``déclaration d’intérêt``.
Words are compared by their stems, without accents and, in Arabic, without the particles written
together with them, so that every inflection passes. A term with a capital after its first word
is a name: ``a programme funded by the …`` is not an instance of ``Funded by the European Union``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from brochure.checks.wording.base import Context, Finding
from brochure.checks.wording.words import WORD, script, without_accents
from brochure.text.spans import masked

ID = "glossary"

_MIN_LENGTH = 4  # letters: shorter words are articles and prepositions
_MAX_ENDING = 3  # letters that an inflection may change
_PARTICLES = "وفبلك"


def find(text: str, context: Context) -> Iterator[Finding]:
    """Yield a finding for each term that the source has and whose translation is missing."""
    if context.source is None:
        return
    source = masked(context.source).replace("’", "'")
    is_arabic = script(context.locale) == "Arab"
    words = {
        form for word in WORD.findall(masked(text)) for form in _forms(word, is_arabic=is_arabic)
    }
    for term, target in context.terms:
        if not _pattern(term).search(source):
            continue
        stems = [_stems(word, is_arabic=is_arabic) for word in WORD.findall(target)]
        stems = [stem for stem in stems if stem]
        if not all(any(word.startswith(stem) for word in words) for stem in stems):
            message = f"does not have “{target}”, the glossary’s translation of “{term}”"
            yield Finding(0, len(text), message, "Translate the term as the glossary does.")


@functools.cache
def _pattern(term: str) -> re.Pattern[str]:
    """Match a term, each word of which may be in the plural."""
    is_name = any(word[0].isupper() for word in WORD.findall(term)[1:])
    words = []
    for word in re.split(r"[\s-]+", term.replace("’", "'")):
        stem, plural = (word[:-1], "(?:y|ies)") if word.endswith("y") else (word, "(?:e?s)?")
        words.append(re.escape(stem) + plural)
    return re.compile(
        r"(?<!\w)" + r"[\s\u00a0-]+".join(words) + r"(?!\w)", 0 if is_name else re.IGNORECASE
    )


def _stems(word: str, *, is_arabic: bool) -> tuple[str, ...]:
    """Return stems, any of which shows that the word occurs; none if it is too short."""
    if len(word) < _MIN_LENGTH:
        return ()
    forms = _forms(word, is_arabic=is_arabic)
    return tuple(
        form[: max(3, len(form) - _MAX_ENDING)] for form in forms if len(form) >= _MAX_ENDING
    )


@functools.lru_cache(maxsize=10_000)
def _forms(word: str, *, is_arabic: bool) -> tuple[str, ...]:
    """Return the word without accents and, in Arabic, also without its particles."""
    form = without_accents(word)
    forms = [form]
    if is_arabic:
        while len(form) > _MIN_LENGTH - 1 and (form[0] in _PARTICLES or form.startswith("ال")):
            form = form[2:] if form.startswith("ال") else form[1:]
            forms.append(form)
    return tuple(forms)
