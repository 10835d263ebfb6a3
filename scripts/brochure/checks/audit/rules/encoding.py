"""Pages are in UTF-8, say so, and are not empty.

Pass: a page in UTF-8 with ``<meta charset="utf-8">``. Fail: one in Latin-1 or UTF-16, one that
declares another encoding than it is in, an empty file.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.checks.audit.built import BuiltSite
from brochure.checks.audit.page import ElementPlace
from brochure.problems import Problem

ID = "page-encoding"


def check(built: BuiltSite) -> Iterator[Problem]:
    """Yield a problem for each page that browsers may read in another way than it was meant."""
    hint = 'Let the generator write pages in UTF-8, with <meta charset="utf-8"> at the top.'
    for page in built.pages.values():
        for line, fault in page.faults:
            yield built.problem(page, ElementPlace(line, "", 0), ID, f"the page {fault}", hint)
        if page.faults:
            continue
        if not page.charset:
            yield built.problem(
                page, None, ID, "the page declares no encoding", hint, level="warning"
            )
        elif page.charset not in {"utf-8", "utf8"}:
            message = f'the page declares the encoding "{page.charset}"; expected utf-8'
            yield built.problem(page, None, ID, message, hint)
