"""The state of each translation: missing, outdated, to be reviewed, or done.

A record tells what a translation was made from. If its source has changed since, the translation
is outdated; if it was touched after that, nobody knows whether it fits: it needs a review. Source
and translation that changed between the same two notes count as made for each other. Dates do not
matter.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from brochure.files.record_file import Record, Records, digest
from brochure.site.units import Unit
from brochure.text.document import parse

State = Literal["missing", "outdated", "review", "done"]

_FILE = re.compile(r"page\.[^.#]+|[^.]+")


class Status(NamedTuple):
    """A translation's state; the record that it is compared with, if any; and whose that was."""

    state: State
    record: Record | None = None
    key: str = ""


def state(text: str | None, source: str | None, record: Record | None) -> State:
    """Return the state of a translation, given its present source and its record."""
    if not text or not source or record is None:
        return "done" if text else "missing"
    untouched = digest(text) == record.translation
    match record.state, not is_same(source, record.source):
        case "done", True:
            return "outdated" if untouched else "done"
        case "outdated", True:
            return "outdated" if untouched else "review"
        case "outdated", False:  # its source is as it was
            return "done" if untouched else "review"
        case "review", True:  # perhaps its source has changed once more
            has_changed_again = record.seen not in {"", digest(source)}
            return "outdated" if untouched and has_changed_again else "review"
    return record.state


def is_same(one: str, other: str) -> bool:
    """Whether two texts differ in white space alone: a paragraph is wrapped in another way."""
    if one == other:
        return True
    return one.split() == other.split() and parse(one).elements == parse(other).elements


def version(source: str, text: str) -> str:
    """Return what identifies a source and its translation, as in ``translations/confirm.yaml``."""
    return digest(f"{digest(source)} {digest(text)}")[:8]


def statuses(
    units: Collection[Unit],
    tag: str,
    source: str,
    records: Records,
    confirmed: Collection[str] = (),
) -> dict[str, Status]:
    """Return the status of each unit in the language ``tag`` by key.

    ``source`` is the language that translations are made from; the keys that are ``confirmed``
    are done.
    """
    lineage = _Lineage(units, tag, source, records)
    result = {}
    for unit in units:
        key, texts = unit.key, unit.texts
        text, original, record = texts.get(tag), texts.get(source), records.get(key)
        if not (text and original):
            result[key] = Status(state(text, original, record), record, key)
        elif record and record.source == original and record.state == "done":
            result[key] = Status("done", record, key)  # nearly always, and quick
        elif key in confirmed:
            result[key] = Status("done", record, key)
        else:
            result[key] = lineage.status(key, original, text)
    return result


class _Lineage:
    """Finds the records of texts that have got another key."""

    def __init__(self, units: Iterable[Unit], tag: str, source: str, records: Records) -> None:
        self._units, self._tag, self._source = units, tag, source
        self._records = records

    def status(self, key: str, source: str, text: str) -> Status:
        """Return the status of a text whose key has no record, or that of another source."""
        own = self._records.get(key)
        if own and (is_same(source, own.source) or _knows(own, source, text)):
            return Status(state(text, source, own), own, key)
        for found in self._matches(key, source, text):
            near = [other for other in found if _file(other) == _file(key)] or found
            record = self._records[near[0]]
            several = len({self._records[other] for other in near}) > 1
            return Status("review" if several else state(text, source, record), record, near[0])
        return Status(state(text, source, own), own, key)

    @functools.cached_property
    def _pairs(self) -> dict[str, tuple[str | None, str | None]]:
        """Each unit's source and its text, by key."""
        first, tag = self._source, self._tag
        return {unit.key: (unit.texts.get(first), unit.texts.get(tag)) for unit in self._units}

    @functools.cached_property
    def _by_digest(self) -> dict[str, list[str]]:
        """The keys of the records in which a digest occurs, of a source or of a translation."""
        keys: dict[str, list[str]] = {}
        for key, record in self._records.items():
            for name in {record.translation, digest(record.source), record.seen} - {""}:
                keys.setdefault(name, []).append(key)
        return keys

    def _matches(self, key: str, source: str, text: str) -> Iterator[list[str]]:
        """Yield the keys of records that match both texts; the translation; an unsettled source."""
        # A record is taken over from a text that is gone, or copied from an equal one.
        same_text = [
            other
            for other in self._by_digest.get(digest(text), ())
            if other != key
            and self._records[other].translation == digest(text)
            and self._pairs.get(other, (source, text)) == (source, text)
        ]
        both = [other for other in same_text if is_same(source, self._records[other].source)]
        open_source = [
            other
            for other in self._by_digest.get(digest(source), ())
            if other not in self._pairs and self._records[other].state != "done"
        ]
        yield from filter(None, (both, same_text, open_source))


def _knows(record: Record, source: str, text: str) -> bool:
    return digest(text) == record.translation or digest(source) == record.seen


def _file(key: str) -> str:
    match = _FILE.match(key)
    return match[0] if match else key


def refreshed(
    units: Collection[Unit],
    tag: str,
    source: str,
    records: Records,
    statuses: Mapping[str, Status],
) -> dict[str, Record]:
    """Return the records of the language ``tag`` as the next note has them.

    The records of texts that are gone stay: a text may come back, even under another key.
    """
    new = dict(records)
    keys = {unit.key for unit in units}
    for unit in units:
        status, text = statuses[unit.key], unit.texts.get(tag, "")
        original, known = unit.texts.get(source), status.record
        if not (text and original):
            continue
        if status.key not in keys:
            new.pop(status.key, None)
        if status.state == "done":
            new[unit.key] = Record(original, digest(text))
        elif known and status.state == "outdated":
            is_reviewed = known.state == "review"
            new[unit.key] = (
                known if is_reviewed else known._replace(state="outdated", seen=digest(original))
            )
        elif known:
            new[unit.key] = Record(known.source, digest(text), "review", digest(original))
    return new
