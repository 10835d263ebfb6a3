"""No word is repeated.

Pass: ``in the area``; ``nous nous réunissons``; ``she had had one``. Fail: ``in the the area``.
Some words may legitimately be repeated, and some languages double words to form others: what may
be intended is found without a fix, or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from brochure.checks.wording.base import Context, Finding
from brochure.checks.wording.words import WORD
from brochure.text.spans import masked

ID = "doubled-word"

# Never after a hyphen or apostrophe (donnez-le le lundi), nor before one (en en-tête).
_TWICE = re.compile(
    rf"(?<![\w’'-])({WORD.pattern})((?:[ \u00a0\u202f]\1)+)(?![\w’'-])", re.IGNORECASE
)

# Words that grammar allows to be repeated.
_ALLOWED = {
    "ar": "من ما",
    "en": "had that is do in on her",
    "es": "que",
    "fr": "nous vous en si",
    "pt": "se que",
}
# Words that it never does, so that the second one can be deleted.
_NEVER = {
    "ar": "في على إلى عن مع التي الذي هذا هذه",
    "de": "und oder mit von zu im am ein eine einen für",
    "en": "the a an and or of to from with by at as your our this these",
    "es": "el los las de del al y o en un una con por para su sus",
    "fr": "le la les de du des et ou un une dans avec pour par au aux",
    "it": "il lo gli di del della e o un una con per da dal",
    "pt": "o os as de do da dos das e ou em no na nos um uma com por para ao",
}
# Languages that double whole words: pole pole, haraka haraka, धीरे धीरे.
_DOUBLING = "am bn fa fil hi id jv km lo ms my ne si so sw ta te th tl tr ur vi zu"


def find(text: str, context: Context) -> Iterator[Finding]:
    """Yield a finding for each word that is repeated."""
    if context.language in _DOUBLING.split():
        return
    allowed = _ALLOWED.get(context.language, "").split()
    never = _NEVER.get(context.language, "").split()
    for match in _TWICE.finditer(masked(text)):
        word = match[1]
        is_name = word[0].isupper() and match[2][1].isupper()  # such as Bora Bora
        if word.casefold() in allowed or is_name:
            continue
        replacement = "" if word.casefold() in never else None
        start = match.start(2) if replacement == "" else match.start()
        message = f"has the word “{word}” twice in a row"
        hint = "Delete one." if replacement == "" else "Delete one, unless it is intended."
        yield Finding(start, match.end(), message, hint, replacement)
