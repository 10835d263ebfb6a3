"""Helpers for messages: the name that was probably meant, and long texts shortened."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

_LISTED = 20  # nobody reads more names than that

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def did_you_mean(name: str, known: Iterable[str], written: str = "{}") -> str:
    """Return a hint about an unknown name: the known one that looks like it, or else all of them.

    ``written`` is how they are written where the unknown one is: ``{}.md``, ``#{}``.
    """
    names = list(known)
    if found := likely(name, names, written):
        return found
    if not names:
        return "Delete it: there is nothing to choose from."
    listed = ", ".join(map(written.format, names[:_LISTED]))
    return f"Choose one of these: {listed}{', …' if len(names) > _LISTED else '.'}"


def likely(name: str, known: Iterable[str], written: str = "{}") -> str:
    """Return a hint with the known name that looks like an unknown one; empty if none does."""
    near = closest(name, known)
    return suggestion(written.format(near[0])) if near else ""


def suggestion(name: str) -> str:
    """Return a hint with the name that was probably meant."""
    return f'Did you mean "{name}"?'


def closest(name: str, known: Iterable[str], count: int = 1) -> list[str]:
    """Return up to ``count`` known names that look like ``name``, the nearest first."""
    return difflib.get_close_matches(name, list(known), count)


def shorten(text: str, length: int = 60) -> str:
    """Return a text in one line of about ``length`` characters, which is safe to print."""
    line = " ".join(text.split(maxsplit=length))  # no more words can fit
    if len(line) > length:
        line = f"{line[:length].rstrip()}…"
    return _CONTROL.sub("\ufffd", line)
