"""A text ends with the same kind of mark as in the default language.

Where all others agree against that language, it has the slip (``brochure.checks.rules.wording``).

Pass: ``Send it.`` and ``Envoyez-le.`` Fail: ``Envoyez-le``. Paragraphs and list items are compared
one by one if there are equally many. Headings are free to ask (``Où?`` for ``Where``), and so are
labels: texts of a few words without a full stop.

Source: the languages' own marks (``؟ 。 ।``) as in Unicode, property Sentence_Terminal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from brochure.checks.wording.base import Context, Finding
from brochure.checks.wording.words import script
from brochure.text.abbreviations import is_abbreviation
from brochure.text.spans import MASK, Block, blocks, masked
from brochure.text.suggestions import shorten

ID = "end-punctuation"

_KINDS = {
    "a full stop": ".。।۔።։",
    "a question mark": "?؟？\u037e",
    "an exclamation mark": "!！",
    "a colon": ":：",
    "a semicolon": ";؛；",
    "a comma": ",،、，",
    "an ellipsis": "…",
}
_STOP, _NONE = "a full stop", "no mark"
_INTERCHANGEABLE = {_NONE, "a question mark", "an exclamation mark"}  # in labels
_LABEL_WORDS = 12  # words
_CLOSING = "\"'”’»)]*_ \n\t\u00a0\u202f"
_TARGET = re.compile(rf"\]{MASK}+$")
_STOPS = {
    **dict.fromkeys(("Arab", "Cyrl", "Geor", "Grek", "Hebr", "Kore", "Latn"), "."),
    **dict.fromkeys(("Hans", "Hant", "Jpan"), "。"),
    **dict.fromkeys(("Deva", "Beng"), "।"),
    "Armn": "։",
    "Ethi": "።",
    "ur": "۔",
}
_WITHOUT_STOPS = {"Khmr", "Laoo", "Mymr", "Thai", "Tibt"}


def find(text: str, context: Context) -> Iterator[Finding]:
    """Yield a finding for each block that ends differently from its source."""
    if context.source is None or script(context.locale) in _WITHOUT_STOPS:
        return
    own_blocks, sources = blocks(text), blocks(context.source)
    if len(own_blocks) != len(sources):
        return
    for block, source in zip(own_blocks, sources, strict=True):
        if block.is_heading or source.is_heading:
            continue
        end, kind = _ending(text, block)
        source_end, expected = _ending(context.source, source)
        kind = _kind(kind, context.language)
        is_label = {kind, expected} <= _INTERCHANGEABLE and len(
            text[block.start : end].split()
        ) <= _LABEL_WORDS
        is_short = is_abbreviation(text, end + 1) or is_abbreviation(context.source, source_end + 1)
        if kind == expected or is_label or (is_short and {kind, expected} <= {_NONE, _STOP}):
            continue
        shown = shorten(text[max(block.start, end - 30) : end + 1])
        message = f"ends with {kind} in “{shown}”, the source with {expected}"
        verb = "Delete it" if expected == _NONE else f"End it with {expected}"
        span, replacement = _fix(text, block, end, (kind, expected), context)
        yield Finding(*span, message, f"{verb}, or fix the source.", replacement)


def endings(text: str, tag: str) -> tuple[str, ...]:
    """Return the kinds of mark with which the blocks of a text end, such as ``a full stop``."""
    return tuple(_kind(_ending(text, block)[1], tag) for block in blocks(text))


def _kind(kind: str, tag: str) -> str:
    """Return the kind of mark; in Greek, a semicolon and a question mark are written alike."""
    is_greek = tag.partition("-")[0] == "el"
    return "a question mark" if is_greek and kind == "a semicolon" else kind


def _ending(text: str, block: Block) -> tuple[int, str]:
    """Return where the last mark or letter is, and the kind of mark."""
    view = masked(text)
    end = block.end
    while end > block.start:
        if text[end - 1] in _CLOSING:
            end -= 1
        elif target := _TARGET.search(view, block.start, end):
            end = target.start()
        else:
            break
    # The mask of an address or code may cover a full stop; in a name such as Yahoo! it covers no
    # mark of the sentence.
    last = text[end - 1 : end] if text[end - 1] == "." else view[end - 1 : end]
    kinds = [kind for kind, marks in _KINDS.items() if last and last in marks]
    if last == "." and text[:end].endswith("..."):
        kinds = ["an ellipsis"]
    return end - 1, kinds[0] if kinds else _NONE


def _fix(
    text: str, block: Block, end: int, kinds: tuple[str, str], context: Context
) -> tuple[tuple[int, int], str | None]:
    """Return the span to replace and its replacement: only a lacking full stop is fixed.

    One that the source lacks is not deleted: perhaps the source alone has lost it.
    """
    stop = _STOPS.get(context.language) or _STOPS.get(script(context.locale))
    if kinds == (_NONE, _STOP) and stop:
        last = len(text[: block.end].rstrip(" \n\t\u00a0\u202f"))
        return (last, last), stop
    return (end, end + 1), None
