"""Shows the status of translations as a page that anyone can open, print and forward."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import jinja2
from markupsafe import Markup

from brochure.render.style import properties
from brochure.site.site import Site
from brochure.text.cldr import english_name
from brochure.translation import status_data
from brochure.translation.status import STATES, LanguageStatus, stale_summary


def render(site: Site, languages: Sequence[LanguageStatus], base: str = "") -> str:
    """Return the page, which needs no other file; it links to pages at ``base``, if given."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    first = site.languages[0]
    return env.get_template("status.html").render(
        styles=Markup(properties(site.content.identity)),  # noqa: S704 - checked colours and names
        name=site.content.site.name[first.tag],
        today=site.today,
        source=first.tag,
        source_name=english_name(first.tag),
        rows=list(zip(languages, status_data.data(site, languages, base), strict=True)),
        states=STATES,
        summary=stale_summary(languages),
        edits_online=bool(site.content.site.edit_url),
    )
