"""Letters are not garbled by a wrong encoding.

Pass: ``été``, ``NESCAFÉ®``. Fail: ``Ã©tÃ©``, ``lâ€™aide``: UTF-8 that a program has read as
Windows-1252.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from brochure.checks.wording.base import Context, Finding
from brochure.text.spans import masked

ID = "mojibake"


def _as_windows(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:  # five bytes that Windows-1252 does not have
        return chr(byte)


_BYTES = {_as_windows(byte): byte for byte in range(0x80, 0x100)}
_FURTHER = re.escape("".join(map(_as_windows, range(0x80, 0xC0))))  # bytes after the first
# As the first of two: what begins Latin, Cyrillic and Arabic letters, and is rare itself.
_RUN = re.compile(rf"(?:[ÂÃÄÅÐÑØÙ][{_FURTHER}]|[à-ï][{_FURTHER}]{{2}}|[ð-ô][{_FURTHER}]{{3}})+")
# What may well follow a letter: marks, spaces, and exponents as in 3 Å².
_COMMON = set("”’»«›‹“‘„…–—²³\u00a0")


def find(text: str, context: Context) -> Iterator[Finding]:
    """Yield a finding for each run of characters that stand for the bytes of others."""
    del context
    if text.isascii():
        return
    for match in _RUN.finditer(masked(text)):
        meant = _meant(match[0])
        if meant and _is_certain(text, match):
            message = f"has “{match[0]}” where “{meant}” is meant"
            hint = f"Write “{meant}”: a program read the text in the wrong encoding."
            yield Finding(*match.span(), message, hint, meant)


def _meant(run: str) -> str:
    """Return the text whose bytes the characters stand for; empty if there is none."""
    try:
        meant = bytes(_BYTES[character] for character in run).decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return meant if meant.isprintable() or meant == "\u00a0" else ""


def _is_certain(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()][-1:], text[match.end() :][:1]
    is_one = len(match[0]) == len("Ã©")
    if is_one and before.isupper() and not after.islower():  # the end of a word in capitals: IRMÃ®
        return False
    if match[0] == "Ã\u00a0" or not _COMMON.issuperset(match[0][1:]):  # the first is à
        return True
    return match[0][0].isupper() and (before.islower() or after.islower())
