"""A text that invites readers to send a request says something else while none are accepted.

Pass: "Fill in the form" with words for ``closed``, or with ``shown_while: [open]``; "Once requests
are open, send the form". Fail: "Fill in the form" alone. Strings are not looked at: templates
decide when they are shown; nor is the form, which is shown while requests are open.
"""

from __future__ import annotations

import configparser
import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from brochure.checks import translation_settings
from brochure.checks.wording.base import covers
from brochure.problems import Problem
from brochure.schema.content import ShownOn
from brochure.site.segment import Segment
from brochure.site.site import Site
from brochure.site.units import PageUnit, Unit
from brochure.text import language_tags
from brochure.text.spans import blocks, hidden
from brochure.text.suggestions import shorten

ID = "always-inviting"

_LENGTH = 60
WORDS = Path(__file__).with_suffix(".ini")
# A question does not invite.
_SENTENCE = re.compile(r"(?>(?:[^.!?؟]|[.!?](?=\w))+)(?![?؟])")


class Invitation(NamedTuple):
    """The words that invite, and their offset in the text."""

    words: str
    offset: int


def check(site: Site) -> Iterator[Problem]:
    """Yield a warning for each text that invites although requests may not be open."""
    reported: set[Unit] = set()
    for tag in site.published:
        if language_tags.base(tag) not in _patterns():
            continue
        allowed = translation_settings.allowed(site, tag, ID)
        for segment in site.segments(tag):
            unit = segment.unit
            if unit in reported or unit.shown_on is not ShownOn.PAGES or unit.phases <= {"open"}:
                continue
            if found := invitation(segment.text, tag, allowed):
                reported.add(unit)
                yield _problem(segment, found)


@functools.lru_cache(maxsize=50_000)  # all texts in 24 languages
def invitation(text: str, tag: str, allowed: tuple[str, ...] = ()) -> Invitation | None:
    """Return the first invitation in a text, but for those in sentences with allowed words."""
    patterns = _patterns().get(language_tags.base(tag))
    if patterns is None:
        return None
    view = hidden(text)
    for block in blocks(text):
        for sentence in _SENTENCE.finditer(view, block.start, block.end):
            does, whats, unless = (pattern.search(sentence[0]) for pattern in patterns)
            is_exempt = covers(allowed, sentence[0])
            if does and whats and not unless and not is_exempt:
                first, last = sorted((does, whats), key=re.Match.start)
                begin = sentence.start() + first.start()
                words = text[begin : sentence.start() + last.end()]
                return Invitation(" ".join(words.split()), begin)
    return None


def _problem(segment: Segment, found: Invitation) -> Problem:
    words, unit = shorten(found.words, _LENGTH), segment.unit
    message = f"invites readers (“{words}”) even while requests are not open"
    if not isinstance(unit, PageUnit):
        how = 'Below its languages, write "closed:" and what it says then in each of them, or the'
        how += ' line "shown_while: [open]"'
    elif unit.is_prose:
        how = "At the end of the section, write a line {closed} and below it what it says then"
    else:
        how = f'Below it, write "{unit.section_id}_closed:" and what it says then'
    hint = f"{how}. {translation_settings.how_to_allow(ID)}"
    return segment.problem(found.offset, ID, message, hint, level="warning")


@functools.cache
def _patterns() -> dict[str, tuple[re.Pattern[str], ...]]:
    """Return by language what says to do something, what is sent, and when a sentence holds."""
    data = configparser.ConfigParser(interpolation=None)
    data.read(WORDS, encoding="utf-8")
    return {
        tag: tuple(_pattern(data[tag][key].split(", ")) for key in ("do", "what", "unless"))
        for tag in data.sections()
    }


def _pattern(words: list[str]) -> re.Pattern[str]:
    """Return a pattern for any of the words; white space and the form of apostrophes vary."""
    parts = (
        re.escape(word).replace(r"\*", r"\w*").replace("’", "['’]").replace(r"\ ", r"\s+")
        for word in words
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)
