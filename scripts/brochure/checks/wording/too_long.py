"""A text is not longer than its limit.

Pass: a description of 155 characters where 160 fit. Fail: one of 170. Characters are counted as
written: a placeholder counts with its name.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.checks.wording.base import Context, Finding

ID = "too-long"


def find(text: str, context: Context) -> Iterator[Finding]:
    """Yield a finding for what is beyond the limit."""
    if context.limit is None or len(text) <= context.limit:
        return
    more = len(text) - context.limit
    message = f"has {len(text)} characters, {more} more than the {context.limit} that fit"
    yield Finding(context.limit, len(text), message, "Shorten it.")
