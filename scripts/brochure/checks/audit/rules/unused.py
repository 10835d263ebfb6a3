"""Every file is used by a page, and every page is reached by links.

Used is what a page links to or loads, what its style sheets load, and what its scripts name.
``unused`` of audit.yaml lists files that nothing needs to link to.

Pass: a style sheet that a page loads; ``robots.txt``. Fail (warnings): an image that nothing shows;
a page to which no other page links.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator

from brochure.checks.audit.built import BuiltSite
from brochure.problems import Problem

ID = "unused-file"

# What servers, browsers and search engines ask for by themselves.
_WELL_KNOWN = (
    "robots.txt",
    "favicon.ico",
    "apple-touch-icon*.png",
    "sitemap*.xml",
    ".well-known/*",
    "CNAME",
    ".nojekyll",
    "_headers",
    "_redirects",
    "*.gz",
    "*.br",
    "nginx-*.conf",
    "[45][0-9][0-9].html",
    "*/[45][0-9][0-9].html",
    "google*.html",
    # What the script of a search loads: its core and its index, of which a rule knows.
    "*/pagefind.js",
    "*/pagefind-entry.json",
    "*/*.pagefind",
    "*/*.pf_*",
)


def check(built: BuiltSite) -> Iterator[Problem]:
    """Yield a problem for each file that nobody will find."""
    used = _used(built)
    patterns = (*_WELL_KNOWN, *built.settings.unused)
    code = "\n".join(
        inline.code
        for page in built.pages.values()
        for inline in page.inlines
        if inline.kind in {"script", "data", "linked data"}
    )
    code += "\n".join(text for path, text in built.scripts.items() if path in used)
    for path in built.files:
        if path in used or any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns):
            continue
        page = built.pages.get(path)
        if page and (page.is_not_found or page.refresh or path == "index.html"):
            continue
        if not page and path.rpartition("/")[2] in code:
            continue
        message = "no page links to this page" if page else "no page uses this file"
        hint = 'Link to it, remove it, or list it under "unused:" in audit.yaml.'
        yield built.problem(path, None, ID, message, hint, level="warning")


def _used(built: BuiltSite) -> set[str]:
    """Return the files that pages and style sheets name."""
    used: set[str] = set(built.sitemap.files)
    for page in built.pages.values():
        addresses = [link.href for link in page.links]
        addresses += [resource.address for resource in page.resources]
        addresses += [link.href for link in page.head_links if not link.hreflang]
        addresses += [meta.content for meta in page.metas if meta.name == "og:image"]
        found = {built.target(page, address).path for address in addresses}
        used |= found - {page.path}
    for sheet, loaded in built.sheets.items():
        base = built.home + sheet
        used |= {built.target_from(base, address).path for address in loaded}
    return used
