"""Letters are written one by one, not as the ligatures of a typeset document.

Pass: ``office``, ``cœur``. Fail: ``o\ufb03ce``, as copied from a PDF: a search for “office” misses
it.

Source: Unicode, block Alphabetic Presentation Forms.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from brochure.checks.wording.base import Context, Finding
from brochure.text.spans import masked

ID = "ligature"

_LIGATURES = re.compile("[\ufb00-\ufb06\ufb13-\ufb17]")


def find(text: str, context: Context) -> Iterator[Finding]:
    """Yield a finding for each Latin or Armenian ligature."""
    del context
    if text.isascii() or not _LIGATURES.search(text):
        return
    for match in _LIGATURES.finditer(masked(text)):
        letters = unicodedata.normalize("NFKC", match[0])
        message = f"has the ligature “{match[0]}” for “{letters}”"
        yield Finding(*match.span(), message, f"Type the letters: “{letters}”.", letters)
