"""The state of each translation: missing, outdated, to be reviewed, or done.

A record tells what a translation was made from. If its source has changed since, the translation
is outdated; if it was touched after that, nobody knows whether it fits: it needs review. Source
and translation that changed between the same two notes count as made for each other. Dates do not
matter.
"""

from __future__ import annotations

import functools
from typing import Literal, NamedTuple

from brochure.files.translation_record import TranslationRecord, digest, without_names
from brochure.text.parser import parse

TranslationState = Literal["missing", "outdated", "review", "done"]


class Status(NamedTuple):
    """A translation's state; the record that it is compared with, if any, and whose that was.

    ``is_noted`` if it is for these very texts.
    """

    state: TranslationState
    record: TranslationRecord | None = None
    key: str = ""
    is_noted: bool = False


def state(
    text: str | None, source: str | None, record: TranslationRecord | None
) -> TranslationState:
    """Return the state of a translation, given its present source and its record."""
    if not text or not source or record is None:
        return "done" if text else "missing"
    untouched = digest(text) == record.translation
    match record.state, not is_same(source, record.source):
        case "done", True:
            return "outdated" if untouched else "done"
        case "outdated" | "unconfirmed", True:
            return "outdated" if untouched else "review"
        case "outdated", False:  # its source is as it was
            return "done" if untouched else "review"
        case "review", True:  # perhaps its source has changed once more
            has_changed_again = record.seen not in {"", digest(source)}
            return "outdated" if untouched and has_changed_again else "review"
    return "done" if record.state == "done" else "review"


@functools.lru_cache(maxsize=10_000)  # in every language, a source has changed in the same way
def is_same(one: str, other: str) -> bool:
    """Whether two texts differ in nothing that has to be translated.

    A paragraph may be wrapped in another way, or a heading or a page have been renamed.
    """
    return one == other or is_rewrapped(without_names(one), without_names(other))


def is_rewrapped(one: str, other: str) -> bool:
    """Whether two texts differ in white space alone, and not in what readers see."""
    if one == other:
        return True
    return one.split() == other.split() and parse(one).elements == parse(other).elements


def is_noted(source: str, text: str, record: TranslationRecord) -> bool:
    """Whether a source and its translation are those that the record was noted from."""
    if digest(text) != record.translation:
        return False
    return (
        is_same(source, record.source) if record.state == "done" else digest(source) == record.seen
    )


def version(source: str, text: str) -> str:
    """Return the version of a source and its translation, as in ``translations/confirm.yaml``."""
    return digest(f"{digest(source)} {digest(text)}")[:8]
