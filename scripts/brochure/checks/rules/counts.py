"""The number of records in a list is counted, never written by hand.

``content/translation.yaml`` has, for a list, its noun in each language.
Pass: ``{count-areas} areas``; ``in one or two areas``. Fail: ``five areas`` or ``5 main areas``.
Reported are the list's own length and any number from three on: what a list once had, or will have.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from brochure.checks import translation_settings
from brochure.checks.wording.base import covers
from brochure.problems import Problem
from brochure.site.site import Site
from brochure.text import language_tags
from brochure.text.number_words import number_words
from brochure.text.spans import masked
from brochure.text.suggestions import did_you_mean

ID = "hand-written-count"
UNKNOWN = "unknown-id"


# Smaller numbers are often no count of the whole list: in one or two areas.
_FIRST = 3


def check(site: Site) -> Iterator[Problem]:
    """Yield a warning for each count of a list's records that is written in a text."""
    for index, counted in enumerate(site.content.translation.counted):
        if counted.list not in site.counts:
            source = site.sources["translation"]
            message = f'"counted" names the list "{counted.list}", which has no records'
            hint = did_you_mean(counted.list, site.counts)
            yield source.problem(("translation", "counted", index, "list"), UNKNOWN, message, hint)
            continue
        for tag, nouns in counted.nouns.items():
            if tag in site.tags:
                yield from _check(site, tag, counted.list, nouns)


def _check(site: Site, tag: str, name: str, nouns: tuple[str, ...]) -> Iterator[Problem]:
    values = number_words(language_tags.base(tag))
    pattern = _pattern((*values, r"\d+"), nouns)
    allowed = translation_settings.allowed(site, tag, ID)
    for segment in site.segments_with_words(tag, nouns):
        for match in pattern.finditer(masked(segment.text)):
            value = values.get(match[1].lower()) or int(match[1])
            is_exempt = covers(allowed, segment.text, match.span())
            if is_exempt or (value != site.counts[name] and value < _FIRST):
                continue
            message = f"has a count written by hand: “{match[0]}”"
            hint = (
                f'Write "{{count-{name}}}" for the number, which is {site.counts[name]} now: it'
                f" follows the list. {translation_settings.how_to_allow(ID)}"
            )
            yield segment.problem(match.start(), ID, message, hint, level="warning")


@functools.lru_cache(maxsize=256)
def _pattern(numbers: tuple[str, ...], nouns: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for a number before a noun, perhaps with a word between them."""
    known = "|".join(map(re.escape, nouns))
    return re.compile(
        rf"(?<![\w.,-])({'|'.join(numbers)})[ \u00a0](?:[^\W\d]+[ \u00a0])?(?:{known})(?!\w)",
        re.IGNORECASE,
    )
