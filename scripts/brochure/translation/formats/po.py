"""Catalogues as gettext's PO files, for Poedit, Weblate and their like.

Each text is one line, however long. So a file that was cut cannot be mistaken for a complete one,
wherever it was cut: a text either has its closing quotation mark, or is not there. Programs that
write the file again may break lines; for those, the header states the number of units.

A unit's base is a translator's comment, which belongs to the text: gettext's msgmerge and what is
built on it (Poedit, Weblate) take those comments from the file with the text, and all others from
the newer file. OmegaT 3.6 and translate-toolkit keep every comment, gettext no flag that it does
not know.

A text that is not certain is *fuzzy*, outdated if its previous source is there. OmegaT writes
nothing in place of a fuzzy text that nobody translated again.

PO has no place for what similar sources were translated as: it is in notes. In place of a text, it
would be taken for a translation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from babel import UnknownLocaleError
from babel.messages.plurals import get_plural
from babel.messages.pofile import escape

from brochure.files.text_file import position_after
from brochure.problems import Problem
from brochure.site.translation_state import State
from brochure.text.suggestions import shorten
from brochure.translation.formats import version_line
from brochure.translation.formats.catalogue import IDENTICAL, Catalogue, Entry, Match
from brochure.translation.formats.diagnostics import REEXPORT_HINT, Report
from brochure.translation.formats.po_lines import PoUnit, po_units

_LIMIT = re.compile(r"Maximum length: ([0-9]{1,9}) characters")
_CONTINUED = "  "  # begins each line of a note but the first
# gettext's own marks around a path with spaces: first strong isolate, pop directional isolate.
_POSITION = re.compile("\u2068([^\u2068\u2069]*)\u2069(?::([0-9]{1,9}))?|([^ \t\u2068\u2069]+)")
_NUMBERED = re.compile("(.+):([0-9]{1,9})")
_UNIT = re.compile(r"^[ \t]*msgid[ \t\"]", re.MULTILINE)
_UNSPECIFIC = {"", "charset", "us-ascii", "ascii"}


def write(catalogue: Catalogue) -> bytes:
    """Return the file; equal catalogues have equal files."""
    locale = catalogue.language.replace("-", "_")  # gettext's way to write a tag
    header = {
        "Project-Id-Version": catalogue.project,
        "Language": locale,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        **_plural_forms(locale),
        "X-Source-Language": catalogue.source_language.replace("-", "_"),
        "X-Units": str(len(catalogue.entries)),
    }
    fields = "\n".join(escape(f"{name}: {value}\n") for name, value in header.items())
    units = ("\n".join(_lines(entry)) for entry in catalogue.entries)
    return ("\n\n".join([f'msgid ""\nmsgstr ""\n{fields}', *units]) + "\n").encode()


def _plural_forms(locale: str) -> dict[str, str]:
    """No unit has plural forms, but editors ask for the header."""
    try:
        return {"Plural-Forms": get_plural(locale).plural_forms}
    except (UnknownLocaleError, ValueError):
        return {}


def _lines(entry: Entry) -> Iterator[str]:
    if entry.base is not None:
        yield f"# {version_line.write(entry.base)}"
    for note in (*entry.notes, *map(_note, entry.matches)):
        first, *more = note.split("\n")
        yield f"#. {first}"
        yield from (f"#. {_CONTINUED}{line}" if line else "#." for line in more)
    if entry.limit is not None:
        yield f"#. Maximum length: {entry.limit} characters"
    for path, line in entry.positions:
        shown = f"\u2068{path}\u2069" if re.search(r"\s", path) else path
        yield f"#: {shown}:{line}" if line else f"#: {shown}"
    if entry.state in {"outdated", "review"}:
        yield "#, fuzzy"
    if entry.previous:
        yield f"#| msgid {escape(entry.previous)}"
    yield f"msgctxt {escape(entry.key)}"
    yield f"msgid {escape(entry.source)}"
    yield f"msgstr {escape(entry.target)}"


def _note(match: Match) -> str:
    if match.quality == IDENTICAL:
        return f"Translated before as “{match.translation}”"
    return f"Similar ({match.quality} %): “{match.source}”\ntranslated as “{match.translation}”"


def read(data: bytes, name: str) -> tuple[Catalogue | None, list[Problem]]:
    """Read a file called ``name`` in messages: the complete units, and all problems.

    There is no catalogue if the file cannot be recognised as one.
    """
    report = Report(name)
    text, complete = report.decode(data)
    units_and_header = _UNIT.finditer(text)
    if report.too_many(islice(units_and_header, 1, None), text.count("\n")):
        return None, report.problems()
    if not complete:  # neither is the line with the unreadable byte
        text = text[: text.rfind("\n") + 1]
    header: PoUnit | None = None
    units, last = 0, None
    for unit in po_units(text, report, complete=complete):
        if header is None and "msgctxt" not in unit.texts and unit.texts.get("msgid") == [""]:
            header = unit
            if not _has_known_encoding(header, report):
                return None, report.problems()
        else:
            units += 1
            last = _add(unit, report)
    fields = _fields(header)
    if complete:
        _check_end(fields.get("x-units", ""), units, last, report, position_after(text))
    if not header and not report.entries:
        return None, report.problems()
    source_language = _tag(fields.get("x-source-language", ""))
    language = _tag(fields.get("language", ""))
    return report.result(fields.get("project-id-version", ""), source_language, language)


def _check_end(
    expected_units: str, units: int, last: Entry | None, report: Report, end: tuple[int, int]
) -> None:
    """Report missing units; then the last one may be incomplete, too, and is dropped."""
    if re.fullmatch("[0-9]{1,9}", expected_units):
        if units < int(expected_units):
            message = f"the file ends early: {units} of {expected_units} units"
            report.problem(end, "cut", message, REEXPORT_HINT)
            if last:
                report.entries.pop(last.key)
    elif not (units or report.listed):
        report.problem(end, "empty", "expected units to translate, found none", REEXPORT_HINT)


def _fields(header: PoUnit | None) -> dict[str, str]:
    text = header.text("msgstr") if header else ""
    fields = (line.partition(":") for line in text.split("\n"))
    return {name.strip().lower(): value.strip() for name, _, value in fields}


def _tag(locale: str) -> str:
    return locale.replace("_", "-")


def _has_known_encoding(header: PoUnit, report: Report) -> bool:
    content_type = _fields(header).get("content-type", "").lower()
    charset = content_type.partition("charset=")[2].strip()
    is_known = charset in _UNSPECIFIC or report.may_declare(charset)
    if not is_known:
        message = f'expected the encoding UTF-8, found "charset={shorten(charset)}" in the header'
        hint = 'Set the encoding "UTF-8" in your program, and save the file again.'
        report.problem((header.line, 1), "encoding", message, hint)
    return is_known


def _add(unit: PoUnit, report: Report) -> Entry | None:
    """Add a unit to the report if it is complete and valid."""
    key, source = unit.text("msgctxt"), unit.text("msgid")
    position = (unit.line, 1)
    if unit.broken:
        return None
    if not key:
        message = f'the unit "{shorten(source)}" has no line "msgctxt" with its key'
        report.problem(
            position,
            "key",
            message,
            f"Import files that were exported here. {REEXPORT_HINT}",
        )
    elif not source:
        report.problem(
            position, "source", f'the unit "{shorten(key)}" has an empty source', REEXPORT_HINT
        )
    elif "msgstr" not in unit.texts or "msgid_plural" in unit.texts:
        message = f'the unit "{shorten(key)}" has plural forms; expected one text'
        report.problem(position, "plural", message, REEXPORT_HINT)
    else:
        target, state, previous = _target(unit)
        notes, limit = _notes(unit.notes)
        positions, base = tuple(_positions(unit.positions)), version_line.read(unit.comments)
        entry = Entry(
            key, source, target, state, previous, positions, notes, limit, base, unit.line
        )
        return entry if report.add(entry, 1) else None
    return None


def _target(unit: PoUnit) -> tuple[str, State, str]:
    """Return the translation, its state, and its previous source if it is outdated."""
    target, previous = unit.text("msgstr"), unit.text("previous msgid")
    if not target:
        return "", "missing", ""
    if "fuzzy" not in unit.flags:
        return target, "done", ""
    return target, "outdated" if previous else "review", previous


def _notes(lines: list[str]) -> tuple[tuple[str, ...], int | None]:
    """Put the lines of each note together again, and separate the limit from them."""
    notes: list[str] = []
    limit = None
    for line in lines:
        if match := _LIMIT.fullmatch(line):
            limit = int(match[1])
        elif notes and (not line or line.startswith(_CONTINUED)):
            notes[-1] += "\n" + line.removeprefix(_CONTINUED)
        elif line:
            notes.append(line)
    return tuple(notes), limit


def _positions(lines: list[str]) -> Iterator[tuple[str, int]]:
    for match in _POSITION.finditer(" ".join(lines)):
        path, line = match[1], match[2]
        if path is None:
            path, line = match[3], None
            if numbered := _NUMBERED.fullmatch(path):
                path, line = numbered.groups()
        yield path, int(line or 0)
