"""What ``content/translation.yaml`` allows: words that a rule leaves alone, and longest texts."""

from __future__ import annotations

from brochure.checks.keys import matcher
from brochure.site.site import Site

Words = tuple[tuple[str, str], ...]


def words(site: Site, tag: str) -> Words:
    """Return pairs of a rule's id and words that it leaves alone in the language ``tag``."""
    return tuple(
        (one.rule, one.text)
        for one in site.content.translation.allowed
        if not one.languages or tag in one.languages
    )


def limit(site: Site, key: str) -> int | None:
    """Return the longest text that a unit may have, in characters, if there is a limit."""
    fitting = (
        one.characters for one in site.content.translation.limits if matcher((one.units,))(key)
    )
    return min(fitting, default=None)
