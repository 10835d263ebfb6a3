"""Renders pages with the site's own templates, between the site's own header and footer."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from brochure.render import assets, environment, page_style
from brochure.render.identity_view import identity_view
from brochure.render.localizer import Localizer
from brochure.render.page_context import page_context
from brochure.render.style import style
from brochure.site.page_index import FORM, NOT_FOUND
from brochure.site.site import Site, on_this_day


class Renderer:
    """What makes a page of the intake, in every language; the site's own pages are at ``base``."""

    def __init__(self, site: Site, base: str) -> None:
        self.site, self.base, self.page = site, base, site.page_with(FORM)
        self._env = environment.create(site.root)
        self.asset = functools.cache(lambda name: base + assets.fingerprint(site, name))
        self.style, self.scripts = style(site, base), assets.scripts(site)
        localizers = [
            Localizer(site, language, self.page, base, anywhere=True) for language in site.languages
        ]
        self._identities = {  # read once: the files may be exchanged while the service runs
            localizer.language.tag: identity_view(localizer, self.asset) for localizer in localizers
        }

    def localizer(self, tag: str) -> Localizer:
        """Return the localizer of a language, as of today."""
        site = on_this_day(self.site).as_shown()
        return Localizer(site, self.site.language(tag), self.page, self.base, anywhere=True)

    def render(
        self, template: str, tag: str, where: Callable[[str], str] | None, **values: Any
    ) -> str:
        """Return a page; ``where`` is its address in each language, if it has one."""
        localizer = self.localizer(tag)
        page = (
            self.site.pages.get((tag, self.page))
            or self.site.pages[tag, localizer.site.page_with(NOT_FOUND)]
        )
        context = page_context(localizer, page, "")
        if where:  # leads to the same page of the intake, in each language
            context["languages"] = [
                replace(view, url=where(view.tag)) for view in context["languages"]
            ]
        context |= {"asset": self.asset, "intake": template}
        context["style"] = self.style
        context["identity"] = self._identities[tag]
        context["page"] = replace(context["page"], url="")
        html = self._env.get_template(f"intake/{template}.html").render(context | values)
        return page_style.trimmed(html, self.scripts)
