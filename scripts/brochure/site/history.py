"""Replays the commits since the last note, in which nobody noted what translations were made from.

Where source and translation have both changed since the last note, they may have changed together,
or one long before the other. The site's versions in Git tell which.
"""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from brochure.files import record_file
from brochure.files.record_file import Record, Records, digest
from brochure.site import translation_state
from brochure.site.site import Site

_CONTENT = ("content", "docs")


def replayed(site: Site, load: Callable[[Path], Site | None]) -> dict[str, Records]:
    """Return records as if each commit since the last note had been noted.

    ``load`` loads the site in a folder, if that is possible. Only languages are returned in which
    something is unclear. Where Git does not tell, the text is to be reviewed.
    """
    result: dict[str, Records] = {}
    history = _History(site.root)
    sites: dict[str, Site | None] = {}
    for tag in site.records:
        if not (unclear := _unclear(site, tag)):
            continue
        commits, is_certain = history.since_note(tag)
        if not commits:
            continue
        for commit in commits:
            if commit not in sites:
                with history.checkout(commit) as folder:
                    sites[commit] = load(folder)
        old = [sites[commit] for commit in commits]
        records = site.records[tag]
        if not is_certain:
            records = {**records, **_doubtful(old[0], tag, records, unclear)}
        for version in filter(None, old):
            if tag in version.tags:
                first, units = version.tags[0], version.all_units
                statuses = translation_state.statuses(units, tag, first, records)
                records = translation_state.refreshed(units, tag, first, records, statuses)
        result[tag] = records
    return result


def _unclear(site: Site, tag: str) -> list[str]:
    """Return the keys of units whose source and translation have both changed."""
    keys, first, statuses = [], site.tags[0], site.statuses(tag)
    for unit in site.all_units:
        state, record, _ = statuses[unit.key]
        source = unit.texts.get(first)
        if state == "done" and record and record.state == "done" and record.source != source:
            text = unit.texts.get(tag)
            if source and text and not _describes(record, source, text):
                keys.append(unit.key)
    return keys


def _describes(record: Record, source: str, text: str) -> bool:
    return translation_state.is_same(source, record.source) or digest(text) == record.translation


def _doubtful(
    old: Site | None, tag: str, records: Records, keys: Collection[str]
) -> dict[str, Record]:
    """Return records that ask for a review, for texts that are not what ``records`` describes."""
    units = old.all_units if old and tag in old.tags else ()
    certain = {
        unit.key
        for unit in units
        if (record := records.get(unit.key))
        and record.source == unit.texts.get(old.tags[0] if old else "")
        and record.translation == digest(unit.texts.get(tag, ""))
    }
    return {
        key: records[key]._replace(state="review")
        for key in keys
        if key in records.keys() - certain
    }


class _History:
    """The commits of the project in ``root``; there are none without Git."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def _git(self, *arguments: str) -> bytes:
        command = ["git", "-C", str(self._root), *arguments]
        try:
            result = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
        except OSError:  # there is no Git
            return b""
        return result.stdout if result.returncode == 0 else b""

    def since_note(self, tag: str) -> tuple[list[str], bool]:
        """Return the commits since a language was last noted, and whether that is certain.

        They begin with the commit of the note. If that is not committed yet, or the history of a
        shallow clone does not go back so far, they begin with the first one that may be older.
        """
        head = self._git("rev-parse", "--verify", "--quiet", "HEAD").decode().strip()
        if not head:
            return [], True
        file = record_file.name(tag)
        if self._git("status", "--porcelain", "--", file):
            return [head], False
        noted = self._git("log", "-1", "--format=%H", "--", file).decode().strip()
        order = ("rev-list", "--first-parent", "--reverse", f"{noted}..HEAD", "--", *_CONTENT)
        later = self._git(*order).decode().split()
        is_certain = noted not in self._cut_at()
        return ([noted, *later], is_certain) if later or not is_certain else ([], True)

    def _cut_at(self) -> list[str]:
        """Return the commits at which a shallow clone begins."""
        name = self._git("rev-parse", "--git-path", "shallow").decode().strip()
        path = self._root / name
        return path.read_text("ascii").split() if name and path.exists() else []

    @contextmanager
    def checkout(self, commit: str) -> Iterator[Path]:
        """Put the content of a commit into a temporary folder."""
        with tempfile.TemporaryDirectory(prefix="brochure-history-") as folder:
            if packed := self._git("archive", commit, *_CONTENT):
                with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
                    files = [member for member in archive if member.isfile()]
                    archive.extractall(folder, files)  # noqa: S202 - no links, and Git's paths
            yield Path(folder)
