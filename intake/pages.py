"""Renders the intake's pages with the site's own templates."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from brochure.render import assets, environment, page_style
from brochure.render.form_view import form_view
from brochure.render.identity_view import identity_view
from brochure.render.localizer import Localizer
from brochure.render.page_context import page_context
from brochure.render.style import style
from brochure.schema import Form
from brochure.site.form_answers import Answers, FieldError
from brochure.site.page_index import FORM, NOT_FOUND
from brochure.site.site import Site, on_this_day
from intake.spam import HONEYPOT


class Pages:
    """The intake's pages in every language; ``base`` is where the site's own pages are."""

    def __init__(self, site: Site, form: Form, base: str) -> None:
        self.site, self.form, self.base = site, form, base
        self._page = site.page_with(FORM)
        self._env = environment.create(site.root)
        self.asset = functools.cache(lambda name: base + assets.fingerprint(site, name))
        self.style, self.scripts = style(site, base), assets.scripts(site)
        localizers = [
            Localizer(site, language, self._page, base, anywhere=True)
            for language in site.languages
        ]
        self._identities = {  # read once: the files may be exchanged while the service runs
            localizer.language.tag: identity_view(localizer, self.asset) for localizer in localizers
        }

    def entry(
        self, tag: str, answers: Answers, errors: Sequence[FieldError] = (), note: str = ""
    ) -> str:
        """Return the form with what was entered; ``note`` names the string that explains why."""
        return self._render("form", tag, answers, errors, note=note)

    def check(self, tag: str, answers: Answers, stamp: str, trap: str = "", note: str = "") -> str:
        """Return the page for reviewing the answers before they are sent.

        ``stamp`` is its signed timestamp, ``trap`` what was typed into the honeypot.
        """
        return self._render("check", tag, answers, stamp=stamp, trap=trap, note=note)

    def receipt(self, tag: str, reference: str) -> str:
        """Return the page that confirms a submission."""
        return self._render("receipt", tag, {}, reference=reference)

    def error(self, tag: str, reason: str, answers: Answers | None = None) -> str:
        """Return a page that explains what went wrong, with what was typed if it was readable."""
        return self._render("error", tag, answers or {}, reason=reason)

    def address(self, tag: str) -> str:
        """Return the address of the page that shows the form."""
        return self.base + self.site.address(tag, self._page)

    def _render(
        self,
        template: str,
        tag: str,
        answers: Answers,
        errors: Sequence[FieldError] = (),
        **values: Any,
    ) -> str:
        language = self.site.language(tag)
        site = on_this_day(self.site).as_shown()
        localizer = Localizer(site, language, self._page, self.base, anywhere=True)
        page = (
            self.site.pages.get((tag, self._page))
            or self.site.pages[tag, site.page_with(NOT_FOUND)]
        )
        context = page_context(localizer, page, "")
        view = form_view(localizer, self.form, answers, errors)
        context |= {"form": view, "asset": self.asset, "honeypot": HONEYPOT, "intake": template}
        context["style"] = self.style
        context["identity"] = self._identities[tag]
        context["page"] = replace(context["page"], url="")
        html = self._env.get_template(f"intake/{template}.html").render(context | values)
        return page_style.trimmed(html, self.scripts)
