"""Turns the answers of other sites into problems where their addresses are written.

Pass: 200, a redirect for the moment. Fail: 404 and 410 (``link-gone``), a redirect for good
(``link-moved``), a certificate that does not hold (``link-certificate``), no answer, a redirect
in a circle, or any other error (``link-unreachable``).
"""

from __future__ import annotations

import contextlib
from http import HTTPStatus

from brochure.checks.web.addresses import external
from brochure.checks.web.asking import LinkResponse, Politeness, Progress, ask
from brochure.problems import Level, Problem
from brochure.site.site import Site

GONE, MOVED = "link-gone", "link-moved"
UNREACHABLE, CERTIFICATE = "link-unreachable", "link-certificate"

_ERROR = HTTPStatus.BAD_REQUEST


def check_links(
    site: Site, progress: Progress, politeness: Politeness | None = None
) -> list[Problem]:
    """Ask for each address of other sites to which the published site leads.

    An interruption keeps what was found so far.
    """
    places = external(site.without_drafts())
    problems: list[Problem] = []
    with contextlib.suppress(KeyboardInterrupt):
        for address, answer in ask(places, _name(site), politeness or Politeness(), progress):
            if found := _problem(address, answer):
                rule, message, hint, level = found
                problems += [place(rule, message, hint, level=level) for place in places[address]]
    return problems


def _name(site: Site) -> str:
    """Return who asks, for the server's log."""
    return f"brochure (checks the links of {site.content.site.url})"


def _problem(address: str, answer: LinkResponse) -> tuple[str, str, str, Level] | None:
    """Return rule, message, hint and level; None if nothing is wrong."""
    if answer.is_certificate:
        what = f"whose certificate is not valid: {answer.failure}"
        hint = "Browsers warn their users: tell the owners of that site, or link elsewhere."
        return CERTIFICATE, f"links to {address}, {what}", hint, "error"
    if answer.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        what = f"which no longer exists ({answer.status})"
        hint = "Search that site for the page and write its address, or delete the link."
        return GONE, f"links to {address}, {what}", hint, "error"
    if what := _failure(answer):
        hint = "Open it in a browser. If it works there, but refuses programs, add it to"
        hint += " unasked_addresses in content/site.yaml. Otherwise try again another day."
        return UNREACHABLE, f"links to {address}, {what}", hint, "warning"
    if answer.moved_to:
        hint = f"Write the new address: {answer.moved_to}"
        return MOVED, f"links to {address}, which has moved permanently", hint, "warning"
    return None


def _failure(answer: LinkResponse) -> str:
    if answer.failure:
        return f"which cannot be reached: {answer.failure}"
    if answer.status == HTTPStatus.LOOP_DETECTED:
        return "which redirects in a circle"
    return f"which answers {_status(answer.status)}" if answer.status >= _ERROR else ""


def _status(code: int) -> str:
    """Return a status with its name, such as ``403 Forbidden``."""
    try:
        return f"{code} {HTTPStatus(code).phrase}"
    except ValueError:
        return str(code)
