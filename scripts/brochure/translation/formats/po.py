"""Catalogues as gettext's PO files, for Poedit, Weblate and their like.

Each text is one line, however long. So a file that was cut cannot be mistaken for a complete one,
wherever it was cut: a text either has its closing quotation mark, or is not there. Programs that
write the file again may break lines; for those, the header states the number of units.

A text that is not certain is *fuzzy*, outdated if its previous source is there. OmegaT writes
nothing in place of a fuzzy text that nobody translated again.
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
from brochure.site.translation_state import TranslationState
from brochure.text.suggestions import shorten
from brochure.translation.formats import po_comments, version_line
from brochure.translation.formats.catalogue import Catalogue, CatalogueEntry
from brochure.translation.formats.diagnostics import REEXPORT_HINT, Report
from brochure.translation.formats.po_lines import PoUnit, po_units

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


def _lines(entry: CatalogueEntry) -> Iterator[str]:
    yield from po_comments.lines(entry)
    if entry.state in {"outdated", "review"}:
        yield "#, fuzzy"
    if entry.previous:
        yield f"#| msgid {escape(entry.previous)}"
    yield f"msgctxt {escape(entry.key)}"
    yield f"msgid {escape(entry.source)}"
    yield f"msgstr {escape(entry.target)}"


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
    expected_units: str,
    units: int,
    last: CatalogueEntry | None,
    report: Report,
    end: tuple[int, int],
) -> None:
    """Report missing units; then the last one may be incomplete, too, and is dropped."""
    if re.fullmatch("[0-9]{1,9}", expected_units):
        if units < int(expected_units):
            message = f"the file ends early: {units} of {expected_units} units"
            report.problem(end, "cut", message, REEXPORT_HINT)
            if last:
                report.entries.pop(last.key)
    elif not (units or report.listed):
        report.problem(
            end, "empty", "the file has no units; expected some to translate", REEXPORT_HINT
        )


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
        message = f'the header says "charset={shorten(charset)}"; expected UTF-8'
        hint = 'Set the encoding "UTF-8" in your program, and save the file again.'
        report.problem((header.line, 1), "encoding", message, hint)
    return is_known


def _add(unit: PoUnit, report: Report) -> CatalogueEntry | None:
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
        notes, limit = po_comments.notes(unit.notes)
        positions = tuple(po_comments.positions(unit.positions))
        base = version_line.read(unit.comments)
        entry = CatalogueEntry(
            key, source, target, state, previous, positions, notes, limit, base, unit.line
        )
        return entry if report.add(entry, 1) else None
    return None


def _target(unit: PoUnit) -> tuple[str, TranslationState, str]:
    """Return the translation, its state, and its previous source if it is outdated."""
    target, previous = unit.text("msgstr"), unit.text("previous msgid")
    if not target:
        return "", "missing", ""
    if "fuzzy" not in unit.flags:
        return target, "done", ""
    return target, "outdated" if previous else "review", previous
