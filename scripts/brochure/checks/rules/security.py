"""security.txt expires neither soon nor later than RFC 9116 allows.

Pass: ``expires`` in two to twelve months. Fail (warnings): within thirty days, in the past, or in
more than a year.

Source: https://www.rfc-editor.org/rfc/rfc9116
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.problems import Problem
from brochure.site.site import Site

ID = "security-contact"
_SOON = 30  # days
_YEAR = 366


def check(site: Site) -> Iterator[Problem]:
    """Yield a warning if the day until which it holds is too near or too far."""
    security = site.content.site.security
    if security is None:
        return
    days = (security.expires - site.today).days
    hint = "Check that the address still receives reports, and write a day eleven months from now."
    if days < 0:
        message = f"security.txt expired on {security.expires}, and is no longer published"
    elif days < _SOON:
        message = f"security.txt expires on {security.expires}, and is not published after that"
    elif days > _YEAR:
        message = f"security.txt expires on {security.expires}, more than a year from now"
        hint = "Write a day eleven months from now: those who find it must be able to rely on it."
    else:
        return
    location = ("site", "security", "expires")
    yield site.sources["site"].problem(location, ID, message, hint, level="warning")
