"""Reads untrusted text files; returns clean text, or problems."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from brochure.problems import Position, Problem

MAX_BYTES = 1_000_000

# Characters that no text needs and no editor shows: controls except tab and line ends.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
# What Git writes into a file where both sides of a merge changed the same lines.
_FIRST, _LAST = "<<<<<<<", ">>>>>>>"
_OUTER_MARK = re.compile(r"(?:<{7}|>{7})(?:[ ]|$)")
# ASCII, which most texts consist of, is harmless.
_PLAIN = bytes([*b"\t\n\r", *range(0x20, 0x7F)])


def read_text(path: Path, name: str, max_bytes: int = MAX_BYTES) -> tuple[str, list[Problem]]:
    """Read a UTF-8 text file called ``name`` in messages; the text is empty if it is unusable.

    It may have at most ``max_bytes`` bytes.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        hint = "Check that it is a file and that you may read it."
        message = f"the file cannot be read: {error.strerror}"
        if path.is_dir():
            message = "this is a folder; expected a file"
            hint = "Delete or rename it."
        return "", [Problem(name, 1, 1, "error", "unreadable-file", message, hint)]
    if len(raw) > max_bytes:
        message = f"the file has {len(raw):,} bytes; expected at most {max_bytes:,}"
        hint = "Split it, or check that it is the file that you meant."
        return "", [Problem(name, 1, 1, "error", "file-too-large", message, hint)]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        position = position_after(raw[: error.start].decode("utf-8-sig", "replace"))
        message = f"unreadable byte 0x{raw[error.start]:02X}; expected UTF-8"
        hint = 'Save it again with the encoding "UTF-8".'
        return "", [Problem(name, *position, "error", "encoding", message, hint)]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if conflicts := list(_conflicts(text, name)):
        return "", conflicts
    problems = character_problems(text, name)
    return (CONTROL.sub(" ", text) if problems else text), problems


def character_problems(text: str, name: str = "") -> list[Problem]:
    """Return the problems of single characters: controls, and accents that NFC would compose."""
    return [*_control_characters(text, name), *_not_normalised(text, name)]


def position_after(before: str) -> Position:
    """Return line and column of the character that follows ``before``."""
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _conflicts(text: str, name: str) -> Iterator[Problem]:
    """Yield a problem for each place with two versions, which a merge has left to people."""
    begin = 0
    may_have_any = _FIRST in text or _LAST in text
    for number, line in enumerate(text.split("\n") if may_have_any else (), 1):
        if not _OUTER_MARK.match(line):
            continue
        if line.startswith(_LAST):
            yield _conflict(name, begin or number, number)
            begin = 0
        else:
            begin = begin or number
    if begin:
        yield _conflict(name, begin, begin)


def _conflict(name: str, begin: int, end: int) -> Problem:
    lines = f"lines {begin} to {end}" if end > begin else f"line {begin}"
    message = f"{lines}: both versions of a text are still here after a merge"
    hint = (
        "Keep the lines that are right, and delete the others and those that begin with"
        f" {_FIRST}, ======= and {_LAST}."
    )
    return Problem(name, begin, 1, "error", "merge-conflict", message, hint)


def _control_characters(text: str, name: str) -> Iterator[Problem]:
    others = text.encode("utf-8", "surrogatepass").translate(None, _PLAIN)
    if not CONTROL.search(others.decode("utf-8", "surrogatepass")):
        return
    for match in CONTROL.finditer(text):
        message = f"invisible control character U+{ord(match[0]):04X}"
        hint = "Delete it: it usually comes from copying out of another program."
        position = position_after(text[: match.start()])
        yield Problem(name, *position, "error", "control-character", message, hint)


def _not_normalised(text: str, name: str) -> Iterator[Problem]:
    if unicodedata.is_normalized("NFC", text):
        return
    for number, line in enumerate(text.split("\n"), 1):
        composed = unicodedata.normalize("NFC", line)
        if composed != line:
            pairs = enumerate(zip(line, composed, strict=False))
            start = next((i for i, (old, new) in pairs if old != new), len(composed))
            near = line[max(0, start - 8) : start + 4]
            message = f"the text is not NFC-normalised near “{near}”"
            hint = "Type these words again, or save the file from an editor that composes accents."
            yield Problem(name, number, start + 1, "error", "not-nfc", message, hint)
