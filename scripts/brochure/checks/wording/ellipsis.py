"""An ellipsis is one character.

Pass: ``and so on…`` Fail: ``and so on...``, which a line break may split and a screen reader may
read as three full stops.

Source: Unicode, U+2026 HORIZONTAL ELLIPSIS; Imprimerie nationale, *Lexique des règles
typographiques*, “Points de suspension”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from brochure.checks.wording.base import Context, Finding, word_before
from brochure.text.spans import masked

ID = "ellipsis"

# Four and more are leaders; after a slash they may be a path.
_DOTS = re.compile(r"(?<![./\\])\.{3}(?![./\\])")


def find(text: str, context: Context) -> Iterator[Finding]:
    """Yield a finding for each three full stops."""
    del context
    for match in _DOTS.finditer(masked(text)):
        word = word_before(text, match.start())
        message = f"has three full stops after “{word}”" if word else "begins with three full stops"
        yield Finding(*match.span(), message, 'Write "…" (U+2026).', "…")
