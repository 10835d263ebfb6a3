"""What ``content/translation.yaml`` says of units: exemptions from rules, and longest texts.

It names units by patterns of their keys, such as ``eligibility.*``.
"""

from __future__ import annotations

import fnmatch
import functools
import re
from collections.abc import Callable

from brochure.checks.wording import Exemptions
from brochure.site.site import Site


def exemptions(site: Site, tag: str) -> Exemptions:
    """Return pairs of a rule's id and words that it leaves alone in the language ``tag``."""
    return tuple(
        (exemption.rule, exemption.text)
        for exemption in site.content.translation.allowed
        if not exemption.languages or tag in exemption.languages
    )


def limit(site: Site, key: str) -> int | None:
    """Return the longest text that a unit may have, in characters, if there is a limit."""
    limits = site.content.translation.limits
    return min((one.characters for one in limits if key_matcher((one.units,))(key)), default=None)


@functools.lru_cache(maxsize=256)
def key_matcher(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    """Return a function that says whether a unit's key matches any of the patterns."""
    if not patterns:
        return lambda _key: False
    whole = re.compile("|".join(map(fnmatch.translate, patterns)))
    return lambda key: bool(whole.match(key))
