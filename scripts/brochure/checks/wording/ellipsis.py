"""An ellipsis is one character.

Pass: ``and so on…`` Fail: ``and so on...``, which a line break may split and a screen reader may
read as three full stops. Before a capital or digit they may be a notation (``If...Then``), and so
may they in the brackets of a manual (``[file...]``): these are ignored. After an abbreviation
they are found, but not fixed.

Source: Unicode, U+2026 HORIZONTAL ELLIPSIS; Imprimerie nationale, *Lexique des règles
typographiques*, “Points de suspension”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from brochure.checks.wording.base import Context, Finding, word_before
from brochure.text.abbreviations import is_abbreviation
from brochure.text.spans import masked

ID = "ellipsis"

# Four and more are leaders; after a slash they may be a path.
_DOTS = re.compile(r"(?<![./\\=&+;])\.{3}(?![./\\=&+;[\]}>])|(?<=[\[\s])\.{3}(?=\])")
# If...Then, 1...5, a...z, and calls with whatever arguments: f(...)
_NOTATION = re.compile(r"\w\.{3}[^\W_a-zß-ÿ]|(?:\b\w|\d)\.{3}\w|\w\(\.{3}")


def find(text: str, context: Context) -> Iterator[Finding]:
    """Yield a finding for each three full stops."""
    del context
    view = masked(text)
    for match in _DOTS.finditer(text):
        if view[match.start()] != ".":
            continue
        if _NOTATION.search(text, max(0, match.start() - 2), match.end() + 1):
            continue
        word = word_before(text, match.start())
        message = f"has three full stops after “{word}”" if word else "begins with three full stops"
        is_abbreviated = is_abbreviation(f"{text[: match.start()]}.", match.start() + 1)
        fix = None if is_abbreviated else "…"
        yield Finding(*match.span(), message, 'Write "…" (U+2026).', fix)
