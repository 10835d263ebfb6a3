"""Every page of a published language has a title and a description.

Pass: front matter with ``title: Areas`` and ``description: …``. Fail: either is missing or empty.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.problems import Problem
from brochure.site.site import Site

ID = "page-metadata"

_PURPOSES = {
    "title": "It is the page's heading.",
    "description": "Search engines and shared links show it.",
}


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each missing title or description."""
    for page in site.pages.values():
        if page.language not in site.published:
            continue
        for key, purpose in _PURPOSES.items():
            data = page.source.data if isinstance(page.source.data, dict) else {}
            if not getattr(page, key) and not data.get(key):  # the loader reports wrong types
                hint = f'Write "{key}: …" between the two lines "---" at the top. {purpose}'
                yield page.problem(
                    page.source.position((key,)), ID, f'page "{page.name}" has no {key}', hint
                )
