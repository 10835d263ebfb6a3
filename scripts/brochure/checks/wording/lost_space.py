"""Sentences are separated by a space.

Pass: ``It ended. The next begins.`` Fail: ``It ended.The next begins.``, as translators' programs
leave it that split a text into sentences. Names and abbreviations with a full stop inside are
ignored: ``e.V.``, ``Ph.D.``, ``Node.js``, ``U.S.A.``, ``System.Text.Json``, ``எம்.ஜி.ஆர்.`` So are
the scripts that have no spaces between words.

Source: Unicode, properties Sentence_Terminal and Uppercase.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from brochure.checks.wording.base import Context, Finding
from brochure.checks.wording.words import WITHOUT_SPACES, WORD, letter_of
from brochure.text.spans import MASK, masked
from brochure.text.suggestions import shorten

ID = "lost-space"

_MARKS = ".!?…;\u037e\u0589\u061f\u06d4\u0964\u1362\u1367"
_CLOSING = r"\"'”’»“)*_\]"
_OPENING = r"\"'“‘„‚«”»(*_\[¿¡"
# A mark, what closes the sentence and opens the next one, and a letter that can begin it.
_JOINT = re.compile(
    rf"(?<![{_MARKS}])(?P<mark>[{_MARKS}]++)"
    rf"(?P<between>(?>(?:\]{MASK}+|«[\u00a0\u202f]|[{_CLOSING}{_OPENING}])*))(?P<next>[^\W\d_a-z])"
)
_MARK = re.compile(rf"[{_MARKS}](?=[^\s\d])")
_BEFORE = re.compile(
    rf"(?P<word>(?:\w+-)*{WORD.pattern}|(?<!\w)\d+|(?<!\S){MASK}+)[{_CLOSING}{MASK}]*$"
)
_REACH = 80  # characters: longer than a word and what closes it
_ONE_LETTER = re.compile(r"\s\w|[’']\w")  # what follows a word of one letter: À partir, L’année
# Extensions and the like, which are written in capitals, too.
_EXTENSION = re.compile(
    r"DOCX?|GIF|HTML|JPE?G|JS(?:ON)?|NET|OD[ST]|ORG|PDF|PNG|PPTX?|SVG|TXT|XLSX?|XML|YAML|ZIP",
    re.IGNORECASE,
)
_TITLE = 4  # letters: Dipl.Ing. Prof.Dr. Univ.Prof.
_SHORT = 3  # letters of the shortest word that is taken for the end of a sentence, not a title
_DENSE = ("ARABIC", "HEBREW", "HANGUL")  # where words have fewer letters
_LONG = 4  # letters that show that a word is not an initial: longer than a title


def find(text: str, context: Context) -> Iterator[Finding]:
    """Yield a finding for each sentence that begins right after the mark that ends another."""
    if not _MARK.search(text):
        return
    view = masked(text)
    for match in _JOINT.finditer(view):
        before = _BEFORE.search(view[max(0, match.start() - _REACH) : match.start()])
        after = WORD.match(view, match.start("next"))
        if before and after and _is_lost(view, match, before, after):
            at = match.end("mark")
            shown = text[match.start() - len(before[0]) : after.end()]
            if shown in (context.source or ""):  # a name: vim.Buffer
                continue
            shown = shorten(shown)
            message = f'has no space after "{match["mark"]}" in “{shown}”'
            is_safe = not match["between"].strip("¿¡") and _is_plain(match["mark"], before, after)
            hint = "Put a space between the two sentences."
            yield Finding(at, at, message, hint, " " if is_safe else None)


def _is_lost(view: str, joint: re.Match[str], before: re.Match[str], after: re.Match[str]) -> bool:
    """Return whether a sentence ends before the mark, and another begins after it."""
    last, first = before["word"], after[0]
    scripts = letter_of(last[0]), letter_of(first[0])
    # Only what can begin a sentence is its own title case: capitals, and scripts without them.
    is_range = joint["mark"] == ".."  # A..Z
    if first[0] != first[0].title() or is_range or WITHOUT_SPACES.intersection(scripts):
        return False
    mark = "…" if joint["mark"].endswith("...") else joint["mark"][-1]
    follows = view[after.end() : after.end() + 2]
    if mark in ";\u037e":  # the Greek question mark
        return scripts == ("GREEK", "GREEK") and first[0].isupper()
    if mark not in ".…۔":
        is_cell = len(first) == 1 and first.isupper() and not _ONE_LETTER.match(view, after.end())
        return not follows.startswith("=") and not is_cell  # =Sheet!C4
    at = joint.start() - len(before[0])
    is_chain = view[max(0, at - 1) : at] in (".", "۔") or (
        follows[:1] == mark and follows[1:].isalpha()
    )
    is_title = follows[:1] == "." and len(first) <= _TITLE
    if is_chain or is_title:
        return False
    if not first[0].isupper():
        return mark != "…" and _are_long(mark, last, first)
    return _is_end(last) and _is_beginning(last, first, view, after.end())


def _are_long(mark: str, last: str, first: str) -> bool:
    """Return whether words of a script without capitals are too long to be initials."""
    if mark == "۔":
        return min(len(last), len(first)) > 1 and max(len(last), len(first)) >= _LONG
    least = _SHORT - (letter_of(first[0]) in _DENSE)
    return _letters(last) >= _SHORT and _letters(first) >= least


def _is_end(word: str) -> bool:
    """Return whether a sentence can end with a word: not with St. or J. or an initial."""
    if word[0] == MASK or word.isdigit():
        return word[0] == MASK or len(word) > 1
    if word[0] == word[0].title() and not word[0].isupper():
        return _letters(word) >= _SHORT
    is_title = word[0].isupper() and word[1:].islower() and len(word) < _SHORT
    return len(word) > 1 and not is_title and (word[-1].islower() or word.isupper())


def _is_beginning(last: str, first: str, view: str, end: int) -> bool:
    """Return whether a word with a capital begins a sentence: not an initial or extension."""
    if _EXTENSION.fullmatch(first):
        return False
    if first[1:].islower():
        return True
    is_degree = last[0].isupper() and len(last) < (_SHORT if last.isupper() else _LONG)  # Ph.D
    is_word = len(first) > 1 or bool(_ONE_LETTER.match(view, end))
    return is_word and not is_degree and not (last.isupper() and len(first) > 1)


def _letters(word: str) -> int:
    return sum(map(str.isalpha, word))


def _is_plain(mark: str, before: re.Match[str], after: re.Match[str]) -> bool:
    """Return whether the space is missing beyond doubt: a name may have a mark inside."""
    last, first = before["word"], after[0]
    if len(mark) > 1:
        return False
    if mark not in ".…۔":  # between other letters, a question mark may stand for a lost one
        return not last[0].isupper() and (mark not in "?!" or first[0].isupper())
    is_word = first[0].isupper() and first[1:].islower()
    return mark == "." and last.islower() and len(last) >= _SHORT and is_word
