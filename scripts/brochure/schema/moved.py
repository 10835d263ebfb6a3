"""Keys of earlier versions: what changed, and what replaces them.

When a key of a record is renamed or removed, add it here, so that content which was written for the
version before is met with the change and not with a list of keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from brochure.problems import Location


class MovedKey(NamedTuple):
    """What has changed, after the name of a key; what to do; and the key that took its place."""

    change: str
    hint: str
    instead: str = ""


# By the keys that lead to each; positions in lists are left out.
MOVED: Mapping[tuple[str, ...], MovedKey] = {
    ("form", "page"): MovedKey(
        "the page that shows the form says so itself now",
        'Delete the line, and write "role: form" between the two lines "---" at the top of that'
        " page in the default language.",
    ),
    ("form", "groups"): MovedKey(
        "each group of questions is now a step, with a page of its own",
        'Write "steps:" instead. The id of a step is its address.',
        "steps",
    ),
    ("form", "steps", "fields", "required_if"): MovedKey(
        "a condition decides whether a question is asked at all, and no longer only whether it must"
        " be answered",
        'Write "asked_if:" instead, and "required: true" if it must be answered when it is asked.',
    ),
} | {
    ("identity", "colours", scheme, key): MovedKey(
        "pages now have two kinds of block, one about readers and one about the programme",
        hint,
        instead,
    )
    for scheme in ("light", "dark")
    for key, instead, hint in (
        ("block", "we", 'Write "we:" instead.'),
        ("on_block", "on_we", 'Write "on_we:" instead.'),
        ("notice", "soft_you", 'Write "soft_you:" instead.'),
        ("accent", "", "Delete the line: links and buttons have the colours of blocks."),
        ("on_accent", "", "Delete the line."),
    )
}


def moved(location: Location) -> MovedKey | None:
    """Return how a key of earlier versions has changed."""
    return MOVED.get(tuple(step for step in location if isinstance(step, str)))
