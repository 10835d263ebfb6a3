"""A text has no tabs.

Pass: ``Name: Amina``. Fail: the same with a tab after the colon, as copied from a table. How wide
a tab is shown depends on the program. Tabs that indent a line or pad a table's cell are ignored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from brochure.checks.wording.base import Context, Finding, word_before
from brochure.text.spans import masked

ID = "tab"

_TAB = re.compile(r"(?<=\S) *\t[ \t]*(?=\S)")


def find(text: str, context: Context) -> Iterator[Finding]:
    """Yield a finding for each tab within a line, with the spaces around it."""
    del context
    if "\t" not in text:
        return
    for match in _TAB.finditer(masked(text)):
        message = f"has a tab after “{word_before(text, match.start())}”"
        yield Finding(*match.span(), message, "Write a space.", " ")
