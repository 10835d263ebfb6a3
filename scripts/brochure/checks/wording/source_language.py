"""No text is left in the default language.

Pass: a French text that names the ``International Centre for Migration`` in parentheses.
Fail: one with ``as soon as possible`` in it, which is in the English text, too. Four words
count, unless all are names: words that begin with a capital. In a language of another script, any
four words in the source's script count.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from brochure.checks.wording.base import Context, Finding
from brochure.checks.wording.words import WORD, letter_of, letters, letters_of
from brochure.text.spans import MASK, masked
from brochure.text.suggestions import shorten

ID = "source-language"

_MIN_WORDS = 4
_PARENTHESES = re.compile(r"\([^()]*\)")
_GAP = re.compile(r"[\s\u00a0*_’'-]+")


def find(text: str, context: Context) -> Iterator[Finding]:
    """Yield a finding for each run of words that was not translated."""
    if context.source is None or context.is_variant or text == context.source:
        return
    view = _PARENTHESES.sub(lambda match: MASK * len(match[0]), masked(text))
    known, script = _source_runs(context.source)
    own_letters = letters_of(context.locale)
    foreign = script if own_letters and script not in own_letters else ""
    for run in _runs(view):
        for start, end in _untranslated(run, known, foreign):
            words = run[start:end]
            if any(word[0][0].islower() for word in words):
                span = words[0].start(), words[-1].end()
                message = f"has words of the source: “{shorten(text[slice(*span)])}”"
                yield Finding(*span, message, "Translate them.")


@functools.lru_cache(maxsize=4_096)  # every language needs it
def _source_runs(text: str) -> tuple[frozenset[tuple[str, ...]], str]:
    """Return each four words of a text that follow one another, and its script."""
    view = masked(text)
    known = frozenset(
        tuple(word[0].casefold() for word in run[at : at + _MIN_WORDS])
        for run in _runs(view)
        for at in range(len(run) - _MIN_WORDS + 1)
    )
    scripts = letters(view).most_common(1)
    return known, scripts[0][0] if scripts else ""


def _runs(view: str) -> Iterator[list[re.Match[str]]]:
    """Yield runs of words that only spaces and signs within words separate."""
    run: list[re.Match[str]] = []
    for word in WORD.finditer(view):
        if run and not _GAP.fullmatch(view, run[-1].end(), word.start()):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _untranslated(
    run: list[re.Match[str]], known: frozenset[tuple[str, ...]], foreign: str
) -> Iterator[tuple[int, int]]:
    """Yield the longest stretches of a run that are in the source or are in its script."""
    keys = [word[0].casefold() for word in run]
    left = [bool(foreign) and letter_of(word[0][0]) == foreign for word in run]
    for at in range(len(run) - _MIN_WORDS + 1):
        if tuple(keys[at : at + _MIN_WORDS]) in known:
            left[at : at + _MIN_WORDS] = [True] * _MIN_WORDS
    start = 0
    for at in range(len(run) + 1):
        if at == len(run) or not left[at]:
            if at - start >= _MIN_WORDS:
                yield start, at
            start = at + 1
