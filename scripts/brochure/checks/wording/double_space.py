"""There is one space between two words.

Pass: ``the area``. Fail: ``the  area``. Indentation, padding in tables and the two spaces that
break a line in Markdown are ignored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from brochure.checks.wording.base import Context, Finding, word_before
from brochure.text.spans import masked

ID = "double-space"

_NO_BREAK = "\u00a0\u202f"
_SPACES = re.compile(rf"(?<=[^\s])[ {_NO_BREAK}]{{2,}}(?=[^\s])")


def find(text: str, context: Context) -> Iterator[Finding]:
    """Yield a finding for each run of spaces within a line."""
    del context
    for match in _SPACES.finditer(masked(text)):
        count = "two" if len(match[0]) == len("  ") else str(len(match[0]))
        message = f"has {count} spaces after “{word_before(text, match.start())}”"
        space = next((character for character in match[0] if character in _NO_BREAK), " ")
        yield Finding(*match.span(), message, "Leave one.", space)
