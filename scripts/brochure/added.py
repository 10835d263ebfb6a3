"""The texts of a language that was added: ``docs/TAG/content.yaml``, one line a unit.

    # en: Legal Migration and Mobility
    areas.legal-migration.title: "Migración legal y movilidad"

Above each text stands the source's, for whoever edits the file in a browser.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from brochure.problems import Problem
from brochure.source import Source, parse_yaml
from brochure.textfile import MAX_BYTES, read_text

FILE = "content.yaml"

# A line as `synchronised` writes it. JSON's strings are YAML's, too: a file of such lines, comments
# and blank lines alone is read without the YAML parser, which is much slower.
_LINES = re.compile(
    r'^([a-z][\w.-]*):(?: ("[^"\\\n\t]*(?:\\["\\/nrt][^"\\\n\t]*)*"))?$', re.ASCII | re.MULTILINE
)
_KEY = re.compile(r"([a-z][\w.-]*):(?:\s|$)", re.ASCII)


def read(path: Path, name: str) -> Source:
    """Read the file called ``name`` in messages: texts by key; without one, the text is empty."""
    text, problems = read_text(path, name, 4 * MAX_BYTES)
    source = Source(name, problems=problems)
    if not problems and not _read_quickly(text, source):
        source = parse_yaml(text, name)
        source.data = _checked(source)
    return source


def _read_quickly(text: str, source: Source) -> bool:
    """Fill ``source`` from plain lines; return whether there were no others."""
    lines = text.split("\n")
    numbers = [number for number, line in enumerate(lines) if line and line[0] != "#"]
    found = dict(_LINES.findall("\n".join([lines[number] for number in numbers])))
    if len(found) != len(numbers):  # another form of line, or a key that stands there twice
        return False
    texts = json.loads("[" + ",".join([text or '""' for text in found.values()]) + "]")
    source.data = dict(zip(found, texts, strict=True))
    places = zip(found, numbers, strict=True)
    source.marks.update({(key,): (number + 1, 1) for key, number in places})
    return True


def _checked(source: Source) -> dict[str, str] | None:
    """Return the texts of a file that was read as YAML; what is no text is a problem."""
    if source.data is None and not source.problems:
        return {}
    if not isinstance(source.data, dict):
        if not source.problems:
            message = "the file should hold lines such as: areas.protection.title: …"
            source.problems.append(source.problem((), "wrong-type", message))
        return None
    texts = {}
    for key, value in source.data.items():
        if isinstance(value, str) or value is None:
            texts[key] = value or ""
        else:
            message = f'"{key}" should be a text'
            hint = f'Put it in quotes: {key}: "…".'
            source.problems.append(source.problem((key,), "wrong-type", message, hint))
    return texts


def synchronised(text: str, units: Mapping[str, str], tag: str) -> str:
    """Return the file's text with a line for each of ``units`` (sources by key) and no other.

    Texts and comments stay as they are; above each text stands the present source, in language
    ``tag``. A new line has an empty text.
    """
    head, entries, tail = _entries(text)
    lines = list(head)
    for key, source in units.items():
        comment = f"# {tag}: {' '.join(source.split())}"
        lead, entry = entries.get(key, ([""], [f'{key}: ""']))
        kept = [line for line in lead if not line.startswith(f"# {tag}: ")]
        lines += [*kept, comment, *entry]
    return "\n".join([*lines, *tail]) + "\n"


def _entries(
    text: str,
) -> tuple[list[str], dict[str, tuple[list[str], list[str]]], list[str]]:
    """Take a file apart: its head, entries by key with the lines above them, and its tail."""
    lines = text.rstrip("\n").split("\n")
    begin = lines.index("") if "" in lines else len(lines)
    head, entries = lines[:begin], {}
    if any(_KEY.match(line) for line in head):
        head, begin = [], 0
    lead: list[str] = []
    for line in lines[begin:]:
        if match := _KEY.match(line):
            entry = [line]
            entries[match[1]] = (lead, entry)
            lead = []
        elif line.startswith((" ", "\t")) and entries and not any(lead):
            entry += [*lead, line]  # a text may go on over empty lines
            lead = []
        else:
            lead.append(line)
    return head, entries, lead


def unknown_keys(source: Source, known: Iterable[str]) -> list[Problem]:
    """Return a warning for each text of a unit that is no more."""
    known = set(known)
    return [
        Problem(
            source.path,
            *source.mark((key,)),
            "warning",
            "unknown-unit",
            f'there is no unit "{key}" to translate',
            "It may have been deleted or renamed: `brochure add-language` takes it out.",
        )
        for key in source.data or ()
        if key not in known
    ]
