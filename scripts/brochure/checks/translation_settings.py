"""The settings of ``content/translation.yaml``: exemptions from rules, and maximum lengths.

They refer to units by patterns of their keys, such as ``eligibility.*``.
"""

from __future__ import annotations

import fnmatch
import functools
import re
from collections.abc import Callable

from brochure.site.site import Site


def exemptions(site: Site, tag: str) -> tuple[tuple[str, str], ...]:
    """Return pairs of a rule's ID and words that it ignores in the language ``tag``."""
    return tuple(
        (exemption.rule, exemption.text)
        for exemption in site.content.translation.allowed
        if not exemption.languages or any(_covers(other, tag) for other in exemption.languages)
    )


def allowed(site: Site, tag: str, rule: str) -> tuple[str, ...]:
    """Return the words that one rule ignores in the language ``tag``."""
    return tuple(words for id_, words in exemptions(site, tag) if id_ == rule)


def how_to_allow(rule: str) -> str:
    """Return a sentence for hints: how a text that is right is exempted from a rule."""
    return (
        'Is it right as it is? List it under "allowed:" in content/translation.yaml, with'
        f' "rule: {rule}".'
    )


def _covers(listed: str, tag: str) -> bool:
    """Whether a listed language is this one, or one that it is a variant of, as es is of es-MX."""
    return tag == listed or tag.startswith(f"{listed}-")


def limit(site: Site, key: str) -> int | None:
    """Return the maximum length of a unit's text in characters, if it has one."""
    limits = site.content.translation.limits
    matching = (limit.characters for limit in limits if key_matcher((limit.units,))(key))
    return min(matching, default=None)


@functools.lru_cache(maxsize=256)
def key_matcher(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    """Return a function that tells whether a unit's key matches any of the patterns."""
    if not patterns:
        return lambda _key: False
    whole = re.compile("|".join(map(fnmatch.translate, patterns)))
    return lambda key: bool(whole.match(key))
