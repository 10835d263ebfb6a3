"""Records of what each translation was made from: ``translations/TAG.txt``.

A unit has a line with its key, one with its record, and an empty one:

    areas.protection.title
    {"key": "areas.protection.title", "source": "Protection", "translation": "9f0c3b0e1d5a"}

So Git merges changes of neighbouring records, for unchanged lines are between them. Where it keeps
the lines of both sides (``.gitattributes``), each record still says whose it is, and that a unit
has two is noticed. The last line shows that no part was cut off.
"""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path
from typing import Any

from brochure.files.translation_record import (
    Fields,
    Records,
    StoredRecords,
    TranslationRecord,
    digest,
)
from brochure.problems import Problem

FOLDER = "translations"

_VERSION = 2
_HEAD = 'Made by "brochure note"; version'
_END = "end of the records"
_STATES = {"outdated", "review", "unconfirmed", "done"}
_KEY = re.compile(r"[a-z][\w.#-]*")
# A record of a translation that is done, whose source has nothing that JSON escapes.
_PLAIN = re.compile(
    r'\{"key": "([a-z][\w.#-]*+)", "source": "([^"\\\x00-\x1f]*+)",'
    r' "translation": "([0-9a-f]*+)"\}',
    re.ASCII,
)
MARKERS = re.compile(r"(?:<{7}|\|{7}|={7}|>{7})(?: .*)?")


def name(tag: str) -> str:
    """Return a language's file, as messages name it."""
    return f"{FOLDER}/{tag}.txt"


def render(records: Records) -> str:
    """Return the text of a file, in the order of the keys."""
    lines = [f"{_HEAD} {_VERSION}", ""]
    for key, record in sorted(records.items()):
        fields = {"key": key, "source": record.source, "translation": record.translation}
        if record.state != "done":
            fields |= {"state": record.state, "seen": record.seen}
        lines += [key, json.dumps(fields, ensure_ascii=False), ""]
    return "\n".join([*lines, _END, ""])


def read(path: Path, name: str) -> tuple[Records, list[Problem]]:
    """Read the file called ``name`` in messages; one that is damaged is an error."""
    try:
        records, problems = parse(path.read_text(encoding="utf-8-sig"), name)
    except (OSError, UnicodeDecodeError):
        return {}, [_damaged(name, 1)]
    return records, list(problems)


@functools.lru_cache(maxsize=100)  # a preview reads the same files after every edit
def parse(text: str, name: str) -> tuple[Records, tuple[Problem, ...]]:
    """Parse the text of a file; one that is damaged has no records, and is an error."""
    lines = text.rstrip("\n").split("\n")
    head, _, version = lines[0].rpartition(" ")
    if head == _HEAD and version.isdecimal() and int(version) > _VERSION:
        message = f"the file is of version {version}; expected {_VERSION}"
        hint = "A newer version of this program made it: use that one, or a newer one."
        return {}, (Problem(name, 1, 1, "error", "later-record", message, hint),)
    if head != _HEAD or version != str(_VERSION):
        return {}, (_damaged(name, 1),)
    if lines[-1] != _END:
        return {}, (_damaged(name, len(lines)),)
    return _regular(lines) or _records(lines, name)


def _regular(lines: list[str]) -> tuple[Records, tuple[Problem, ...]] | None:
    """Read a file as the command writes it, which is quick; ``None`` if it is another one."""
    empty, keys, objects = lines[1:-1:3], lines[2:-1:3], lines[3:-1:3]
    fields = dict(filter(None, map(_keyed, objects)))
    return None if any(empty) or list(fields) != keys else (StoredRecords(fields), ())


def _doubtful(record: TranslationRecord) -> TranslationRecord:
    return record._replace(state="review", seen=record.seen or digest(record.source))


def _records(lines: list[str], name: str) -> tuple[Records, tuple[Problem, ...]]:
    """Read the lines of a complete file, with the records of both sides of a merge."""
    records: dict[str, TranslationRecord] = {}
    named: dict[str, int] = {}
    problems = []
    for number, line in enumerate(lines[1:-1], 2):
        if line.startswith("{"):
            if (keyed := _keyed(line)) is None:
                return {}, (_damaged(name, number),)
            key, record = keyed[0], TranslationRecord._make(keyed[1])
            if (rival := records.setdefault(key, record)) != record:
                problems.append(_rivals(name, number, key))
                # Nobody knows which of them holds; by both of them a text can be found again. The
                # other one stays as the record of a text that is gone.
                records[f"{key}.side-{number}"] = _doubtful(rival)
                records[key] = _doubtful(record)
        elif not line or _KEY.fullmatch(line):
            named[line] = number
        elif MARKERS.fullmatch(line):
            problems.append(_conflict(name, number))
        else:
            return {}, (_damaged(name, number),)
    if lost := [number for key, number in named.items() if key and key not in records]:
        return {}, (_damaged(name, lost[0]),)
    return records, tuple(problems)


def _keyed(line: str) -> tuple[str, Fields] | None:
    """Read a line with a unit's key and its record; ``None`` if it is not one."""
    if plain := _PLAIN.fullmatch(line):  # nearly always, and quick
        key, source, translation = plain.groups()
        return key, (source, translation, "done", "")
    try:
        fields = json.loads(line)
        key, record = fields.pop("key"), TranslationRecord(**fields)
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
        return None
    is_sound = {type(key), *map(type, record)} == {str} and record.state in _STATES
    source, translation, state, seen = record
    return (key, (source, translation, state, seen)) if is_sound else None


def name_of_version_1(tag: str) -> str:
    """Return a language's file as earlier versions of this program named it."""
    return f"{FOLDER}/{tag}.json"


def read_version_1(path: Path, name: str) -> tuple[Records, list[Problem]]:
    """Read the file of an earlier version, whose digests are `translation_record.old_digest`."""
    try:
        entries: dict[str, dict[str, Any]] = json.loads(path.read_bytes())
        records = {
            key: TranslationRecord(entry["source"], entry["translation"])
            for key, entry in entries.items()
        }
    except (OSError, ValueError, TypeError, AttributeError, LookupError, RecursionError):
        return {}, [_damaged(name, 1)]
    return records, []


def _damaged(name: str, line: int) -> Problem:
    message = "the file is damaged: what the translations were made from cannot be read"
    return Problem(name, line, 1, "error", "damaged-record", message, restoring(name))


def restoring(name: str) -> str:
    """Return how to restore a file, with a browser or without."""
    return (
        f"Restore its last version: in a browser, open {name} in the project's history and copy"
        f" that text; on a computer: git checkout HEAD -- {name}"
    )


def _conflict(name: str, line: int) -> Problem:
    message = "conflict marker left by a merge; the records of both sides were read"
    hint = (
        "Delete the line. Keep the records of both sides: what differs is then marked for review."
    )
    return Problem(name, line, 1, "warning", "merge-conflict", message, hint)


def _rivals(name: str, line: int, key: str) -> Problem:
    message = (
        f'two records for "{key}", one from each side of a merge: the translation needs review'
    )
    hint = (
        "Compare the translation with its source, and delete the record that does not match them."
        f" On a computer, you can confirm the translation instead: brochure confirm {key}"
    )
    return Problem(name, line, 1, "warning", "two-records", message, hint)
