"""On which page readers see each text of ``content/``: ``.cache/brochure/shown.json``.

A build knows that, for templates decide it; so it writes the file, and reports read it. The file
can be deleted at any time.
"""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path

from brochure.site.page_index import HOME, NOT_FOUND
from brochure.site.site import Site

FILE = Path(".cache", "brochure", "shown.json")

# What each page shows: texts and pages, by language and key or path.
_Seen = Mapping[tuple[str, str], Collection[tuple[str, str]]]


def write(site: Site, seen: _Seen) -> None:
    """Write the page of each text; where that is not possible, no report names it."""
    with contextlib.suppress(OSError):
        path = site.root / FILE
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(main_pages(site, seen), indent=0), encoding="utf-8")


def read(root: Path) -> Mapping[str, str]:
    """Return the name of each text's page by its key; nothing if no build has told."""
    try:
        pages = json.loads((root / FILE).read_bytes())
    except (OSError, ValueError):
        return {}
    return pages if isinstance(pages, dict) else {}


def main_pages(site: Site, seen: _Seen) -> dict[str, str]:
    """Return the page to which each text belongs, among those that show it.

    That is the one that shows most of the text's file: an area's title is on the page of the
    areas and, beside other things, on the home page. What is on all pages belongs to the latter.
    """
    home, not_found = site.page_with(HOME), site.page_with(NOT_FOUND)
    showing: dict[str, set[str]] = {}
    for (_, name), texts in seen.items():
        for _, key in texts if name != not_found else ():
            showing.setdefault(key, set()).add(name)
    counts = Counter((name, u.file) for u in site.units for name in showing.get(u.key, ()))
    everywhere = {name for name in site.page_names if name != not_found}
    pages = {}
    for unit in site.units:
        if names := showing.get(unit.key):
            most = max(sorted(names), key=lambda name: counts[name, unit.file])
            pages[unit.key] = home if names == everywhere else most
    return pages
