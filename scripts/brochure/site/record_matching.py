"""Finds the record of each translation, which may have another key now, and so its state.

What has the same source and translation is the best match; then comes what has the same source or
the same translation, in the same file first.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator, Mapping
from typing import Protocol

from brochure.files.translation_record import Records, TranslationRecord, digest, fields
from brochure.site import unit_keys
from brochure.site.translation_state import Status, is_noted, is_same, state


class TranslatedText(Protocol):
    """A text in all languages, such as a unit."""

    @property
    def key(self) -> str:
        """The key that identifies it."""

    @property
    def texts(self) -> Mapping[str, str]:
        """The texts that have content, by language tag."""


class Statuses(Mapping[str, Status]):
    """The status of each unit in one language, by key.

    Nearly all translations are done, and noted as they are: 24 languages of 5,000 units have a
    hundred thousand of them. So only the ``others`` are stored.
    """

    def __init__(
        self, units: Mapping[str, TranslatedText], records: Records, others: dict[str, Status]
    ) -> None:
        self._units, self._records, self.others = units, records, others

    def __getitem__(self, key: str) -> Status:
        """Return the status of a unit."""
        if key in self.others or key not in self._units:
            return self.others[key]
        return Status("done", self._records[key], key, is_noted=True)

    def __iter__(self) -> Iterator[str]:
        """Yield the keys in the order of the units."""
        return iter(self._units)

    def __len__(self) -> int:
        """Return the number of units."""
        return len(self._units)


def statuses(
    units: Mapping[str, TranslatedText],
    tag: str,
    source: str,
    records: Records,
    confirmed: Collection[str] = (),
) -> Statuses:
    """Return the status of each unit in the language ``tag``.

    ``units`` are by key, ``source`` is the language that translations are made from. The keys that
    are ``confirmed`` are done.
    """
    lineage, known = _Lineage(records), fields(records)
    others = {}
    for key, unit in units.items():
        texts = unit.texts
        text, original = texts.get(tag), texts.get(source)
        if not (text and original):
            others[key] = Status(state(text, original, records.get(key)), records.get(key), key)
        elif known.get(key) == (original, digest(text), "done", ""):
            continue  # nearly always, and quick
        elif key in confirmed:
            others[key] = Status("done", records.get(key), key)
        else:
            others[key] = lineage.status(key, original, text)
    return Statuses(units, records, others)


class _Lineage:
    """Finds the records of texts, which may have another key now."""

    def __init__(self, records: Records) -> None:
        self._records = records

    @functools.cached_property
    def _by_translation(self) -> Mapping[str, tuple[str, ...]]:
        """The keys of records by the digests of their translations."""
        keys: dict[str, tuple[str, ...]] = {}
        for key, (_, translation, *_) in fields(self._records).items():
            keys[translation] = (*keys.get(translation, ()), key)
        return keys

    @functools.cached_property
    def _open_by_source(self) -> Mapping[str, list[str]]:
        """The keys of records that are not done by the digests of their sources."""
        keys: dict[str, list[str]] = {}
        for key, (source, _, last_state, seen) in fields(self._records).items():
            if last_state != "done":
                for name in {digest(source), seen}:
                    keys.setdefault(name, []).append(key)
        return keys

    def status(self, key: str, source: str, text: str) -> Status:
        """Return the status of a text by the records that match it best."""
        own = self._records.get(key)
        is_only_here = self._by_translation.get(digest(text)) == (key,)
        if own and is_only_here and own.state == "done" and not is_same(source, own.source):
            return Status("outdated", own, key)  # nearly always, and quick
        found = next(filter(None, self._matches(key, source, text)), None)
        if not found:
            return Status(state(text, source, None))
        near = [other for other in found if unit_keys.file(other) == unit_keys.file(key)] or found
        record = self._records[near[0]]
        if len({self._records[other] for other in near}) > 1:
            return Status("review", record, near[0])
        known = is_noted(source, text, record)
        return Status(state(text, source, record), record, near[0], known)

    def _matches(self, key: str, source: str, text: str) -> Iterator[list[str]]:
        """Yield keys of records that match, the best first."""
        own = [key] if key in self._records else []
        of_text = list(self._by_translation.get(digest(text), ()))
        noted = [other for other in of_text if is_noted(source, text, self._records[other])]
        yield own if key in noted else noted
        yield [other for other in own if _has_source(self._records[other], source)]
        yield own if key in of_text else of_text
        # It may be a text that was to be reviewed, and whose key changed while it was edited.
        yield [
            other
            for other in self._open_by_source.get(digest(source), ())
            if _has_source(self._records[other], source)
        ]
        yield own


def _has_source(record: TranslationRecord, source: str) -> bool:
    return is_same(source, record.source) or digest(source) == record.seen


def refreshed(
    units: Collection[TranslatedText],
    tag: str,
    source: str,
    records: Records,
    statuses: Mapping[str, Status],
) -> dict[str, TranslationRecord]:
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
        if status.is_noted and status.key not in keys:  # its key has changed
            new.pop(status.key, None)
        if status.state == "done":
            new[unit.key] = TranslationRecord(original, digest(text))
        elif known and status.state == "outdated":
            new[unit.key] = known._replace(
                state="outdated" if known.state in {"done", "outdated"} else "unconfirmed",
                seen=digest(original),
            )
        elif known:
            new[unit.key] = TranslationRecord(
                known.source, digest(text), "review", digest(original)
            )
    return new
