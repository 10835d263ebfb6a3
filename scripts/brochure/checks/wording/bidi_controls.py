"""Each direction that a control character opens is closed in the same paragraph.

Pass: RLI … PDI. Fail: RLE without PDF, which turns everything after it; PDF without what it closes.
They are invisible in an editor, and only a person can decide what was meant.

Source: Unicode Standard Annex 9, sections 2.1 to 2.5.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.checks.wording.base import Context, Finding, word_before
from brochure.text.spans import masked

ID = "bidi-controls"

_EMBEDDINGS = {
    "\u202a": "left-to-right embedding",
    "\u202b": "right-to-left embedding",
    "\u202d": "left-to-right override",
    "\u202e": "right-to-left override",
}
_ISOLATES = {
    "\u2066": "left-to-right isolate",
    "\u2067": "right-to-left isolate",
    "\u2068": "first strong isolate",
}
_CLOSERS = {"\u202c": "pop directional formatting", "\u2069": "pop directional isolate"}
_ALL = _EMBEDDINGS | _ISOLATES | _CLOSERS

_NOT_CLOSED = "that nothing closes before the paragraph ends"
_NOT_OPENED = "that closes nothing"


def find(text: str, context: Context) -> Iterator[Finding]:
    """Yield a finding for each control character without its counterpart."""
    del context
    open_: list[int] = []
    if _ALL.keys().isdisjoint(text):
        return
    view = masked(text)
    for at, character in enumerate(view):
        if character in _EMBEDDINGS or character in _ISOLATES:
            open_.append(at)
        elif character in _CLOSERS:
            yield from _close(view, at, open_)
        elif view.startswith("\n\n", at):
            yield from (_finding(view, start, _NOT_CLOSED) for start in open_)
            open_.clear()
    yield from (_finding(view, start, _NOT_CLOSED) for start in open_)


def _close(view: str, at: int, open_: list[int]) -> Iterator[Finding]:
    """Remove from ``open_`` what the character at ``at`` closes."""
    if view[at] == "\u202c":
        if open_ and view[open_[-1]] in _EMBEDDINGS:
            open_.pop()
        else:
            yield _finding(view, at, _NOT_OPENED)
    elif any(view[start] in _ISOLATES for start in open_):
        # An isolate's end is the end of the embeddings in it, too.
        while view[start := open_.pop()] in _EMBEDDINGS:
            yield _finding(view, start, "that nothing closes before its isolate ends")
    else:
        yield _finding(view, at, _NOT_OPENED)


def _finding(view: str, at: int, what: str) -> Finding:
    code = f"U+{ord(view[at]):04X}"
    message = f"has {code} ({_ALL[view[at]]}) {what}"
    word = word_before(view, at)
    place = f"“{word}”" if word else "the beginning"
    hint = f"It is invisible: type the text again from {place} to the end of the next word."
    return Finding(at, at + 1, message, hint)
