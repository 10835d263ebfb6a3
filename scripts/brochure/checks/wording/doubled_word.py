"""No word is repeated.

Pass: ``in the area``; ``nous nous réunissons``; ``she had had one``. Fail: ``in the the area``.
Some words may legitimately be repeated (``the people to talk to to get help``), and some languages
double words to form others: what may be intended is found without a fix, or not at all. Before a
name, a particle may be the name's own: ``la mort de de Gaulle``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from brochure.checks.wording.base import Context, Finding
from brochure.checks.wording.words import MARKS, WORD
from brochure.text.spans import masked

ID = "doubled-word"

# Never after a hyphen, slash or apostrophe (donnez-le le lundi, Bienvenido/a a), nor before a
# hyphen (en en-tête).
_TWICE = re.compile(
    rf"(?<![\w{MARKS}’'/-])({WORD.pattern})((?:[ \u00a0\u202f]\1)+)(?![\w{MARKS}’'-])",
    re.IGNORECASE,
)

# Words that grammar allows to be repeated.
_ALLOWED = {
    "ar": "من ما",
    "en": "had that is do in on her",
    "es": "que no",
    "fr": "nous vous en si",
    "pt": "se que",
}
# Words that it never does, so that the second one can be deleted. A single letter may be its own
# name (the axes X, Y y Z), and a preposition may end a clause, or be a form of a verb (para).
_NEVER = {
    "ar": "في على إلى مع التي الذي",
    "de": "und oder mit von im am ein eine einen",
    "en": "the an and or our your",
    "es": "el los las de del al en un con por su sus",
    "fr": "le les de du des et ou un dans avec par au aux",
    "it": "il gli di del della un una con per da dal",
    "pt": "os de do da dos das ou em um uma com por ao",
}
# Particles of names: Charles de Gaulle, Ursula von der Leyen.
_PARTICLES = re.compile(r"(?i:da|das|de|del|della|di|do|dos|du|la|le|van|von|y) (?:der? )?[A-ZÀ-Þ]")
_SENTENCE = re.compile(r"(?:^|[.!?…:¿¡«“\"]|\n)[\s*_«“\"¿¡]*$")
# Languages that double whole words: pole pole, haraka haraka, धीरे धीरे.
_DOUBLING = "am bn fa fil hi id jv km lo ms my ne si so sw ta te th tl tr ur vi zu"


def find(text: str, context: Context) -> Iterator[Finding]:
    """Yield a finding for each word that is repeated."""
    if context.language in _DOUBLING.split():
        return
    allowed = _ALLOWED.get(context.language, "").split()
    never = _NEVER.get(context.language, "").split()
    view = masked(text)
    for match in _TWICE.finditer(view):
        word = match[1]
        copies = match[2].split()
        is_name = word[0].isupper() and copies[0][0].isupper()  # such as Bora Bora
        at = match.end() - len(copies[-1])
        if word.casefold() in allowed or is_name or _PARTICLES.match(view, at):
            continue
        is_alike = {*copies} == {word} or (
            {*copies} == {word.lower()} and _SENTENCE.search(view, 0, match.start())
        )
        replacement = "" if word.casefold() in never and is_alike else None
        start = match.start(2) if replacement == "" else match.start()
        message = f"has the word “{word}” twice in a row"
        hint = "Delete one." if replacement == "" else "Delete one, unless it is intended."
        yield Finding(start, match.end(), message, hint, replacement)
