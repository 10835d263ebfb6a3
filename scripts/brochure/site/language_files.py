"""Reads ``content/languages/``: one file for each language, whose name is the language's tag.

So branches that each add a language change no file in common. The default language says so in its
own file (``order: 1``), so that no file that is added, or that is broken, changes which one it is.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from brochure.files.yaml_reader import Source, read_yaml
from brochure.problems import Location, Problem
from brochure.schema import TAG_PATTERN
from brochure.site.validation_messages import shown_value
from brochure.text import language_tags
from brochure.text.suggestions import shorten

FOLDER = "content/languages"
FORMER_FILE = "content/languages.yaml"

_DEFAULT = 1
_RULE = "default-language"


@dataclass
class LanguageFiles(Source):
    """The files of all languages as one list, ``{"languages": (…,)}``, in the site's order.

    Each record has its tag; its positions are those in its own file.
    """

    def path_of(self, location: Location) -> str:
        """Return the file of the language at a location, or the folder of all."""
        _, *index = location[:2]
        return language_path(self.data["languages"][index[0]]["tag"]) if index else self.path


def language_path(tag: str) -> str:
    """Return the path of a language's file, as problems name it."""
    return f"{FOLDER}/{tag}.yaml"


def location(files: Source, tag: str, key: str) -> Location:
    """Return where a key of a language is in the files of all."""
    tags = [record["tag"] for record in files.data["languages"]]
    return "languages", tags.index(tag), key


def read_languages(root: Path) -> tuple[LanguageFiles | None, set[str], list[Problem]]:
    """Return the languages, the paths of the files that cannot be used, and why.

    The languages are ``None`` where it is not known which one is the default.
    """
    files: dict[str, Source] = {}
    unreadable: set[str] = set()
    problems: list[Problem] = []
    if (root / FORMER_FILE).exists():
        problems.append(_moved(root))
        unreadable.add(FORMER_FILE)
    for path in sorted((root / FOLDER).glob("[!.]*")):
        name = f"{FOLDER}/{path.name}"
        if path.suffix != ".yaml" or not _is_tag(path.stem):
            problems.append(_misnamed(path, name))
            unreadable.add(name)
            continue
        source = read_yaml(path, name)
        if source.data is None and not source.problems:
            source = replace(source, data={})  # what is missing in it will be reported
        problems += source.problems or _check_record(source, path.stem)
        if isinstance(source.data, dict):
            files[path.stem] = source
        else:
            unreadable.add(name)
    found = list(_check_default(files, is_complete=not unreadable))
    is_known = not found and any(map(_is_default, files.values()))
    return _joined(files) if is_known else None, unreadable, problems + found


def _is_tag(text: str) -> bool:
    return bool(re.fullmatch(TAG_PATTERN, text))


def _misnamed(path: Path, name: str) -> Problem:
    message = f'"{path.name}" is not the name of a language\'s file'
    hint = "Name it after the language's tag, such as es.yaml or pt-BR.yaml."
    if tag := language_tags.parse(path.stem):
        hint = f'Rename it to "{tag}.yaml".'
    return Problem(name, 1, 1, "error", "unknown-file", message, hint)


def _check_record(source: Source, tag: str) -> list[Problem]:
    if not isinstance(source.data, dict):
        message = f'the file is {shown_value(source.data)}; expected lines such as "key: …"'
        hint = 'Write lines such as "locale: fr_FR", without a dash before them.'
        return [source.problem((), "wrong-type", message, hint)]
    if "tag" not in source.data:
        return []
    message = f'unknown key "tag"; the name of the file is the tag, "{tag}"'
    hint = "Delete the line."
    if source.data["tag"] != tag:
        hint += f' Rename the file if the tag should be "{shorten(str(source.data["tag"]), 30)}".'
    return [source.problem(("tag",), "unknown-key", message, hint)]


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


def _joined(files: Mapping[str, Source]) -> LanguageFiles:
    joined = LanguageFiles(FOLDER, positions={("languages",): (1, 1)})
    tags = sorted(files, key=lambda tag: (_order(files[tag]), tag))
    joined.data = {"languages": tuple({**files[tag].data, "tag": tag} for tag in tags)}
    for index, tag in enumerate(tags):
        places = {(): (1, 1)} | files[tag].positions
        joined.positions |= {("languages", index, *inner): at for inner, at in places.items()}
    return joined


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
        and _is_tag(str(record.get("tag")))
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
