"""A page's title does not repeat the site's name, which browsers and search engines show with it.

Pass: ``Who can request MIEUX+ expertise?`` Fail: ``Areas – MIEUX+``; a title with the name twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from brochure.checks import translation_settings
from brochure.checks.wording.base import covers
from brochure.problems import Problem
from brochure.site.site import Site

ID = "name-in-title"


def check(site: Site) -> Iterator[Problem]:
    """Yield a warning for each title to which the name is added, or that has it twice."""
    names = getattr(site.content.site, "name", None)  # a stand-in for a broken file has none
    for page in site.pages.values():
        name = names.texts.get(page.language, "") if names else ""
        allowed = translation_settings.allowed(site, page.language, ID)
        is_exempt = covers(allowed, page.title)
        if not name or is_exempt or not _repeats(name, page.title):
            continue
        hint = f"Leave the name out. {translation_settings.how_to_allow(ID)}"
        message = f'the title "{page.title}" repeats the site\'s name, which is shown with it'
        position = page.source.position(("title",))
        yield Problem(page.path, *position, "warning", ID, message, hint)


def _repeats(name: str, title: str) -> bool:
    known = re.escape(name)
    added = rf"\s[–—|·-]\s*{known}$|^{known}\s*[–—|·]\s"
    return bool(re.search(added, title)) or len(re.findall(known, title)) > 1
