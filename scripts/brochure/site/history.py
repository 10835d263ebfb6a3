"""Replays the commits since the last note, in which nobody noted what translations were made from.

A translation that has changed since then may have changed together with its source, or long after
it. The site's versions in Git tell which.
"""

from __future__ import annotations

import functools
import io
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from brochure.files import record_file
from brochure.files.translation_record import Records, TranslationRecord
from brochure.site import translation_state
from brochure.site.record_matching import refreshed, statuses
from brochure.site.site import Site

_CONTENT = ("content", "docs")
_LIMIT = 30  # commits, each of which is loaded
_FROM_GOOD_TO_BAD = ("done", "review", "outdated", "unconfirmed")

Load = Callable[[Path], Site | None]


class _Texts(NamedTuple):
    """A unit of an old version."""

    key: str
    texts: Mapping[str, str]


class _Version(NamedTuple):
    """An old version: its default language, and its units by key."""

    source: str
    units: Mapping[str, _Texts]


class _Commit(NamedTuple):
    """A commit with its parents; ``is_cut`` if nobody can tell what was before it."""

    name: str
    parents: list[str]
    is_cut: bool


def replayed(site: Site, unclear: Mapping[str, set[str]], load: Load) -> dict[str, Records]:
    """Return records as if each commit since the last note had been noted.

    ``unclear`` are the keys of texts, by language, that seem to be done, but are not those of the
    last note. ``load`` loads the site in a folder, if that is possible. Where Git does not tell,
    the text is to be reviewed.
    """
    result: dict[str, Records] = {}
    for tag, keys in unclear.items():
        records = site.records[tag]
        if commits := _since_note(site.root, tag):
            known: dict[str, Records] = {}
            for commit in commits:
                before = [known[parent] for parent in commit.parents if parent in known]
                if commit.is_cut:
                    before.append(_doubtful(records, keys))
                version = _version(site.root, commit.name, load)
                known[commit.name] = _noted(version, tag, before or [records], records)
            last = known[commits[-1].name]
            result[tag] = {**records, **{key: last[key] for key in keys & last.keys()}}
    return result


def _doubtful(records: Records, keys: Collection[str]) -> Records:
    """Return records in which these texts are to be reviewed."""
    return {
        key: record._replace(state="review", seen="") if key in keys else record
        for key, record in records.items()
    }


def _noted(version: _Version, tag: str, before: Iterable[Records], noted: Records) -> Records:
    """Return the records of a version, given those of the versions before it.

    It has several if branches were merged; then the worst state holds. ``noted`` are the records
    of the last note: what is as they describe it is not in doubt.
    """
    result: dict[str, TranslationRecord] = {}
    source, units = version
    for records in before:
        found = statuses(units, tag, source, records)
        new = refreshed(units.values(), tag, source, records, found)
        for key, record in new.items():
            result[key] = max(result.get(key, record), record, key=_badness)
    for unit in units.values():
        original, text = unit.texts.get(source, ""), unit.texts.get(tag, "")
        known = noted.get(unit.key)
        if known and translation_state.is_noted(original, text, known):
            result[unit.key] = known
    return result


def _badness(record: TranslationRecord) -> int:
    return _FROM_GOOD_TO_BAD.index(record.state)


@functools.lru_cache(maxsize=_LIMIT)  # a preview needs the same ones after every edit
def _version(root: Path, commit: str, load: Load) -> _Version:
    """Load the content of a commit."""
    with tempfile.TemporaryDirectory(prefix="brochure-history-") as folder:
        if packed := _git(root, "archive", commit, *_CONTENT):
            with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
                files = [member for member in archive if member.isfile()]
                archive.extractall(folder, files)  # noqa: S202 - no links, and Git's paths
        site = load(Path(folder))
    if site is None:
        return _Version("", {})
    return _Version(site.tags[0], {u.key: _Texts(u.key, u.texts) for u in site.all_units})


def _since_note(root: Path, tag: str) -> list[_Commit]:
    """Return the commits since a language was last noted, that one first; none without Git."""
    noted = _git(root, "log", "-1", "--format=%H", "--", record_file.name(tag)).decode().strip()
    options = ("--parents", "--topo-order", "--reverse", f"--max-count={_LIMIT}", "HEAD")
    before_note = ("--not", f"{noted}^@") if noted else ()
    lines = _git(root, "rev-list", *options, *before_note, "--", *_CONTENT).decode().splitlines()
    names = {line.split()[0] for line in lines}
    cut_off = _shallow(root) if lines else []
    commits = []
    for line in lines:
        name, *parents = line.split()
        is_cut = name in cut_off or (len(lines) == _LIMIT and not names.issuperset(parents))
        commits.append(_Commit(name, parents, is_cut))
    return commits


def _shallow(root: Path) -> list[str]:
    """Return the commits at which a shallow clone begins."""
    path = root / _git(root, "rev-parse", "--git-path", "shallow").decode().strip()
    return path.read_text("ascii").split() if path.is_file() else []


def _git(root: Path, *arguments: str) -> bytes:
    """Return Git's output; nothing if Git fails or is not installed."""
    command = ["git", "-C", str(root), *arguments]
    try:
        result = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    except OSError:
        return b""
    return result.stdout if result.returncode == 0 else b""
