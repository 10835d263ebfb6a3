"""Renders the desk's pages: with the site's templates, and around each what all of them have."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from brochure.site.site import on_this_day
from intake.desk.labels import Labels
from intake.journey import names
from intake.sign_in import guard
from intake.sign_in.guard import Guard
from intake.sign_in.member import Member

# The parts of the desk in the order of its menu: what their addresses begin with, and who may see
# them.
SECTIONS = {
    "": "read",
    "mails": "read",
    "figures": "read",
    "people": "administer",
    "team": "administer",
}


@dataclass(frozen=True)
class Section:
    """A part of the desk in its menu."""

    name: str
    url: str
    current: bool


class DeskPages:
    """The desk's pages in every language, for members who have passed the guard."""

    def __init__(self, guarding: Guard) -> None:
        self.guard, self.base = guarding, guarding.base
        self.responses, self.site = guarding.responses, guarding.site
        self.form = guarding.responses.form
        self._labels = functools.lru_cache(maxsize=64)(self._new_labels)

    def render(
        self, request: Request, template: str, member: Member, status: int = 200, **values: object
    ) -> Response:
        """Return the page of ``overrides/intake/staff/<template>.html`` for a request.

        Templates extend ``intake/staff/base.html``. They have all that pages of the site have, the
        ``values``, and ``member``, ``desk`` (the address of the desk in this language), and
        ``csrf``, a hidden field that each of their forms begins with.
        """
        tag = request.path_params["language"]
        below = request.url.path.partition(f"/staff/{tag}/")[2]
        query = f"?{request.url.query}" if request.url.query and request.method == "GET" else ""
        desk = f"{self.base}{tag}/"

        def where(other: str) -> str:
            return f"{self.base}{other}/{quote(below)}{query}"

        html = self.responses.pages.render(
            f"staff/{template}",
            tag,
            where,
            member=member,
            desk=desk,
            desk_sections=[
                Section(name or "requests", f"{desk}{name}", _is_current(name, below))
                for name, role in SECTIONS.items()
                if member.may(role)
            ],
            csrf_name=names.CSRF,
            csrf_token=guard.csrf(request),
            **values,
        )
        return self.responses.page(html, status)

    def address(self, tag: str, path: str = "") -> str:
        """Return the address of a page of the desk in a language."""
        return f"{self.base}{tag}/{path}"

    def labels(self, tag: str) -> Labels:
        """Return the labels of a language, as of today."""
        return self._labels(tag, on_this_day(self.site).today)

    def _new_labels(self, tag: str, _today: object) -> Labels:
        return Labels(self.responses.pages.localizer(tag), self.form)


def _is_current(section: str, below: str) -> bool:
    first = below.partition("/")[0]
    return first == section or (not section and first == "requests")
