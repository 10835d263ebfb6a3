"""A quotation has no quotation marks around it: the page sets them, as each language does.

Pass: ``It is fast.`` and ``“Fast” is “good”.`` as a quotation. Fail: ``“It is fast.”``
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.checks.wording.base import Context, Finding

ID = "quotation-marks"

_PAIRS = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‘": "’",
    "‚": "‘’",
    "‹": "›",
    '"': '"',
    "「": "」",
}
_SPACES = " \u00a0\u202f"


def find(text: str, context: Context) -> Iterator[Finding]:
    """Yield a finding if marks enclose the whole text."""
    closing = _PAIRS.get(text[:1], "")
    if not context.is_quotation or len(text) < len("“a”") or text[-1] not in closing:
        return
    inner = text[1:-1]
    if not any(mark in inner for mark in (text[0], *closing)):
        message = f"has quotation marks around it: {text[0]} {text[-1]}"
        hint = "Delete both: the page shows those of the language."
        yield Finding(0, len(text), message, hint, inner.strip(_SPACES))
