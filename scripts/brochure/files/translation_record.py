"""A translation record: what a translation was made from, with digests of texts.

`brochure.files.record_file` reads and writes the files that hold them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import blake2b
from typing import Literal, NamedTuple

_NAMES = re.compile(
    r"[ ]?\{:?[ ]*\#[\w.:-]+[ ]*\} | (?<=\]\()(?:[\w./-]+\.md(?:\#[\w.-]+)?|\#[\w.-]+)(?=[\s)])",
    re.VERBOSE,
)


class Record(NamedTuple):
    """What is known of a translation since the last note.

    ``source`` is the text that it was made from, and ``translation`` its digest. It is *outdated*
    if its source has changed since, in *review* if it was touched after that, and *unconfirmed* if
    its source has then changed once more. In these states ``seen`` is the digest of the source at
    the last note; it is empty if that is not known.
    """

    source: str
    translation: str
    state: Literal["outdated", "review", "unconfirmed", "done"] = "done"
    seen: str = ""


Records = Mapping[str, Record]


def digest(text: str) -> str:
    """Return a short digest of a text, in which white space counts no more than on a page.

    Neither do the names that all languages share: a heading's id, and a link's place on the site.
    """
    words = " ".join(without_names(text).split())
    return blake2b(words.encode(), digest_size=6).hexdigest()


def without_names(text: str) -> str:
    """Return a text without the ids of headings and without the places on the site it links to."""
    return _NAMES.sub("", text) if "#" in text or ".md" in text else text


def old_digest(text: str) -> str:
    """Return the digest that version 1 stored: white space counts."""
    return blake2b(text.encode(), digest_size=6).hexdigest()
