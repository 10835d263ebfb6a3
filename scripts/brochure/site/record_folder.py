"""Reads a folder of ``content/`` that has one file for each record, whose name is the record's id.

So branches that each add a record change no file in common.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from brochure.files.source import Source
from brochure.files.yaml_reader import read_yaml
from brochure.problems import Location, Problem
from brochure.site.validation_messages import shown_value
from brochure.text.suggestions import shorten


@dataclass(frozen=True)
class RecordFolder:
    """A folder of records: they are the list ``stem``, and the files' names are their ``key``.

    ``noun`` is what messages call a record, ``example`` a first line that each file may have, and
    ``rename`` tells how a file whose name does not fit ``pattern`` should be called.
    """

    stem: str
    key: str
    pattern: str
    noun: str
    example: str
    rename: Callable[[str], str]

    @property
    def path(self) -> str:
        """The folder, as problems name it."""
        return f"content/{self.stem}"

    def file(self, name: str) -> str:
        """Return the path of a record's file, as problems name it."""
        return f"{self.path}/{name}.yaml"

    def is_name(self, name: str) -> bool:
        """Whether a file may have this name."""
        return bool(re.fullmatch(self.pattern, name))

    def read(self, root: Path) -> tuple[dict[str, Source], set[str], list[Problem]]:
        """Return the files by name, the paths of those that cannot be used, and why."""
        files: dict[str, Source] = {}
        unreadable: set[str] = set()
        problems: list[Problem] = []
        for path in sorted((root / self.path).glob("[!.]*")):
            name = f"{self.path}/{path.name}"
            if path.suffix != ".yaml" or not self.is_name(path.stem):
                message = f'"{path.name}" is not the name of a {self.noun}\'s file'
                hint = self.rename(path.stem)
                problems.append(Problem(name, 1, 1, "error", "unknown-file", message, hint))
                unreadable.add(name)
                continue
            source = read_yaml(path, name)
            if source.data is None and not source.problems:
                source = replace(source, data={})  # what is missing in it will be reported
            problems += source.problems or self._check(source, path.stem)
            if isinstance(source.data, dict):
                files[path.stem] = source
            else:
                unreadable.add(name)
        return files, unreadable, problems

    def _check(self, source: Source, name: str) -> list[Problem]:
        if not isinstance(source.data, dict):
            message = f'the file is {shown_value(source.data)}; expected lines such as "key: …"'
            hint = f'Write lines such as "{self.example}", without a dash before them.'
            return [source.problem((), "wrong-type", message, hint)]
        key = self.key
        if key not in source.data:
            return []
        message = f'unknown key "{key}"; the name of the file is the {key}, "{name}"'
        hint = "Delete the line."
        if source.data[key] != name:
            hint += (
                f' Rename the file if the {key} should be "{shorten(str(source.data[key]), 30)}".'
            )
        return [source.problem((key,), "unknown-key", message, hint)]

    def joined(self, files: Mapping[str, Source], names: Iterable[str]) -> JoinedFiles:
        """Return the files of the records ``names`` as one list in that order."""
        names = tuple(names)
        joined = JoinedFiles(self.path, positions={(self.stem,): (1, 1)}, folder=self)
        joined.data = {self.stem: tuple({**files[name].data, self.key: name} for name in names)}
        for index, name in enumerate(names):
            places = {(): (1, 1)} | files[name].positions
            joined.positions |= {(self.stem, index, *at): place for at, place in places.items()}
        return joined


@dataclass
class JoinedFiles(Source):
    """The files of a folder as one list, ``{stem: (…,)}``; positions are those in each file."""

    folder: RecordFolder | None = None

    def path_of(self, location: Location) -> str:
        """Return the file of the record at a location, or the folder of all."""
        record: Any = self.data
        if len(location) < 2 or self.folder is None:  # noqa: PLR2004 - the list and a position in it
            return self.path
        for step in location[:2]:
            record = record[step]
        return self.folder.file(record[self.folder.key])
