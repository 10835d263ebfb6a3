"""Readers can read every character.

Pass: ``the area``. Fail: ``the \ufffd area``, where a program has lost a letter; U+E001, a picture
that one font alone has; U+FFFC, the place of a picture that was not copied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from brochure.checks.wording.base import Context, Finding, word_before
from brochure.text.spans import MASK, masked

ID = "lost-character"

_LOST = re.compile("[\ue000-\uf8ff\ufdd0-\ufdef\ufff9-\ufffd\U000f0000-\U0010ffff]+")


def find(text: str, context: Context) -> Iterator[Finding]:
    """Yield a finding for each replacement character, and each character of no meaning."""
    del context
    if text.isascii():
        return
    view = masked(text)
    for match in _LOST.finditer(text):
        at = match.start()
        if view[at] == MASK and match[0][0] != MASK:
            continue
        word = word_before(text, at)
        place = f"after “{word}”" if word else "at the beginning"
        is_lost = match[0][0] == "\ufffd"
        what = "in the place of a lost character" if is_lost else "which is not a letter"
        message = f"has U+{ord(match[0][0]):04X} {place}, {what}"
        yield Finding(*match.span(), message, "Look at the original, and type the word again.")
