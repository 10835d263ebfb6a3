"""The letters of a word belong to one script.

Pass: ``the city of Київ``; ``μg``, ``kΩ``, ``Δt``; ``PDFを``. Fail: ``pаssport`` with a Cyrillic
``а``, which looks right, but no search finds it, and a screen reader misreads it.
In a Latin text, a whole word of such letters is found, too (``il а dit``), unless there is other
Cyrillic. Greek letters that cannot be taken for Latin ones are symbols. An ending or article may be
written together with a Latin name, as in Tamil or Arabic; scripts without spaces between words, and
Korean, appear beside any other. Whole texts in another script are the subject of ``wrong-script``.

Source: Unicode Technical Standard 39, “Unicode Security Mechanisms”, sections 4 and 5.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from brochure.checks.wording.base import Context, Finding
from brochure.checks.wording.words import WITHOUT_SPACES, WORD, letter_of, letters_of
from brochure.text.spans import masked

ID = "mixed-script"

_ALPHABETS = {"LATIN", "GREEK", "CYRILLIC", "ARMENIAN"}  # of letters that look alike
_ANYWHERE = WITHOUT_SPACES | {"HANGUL"}
_SYMBOLS = set("αβγδεζηθικλμνξπρσςτυφχψωΓΔΘΛΞΠΣΦΨΩ")
# Letters that look alike, below one another.
_ALIKE = {
    "CYRILLIC": ("АВЕНІЈКМОРЅСТХУӘЁЇӐӖҪаеіорсухѕјәёїӑӗҫ", "ABEHIJKMOPSCTXYƏËÏĂĔÇaeiopcyxsjəëïăĕç"),
    "GREEK": ("ΑΒΕΗΙΚΜΝΟΡΤΥΧΖοόϊ", "ABEHIKMNOPTYXZoóï"),
}
_LIKE_LATIN = {script: dict(zip(*pair, strict=True)) for script, pair in _ALIKE.items()}
_FROM_LATIN = {
    script: {latin: letter for letter, latin in letters.items()}
    for script, letters in _LIKE_LATIN.items()
}


def find(text: str, context: Context) -> Iterator[Finding]:
    """Yield a finding for each word with letters of two scripts."""
    if text.isascii():
        return
    is_greek = "GREEK" in letters_of(context.locale)
    is_latin = "LATIN" in letters_of(context.locale)
    view = masked(text)
    for match in WORD.finditer(view):
        word = match[0]
        if is_latin and _is_disguised(word, view):
            message = f"has “{word}” in Cyrillic letters, which look like Latin ones"
            yield Finding(*match.span(), message, "Type it again, in Latin letters.")
        if word.isascii() or not _is_mixed(word, is_greek=is_greek):
            continue
        main, *others = Counter(_scripts(word)).most_common()
        foreign = "".join(dict.fromkeys(c for c in word if letter_of(c) == others[-1][0]))
        kinds = f"{main[0].title()} and {others[-1][0].title()} letters"
        message = f"mixes {kinds} in “{word}”: “{foreign}” is {others[-1][0].title()}"
        hint = "Type the word again, in one script."
        is_minority = main[1] > sum(count for _, count in others)
        yield Finding(
            *match.span(), message, hint, _unified(word, main[0]) if is_minority else None
        )


def _scripts(word: str) -> list[str]:
    """Return the script of each letter, except of those that may appear beside any other."""
    return [name for name in map(letter_of, word) if name and name not in _ANYWHERE]


@functools.lru_cache(maxsize=20_000)
def _is_mixed(word: str, *, is_greek: bool) -> bool:
    scripts = _scripts(word)
    kinds = set(scripts)
    if len(kinds) <= 1 or ("GREEK" in kinds and _has_symbol(word, is_greek=is_greek)):
        return False
    if kinds <= _ALPHABETS or "LATIN" not in kinds or len(kinds) > len(("native", "Latin")):
        return True
    # Affixes are at the ends of a name, but a single letter within a word is a slip.
    runs = [len(list(run)) for _, run in groupby(scripts)]
    return 1 in runs[1:-1]


def _has_symbol(word: str, *, is_greek: bool) -> bool:
    """Return whether the Greek in a word is one symbol, such as the prefix of a unit."""
    greek = [at for at, letter in enumerate(word) if letter_of(letter) == "GREEK"]
    if len(greek) > 1 or greek[0] not in (0, len(word) - 1) or word[greek[0]] not in _SYMBOLS:
        return False
    others = word[: greek[0]] + word[greek[0] + 1 :]
    return not (is_greek and set(others) <= _FROM_LATIN["GREEK"].keys())


def _is_disguised(word: str, view: str) -> bool:
    """Return whether a word looks Latin but is not, in a text that has no other such letters."""
    like_latin = _LIKE_LATIN["CYRILLIC"]
    if word[0] not in like_latin or word.isupper() or not like_latin.keys() >= {*word}:
        return False
    return not any(letter_of(c) == "CYRILLIC" and c not in like_latin for c in view)


def _unified(word: str, script: str) -> str | None:
    """Return the word in one script; None if not all letters of others look like one of it."""
    letters = [_in_script(letter, script) for letter in word]
    return "".join(letters) if all(letters) else None


def _in_script(letter: str, script: str) -> str:
    """Return the letter of a script that looks like this one; empty if there is none."""
    own = letter_of(letter)
    if own in ("", script):
        return letter
    latin = letter if own == "LATIN" else _LIKE_LATIN.get(own, {}).get(letter, "")
    return latin if script == "LATIN" else _FROM_LATIN.get(script, {}).get(latin, "")
