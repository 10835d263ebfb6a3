"""Reads ``content/languages/``: one file for each language, whose name is the language's tag.

So branches that each add a language change no file in common. The default language says so in its
own file (``order: 1``), so that no file that is added, or that is broken, changes which one it is.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from brochure.files.source import Source
from brochure.files.yaml_reader import read_yaml
from brochure.problems import Location, Problem
from brochure.schema import TAG_PATTERN
from brochure.site.record_folder import JoinedFiles, RecordFolder
from brochure.text import language_tags
from brochure.text.suggestions import shorten

FOLDER = "content/languages"
FORMER_FILE = "content/languages.yaml"

_DEFAULT = 1
_RULE = "default-language"


def _renaming(name: str) -> str:
    if tag := language_tags.parse(name):
        return f'Rename it to "{tag}.yaml".'
    return "Name it after the language's tag, such as es.yaml or pt-BR.yaml."


_FILES = RecordFolder("languages", "tag", TAG_PATTERN, "language", "locale: fr_FR", _renaming)


def language_path(tag: str) -> str:
    """Return the path of a language's file, as problems name it."""
    return _FILES.file(tag)


def location(files: Source, tag: str, key: str) -> Location:
    """Return where a key of a language is in the files of all."""
    tags = [record["tag"] for record in files.data["languages"]]
    return "languages", tags.index(tag), key


def read_languages(root: Path) -> tuple[JoinedFiles | None, set[str], list[Problem]]:
    """Return the languages, the paths of the files that cannot be used, and why.

    The languages are ``None`` where it is not known which one is the default.
    """
    files, unreadable, problems = _FILES.read(root)
    is_complete = not unreadable
    if (root / FORMER_FILE).exists():
        problems.append(_moved(root))
        unreadable.add(FORMER_FILE)
        is_complete = False
    found = list(_check_default(files, is_complete=is_complete))
    is_known = not found and any(map(_is_default, files.values()))
    tags = sorted(files, key=lambda tag: (_order(files[tag]), tag))
    return _FILES.joined(files, tags) if is_known else None, unreadable, problems + found


def _check_default(files: Mapping[str, Source], *, is_complete: bool) -> Iterator[Problem]:
    """Check that exactly one language is the default; a file that is broken may be that one."""
    defaults = [tag for tag, source in files.items() if _is_default(source)]
    if not defaults and is_complete:
        yield _no_default(files)
    for first, other in itertools.pairwise(defaults):
        message = (
            f'"{first}" and "{other}" both have "order: 1";'
            " expected it in the file of the default language alone"
        )
        hint = "Delete the line in one of the two files, or write a larger number there."
        yield files[other].problem(("order",), _RULE, message, hint)
    for tag in defaults:
        if files[tag].data.get("status") == "draft":
            message = "the default language is a draft; expected one that is published"
            hint = 'Delete the line "status: draft", or make another language the default one.'
            yield files[tag].problem(("status",), _RULE, message, hint)


def _no_default(files: Mapping[str, Source]) -> Problem:
    if not files:
        message = "the folder is missing or empty; expected one file for each language"
        hint = (
            "Create one for the default language, named after its tag, such as"
            f' {language_path("en")}, with the lines "order: 1" and "locale: en_GB".'
        )
        return Problem(FOLDER, 1, 1, "error", "missing-file", message, hint)
    message = 'no language is the default; expected "order: 1" in one of the files'
    hint = 'Add the line "order: 1" to the file of the language that is translated into the others.'
    return Problem(FOLDER, 1, 1, "error", _RULE, message, hint)


def _is_default(source: Source) -> bool:
    return _order(source) == _DEFAULT


def _order(source: Source) -> float:
    """Return a language's place; those without a valid one come last."""
    order: Any = source.data.get("order")
    return order if type(order) is int else float("inf")


def _moved(root: Path) -> Problem:
    """Return the problem that one file lists all languages, as in former versions."""
    message = f"each language has a file of its own now, in {FOLDER}/"
    data = read_yaml(root / FORMER_FILE, FORMER_FILE).data
    entries = data.get("languages") if isinstance(data, dict) else None
    missing = [
        _file(record, order)
        for order, record in enumerate(entries if isinstance(entries, tuple) else (), 1)
        if isinstance(record, dict)
        and _FILES.is_name(str(record.get("tag")))
        and not (root / language_path(record["tag"])).exists()
    ]
    hint = "Delete this file."
    if missing:
        hint = "Create these files, then delete this one.\n\n" + "\n\n".join(missing) + "\n"
    return Problem(FORMER_FILE, 1, 1, "error", "unknown-file", message, hint)


def _file(record: Mapping[str, Any], order: int) -> str:
    """Return the path and the lines of a language's file."""
    values = ((key, shorten(str(record[key]))) for key in ("locale", "status") if key in record)
    lines = (f"{key}: {value}" for key, value in values)
    return "\n".join([language_path(record["tag"]), f"order: {order}", *lines])
