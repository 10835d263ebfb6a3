"""A translation record: what a translation was made from, with digests of texts.

`brochure.files.record_file` reads and writes the files that hold them.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Literal, NamedTuple

# Part of the format, whatever the converter takes for a link: stored digests depend on it.
_NAMES = re.compile(
    r"[ ]?\{:?[ ]*\#[\w.:-]+[ ]*\} | (?<=\]\()(?:[\w./-]+\.md(?:\#[\w.-]+)?|\#[\w.-]+)(?=[\s)])",
    re.VERBOSE,
)


class TranslationRecord(NamedTuple):
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


Records = Mapping[str, TranslationRecord]
Fields = tuple[str, str, str, str]


class StoredRecords(Mapping[str, TranslationRecord]):
    """The records of a file, each of which is made when somebody asks for it.

    24 languages of 5,000 units have a hundred thousand. Their ``fields`` are plain tuples, at which
    Python's garbage collector looks once, not again and again.
    """

    def __init__(self, fields: Mapping[str, Fields]) -> None:
        self.fields = fields

    def __getitem__(self, key: str) -> TranslationRecord:
        """Return the record of a unit."""
        return TranslationRecord._make(self.fields[key])

    def __iter__(self) -> Iterator[str]:
        """Yield the keys in the order of the file."""
        return iter(self.fields)

    def __len__(self) -> int:
        """Return the number of records."""
        return len(self.fields)


def fields(records: Records) -> Mapping[str, Fields]:
    """Return what records consist of, by key."""
    return records.fields if isinstance(records, StoredRecords) else records


@functools.lru_cache(maxsize=100_000)  # all texts in 24 languages, and their sources
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
