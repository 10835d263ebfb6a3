"""French has no-break spaces inside « », before ``: ; ! ?``, and no other quotation marks outside.

Pass: ``Qui peut demander\u202f?`` ``dit-il\u00a0: «\u00a0oui\u00a0»``.
Fail: ``Qui peut demander ?`` with an ordinary space, at which a line may break;
``Qui peut demander?``; ``dit-il: "oui"``.
A colon and « » take U+00A0, the other signs the narrow U+202F; either is accepted.
A sign that is not between a word and a space, or that may belong to a name (``chez Free! et``), is
found but not fixed, and so are quotation marks around what may be no language.
Canadian French has its own conventions: it is ignored.

Source: Imprimerie nationale, *Lexique des règles typographiques en usage à l'Imprimerie nationale*.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from brochure.checks.wording.base import Context, Finding, word_before
from brochure.checks.wording.words import MARKS
from brochure.text.spans import MASK, Block, blocks, masked

ID = "french-spacing"

_WIDE, _NARROW = "\u00a0", "\u202f"
_NO_BREAK = _WIDE + _NARROW
# A sign may follow another one (?!). Markdown has its own: ![images](…) and the colons under a
# table's head.
_BEFORE = re.compile(rf"(?<![{_NO_BREAK}:;!?|<-])[:;!?»](?![-|])(?!(?<=!)\[)")
_AFTER = re.compile(rf"«(?![{_NO_BREAK}])")
_ENTITY = re.compile(r"&#?\w+;")  # such as &nbsp;
_SIGNS = '"“”«»'
_QUOTE = re.compile(f"[{_SIGNS}]")
_OUTSIDE = " \u00a0\u202f\n*_()[]{}’'.,;:!?…—–-"  # what a quotation may follow or precede
_NO_LANGUAGE = re.compile(r"[=<>{}\\/;|$\[\]#&^~]")
_CODE_BEFORE = re.compile(r"[=&;<>$]\s?$|\w\($")  # x="…", f("…")
_WORD_END = f")]»”\"’'*_…%°€$£+.²³{MASK}"
_AFTER_SIGN = ")]»”\"’'*_…!?.,;:—–"
# What is written with its sign where a sentence goes on is a name: « Yahoo! annonce ».
_NAME = re.compile(r"(?<![\w-])[A-ZÀ-Þ][\w’'-]*$")
_GOES_ON = re.compile(r"[!?]+[»”\"’'*_)]*[ \u00a0][a-zà-ÿ]")
_LETTER = re.compile(r"(?<![\w’'-])[A-Z]$")


def find(text: str, context: Context) -> Iterator[Finding]:
    """Yield a finding for each sign with a wrong space, or none, and each foreign quotation."""
    if context.language != "fr" or context.locale.endswith("CA"):
        return
    view = masked(text)
    for match in _ENTITY.finditer(text):
        view = view[: match.start()] + _WIDE * len(match[0]) + view[match.end() :]
    for match in _BEFORE.finditer(view):
        start = len(view[: match.start()].rstrip(" "))
        space = _WIDE if match[0] in ":»" else _NARROW
        fix = space if _is_safe(view, start, match.start()) else None
        yield _spacing(text, match, "before", (start, match.start()), fix)
    for match in _AFTER.finditer(view):
        end = len(view) - len(view[match.end() :].lstrip(" "))
        is_last = view[end : end + 1] in ("", "\n")
        yield _spacing(text, match, "after", (match.end(), end), None if is_last else _WIDE)
    for block in blocks(text):
        yield from _quotes(text, view, block)


def _is_safe(view: str, start: int, sign: int) -> bool:
    """Return whether the sign belongs to the word that ends at ``start``, and to no name."""
    before, after = view[:start], view[sign + 1 : sign + 2]
    if view[sign] == "»":
        return not before[-1:].isspace()
    if not before or not (before[-1].isalnum() or before[-1] in _WORD_END + MARKS):
        return False
    if not (after.isspace() or after in _AFTER_SIGN):
        return False
    if start < sign:
        return True
    if view[sign] == ":":
        return not _LETTER.search(before[-2:])
    return after != "," and not (_NAME.search(before[-40:]) and _GOES_ON.match(view, sign))


def _spacing(
    text: str, sign: re.Match[str], side: str, span: tuple[int, int], space: str | None
) -> Finding:
    what = "an ordinary space" if span[1] > span[0] else "no space"
    message = f'has {what} {side} "{sign[0]}" in “{_near(text, sign)}”'
    right = f"\u00a0{sign[0]}" if side == "before" else f"{sign[0]}\u00a0"
    hint = f"Put a no-break space {side} it: copy both from here “{right}”."
    return Finding(*span, message, hint, space)


def _quotes(text: str, view: str, block: Block) -> Iterator[Finding]:
    """Yield a finding for each mark of a quotation that is not in « » already."""
    depth, marks = 0, list[re.Match[str]]()
    for match in _QUOTE.finditer(view, block.start, block.end):
        depth = max(0, depth + {"«": 1, "»": -1}.get(match[0], 0))
        # Within « », “ ” is the second level; after a digit, " may be an inch.
        is_inch = match[0] == '"' and len(marks) % 2 == 0 and view[: match.start()][-1:].isdigit()
        if match[0] not in "«»" and not depth and not is_inch:
            marks.append(match)
    pairs = list(zip(marks[::2], marks[1::2], strict=False))
    are_paired = len(marks) % 2 == 0 and all(_is_pair(text, view, *pair) for pair in pairs)
    for number, match in enumerate(marks):
        sign = "«\u00a0" if number % 2 == 0 else "\u00a0»"
        side = "before" if number % 2 == 0 else "after"
        word = (text[match.end() :].split() or [""])[0] if side == "before" else ""
        word = word or word_before(text, match.start())
        message = f"has the quotation mark {match[0]} {side} {word.strip(_OUTSIDE + _SIGNS)}"
        hint = "Write « … », with no-break spaces inside."
        yield Finding(*match.span(), message, hint, sign if are_paired else None)


def _is_pair(text: str, view: str, opening: re.Match[str], closing: re.Match[str]) -> bool:
    inside = view[opening.end() : closing.start()]
    before, after = view[: opening.start()][-1:], view[closing.end() :][:1]
    return (
        opening[0] in '"“'
        and closing[0] in '"”'
        and inside.strip() == inside != ""
        and not _NO_LANGUAGE.search(inside)
        and not _CODE_BEFORE.search(text[: opening.start()][-3:])
        and not any(sign in inside for sign in "«»")
        and (before in _OUTSIDE or not before.isalnum())
        and (after in _OUTSIDE or not after.isalnum())
    )


def _near(text: str, sign: re.Match[str]) -> str:
    """Return the sign with the word before or after it."""
    if sign[0] in "«“":
        return " ".join(text[sign.start() :][:80].split()[:2])
    words = text[: sign.end()][-80:].split()
    return " ".join(words[-2:] if words[-1] in ":;!?»" else words[-1:])
