"""The entries of the sitemap: each page with its translations, and when it was last changed."""

from __future__ import annotations

import datetime

from brochure.site.page_index import NEWS, NOT_FOUND
from brochure.site.site import Site


def listed(site: Site) -> list[list[tuple[str, str]]]:
    """Return the language and the full address of each page's translations, page by page."""
    url = site.content.site.url
    return [
        [(page.language, url + site.address(page.language, name)) for page in translations]
        for name in site.page_names
        if name != site.page_with(NOT_FOUND) and (translations := list(site.translations(name)))
    ]


def changed(site: Site) -> dict[str, datetime.date]:
    """Return when pages were last changed, by their full addresses, as far as that is known.

    That of news changes with each piece.
    """
    url, news = site.content.site.url, site.page_with(NEWS)
    shown = [item for item in site.content.news if item.is_shown(site.today, site.requests.phase)]
    days = {}
    for tag, name in site.pages:
        known = [day for day in [site.changed(name)] if day]
        known += [item.date for item in shown if name == news]
        if known:
            days[url + site.address(tag, name)] = min(max(known), site.today)
    return days
