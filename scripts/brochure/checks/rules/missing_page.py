"""A page exists in every published language.

Pass: docs/en/areas.md, docs/fr/areas.md. Fail: docs/en/areas.md alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.problems import Problem
from brochure.site.site import Site
from brochure.text.cldr import english_name

ID = "missing-page"


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each page and language."""
    for name in sorted(site.page_names):
        for tag in site.published:
            path = f"docs/{tag}/{name}.md"
            if (tag, name) not in site.pages and path not in site.unreadable_paths:
                message = f'page "{name}" has no {english_name(tag)} version'
                other = next((page.path for page in site.translations(name)), None)
                hint = (
                    f"Create the file; {other} shows what it should contain."
                    if other
                    else "Create the file, with title and description."
                )
                yield Problem(path, 1, 1, "error", ID, message, hint)
