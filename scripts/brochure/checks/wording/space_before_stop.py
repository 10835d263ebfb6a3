"""A full stop or a comma follows its word without a space.

Pass: ``It ended.`` ``in .NET``, ``and … so on``. Fail: ``It ended .`` and ``one , two``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from brochure.checks.wording.base import Context, Finding, word_before
from brochure.checks.wording.words import MARKS
from brochure.text.spans import masked

ID = "space-before-stop"

# After a letter, not after a sign that may mean anything; and nothing joins the mark to what
# follows, as in ".NET" or ", ,".
_SPACE = re.compile(rf"(?<=[^\W\d_]|[{MARKS}])[ \u00a0\u202f]+(?=[.,،](?:[ \n]|$)(?![ ]?[.,،…]))")


def find(text: str, context: Context) -> Iterator[Finding]:
    """Yield a finding for each space before a full stop or a comma."""
    del context
    view = masked(text)
    for match in _SPACE.finditer(view):
        word, mark = word_before(text, match.start()), view[match.end()]
        message = f'has a space before "{mark}" after “{word}”'
        yield Finding(*match.span(), message, "Delete it.", "")
