"""Explains YAML errors in plain words, at the mistake rather than where the parser noticed it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from brochure.files.yaml_slips import swallowed

_QUOTE = "Put the whole text in quotes."
_INDENT = (
    "Check this line and the one above for an indent that differs from its neighbours, or a text"
    " in quotes that ends too early."
)


# Without a space after its colon, this is not a key, and the next line does not fit.
_COLON_ALONE = re.compile(r"[ -]*[\w-]+:(?=[\S\u00a0\u202f])")
_KEY = re.compile(r" *[\w-]+:(?= |$)")

_LINE_END = re.compile("\r\n?|[\n\x85\u2028\u2029]")  # the parser counts all of these


@dataclass(frozen=True)
class _Mistake:
    """Part of the parser's message, and what it means; the mistake may be where a value begins."""

    pattern: str
    message: str
    hint: str
    at_beginning: bool = False


_UNFITTING = _Mistake("", "indentation does not match the lines above", _INDENT)
_COLON = _Mistake("", "unquoted text contains a colon and a space", _QUOTE)
_TRAILING = _Mistake(
    "",
    "unexpected text after the end of a value",
    "Put the whole text in quotes, and inside it use ’ and “ ” for apostrophe and quotation marks.",
)
_DASH = _Mistake(
    "",
    "a dash is missing before this entry of the list",
    'Write "- " before it, in the column of the other dashes.',
)
_END = _Mistake(
    "", "the file ends before its brackets are closed", "Close them, or put the text in quotes."
)
_MISTAKES = (
    _Mistake(
        "quoted scalar found unexpected end of stream",
        "the quoted text is not closed",
        "Close it with the same quotation mark.",
        at_beginning=True,
    ),
    _Mistake(
        "escape c",
        r"unknown escape after a backslash (\)",
        "Write the text in single quotes.",
    ),
    _Mistake("scanning an alias", "a text cannot begin with *", _QUOTE, at_beginning=True),
    _Mistake("scanning an anchor", "a text cannot begin with &", _QUOTE, at_beginning=True),
    _Mistake("scanning a tag", "a text cannot begin with !", _QUOTE, at_beginning=True),
    _Mistake(
        "scanning a block scalar",
        "unexpected text after | or >; expected it on the next line",
        "Put the text in quotes if it really begins with | or >.",
        at_beginning=True,
    ),
    _Mistake(
        "flow sequence",
        "the list in [ ] is not closed, or a comma is missing between two items",
        'Close it with "]". Put a text that begins with [ in quotes.',
        at_beginning=True,
    ),
    _Mistake(
        "flow mapping",
        "the mapping in { } is not closed, or a comma is missing between two entries",
        'Close it with "}". Put a text that begins with { in quotes.',
        at_beginning=True,
    ),
    _Mistake(
        "block sequence entries are not allowed",
        "a list cannot begin on this line",
        'Begin it on the next line. Put a text that begins with "- " in quotes.',
    ),
    _Mistake(
        "find expected ':'",
        "this line has no colon, and does not continue a text",
        "Write the key with its colon, or indent the line as far as the text that it continues.",
        at_beginning=True,
    ),
    _Mistake("cannot start any token", "a text cannot begin with this character", _QUOTE),
    _Mistake("expected node content", "a text cannot begin with this character", _QUOTE),
    _Mistake("mapping keys are not allowed", 'a text cannot begin with "? "', _QUOTE),
    _Mistake(
        "find expected '-' indicator",
        "indentation does not match the list above",
        "Begin it in the column of its neighbours, with - if it is an item of the list.",
    ),
)


def explained(error: yaml.YAMLError, text: str) -> tuple[int, int, str, str]:
    """Return line and column (from 1), message and hint."""
    mark = getattr(error, "problem_mark", None)
    if not isinstance(error, yaml.MarkedYAMLError) or mark is None:
        return 1, 1, f"not valid YAML: {str(error).splitlines()[0]}", _INDENT
    lines = _LINE_END.split(text + "\n")  # the parser may stop after the last one
    if comment := _comment(error, text, mark.line):
        return comment
    mistake = _mistake(error, lines[mark.line :], mark.column)
    if mistake is _UNFITTING and (colon := _COLON_ALONE.match(lines[mark.line - 1])):
        message, hint = "a space is missing after the colon", "Add it."
        if lines[mark.line - 1][colon.end()].isspace():
            message = "no-break space after the colon; expected an ordinary one"
            hint = "Delete it, and type the space again."
        return mark.line, colon.end() + 1, message, hint
    if mistake.at_beginning:
        mark = error.context_mark or mark
    return mark.line + 1, mark.column + 1, mistake.message, mistake.hint


def _comment(error: yaml.MarkedYAMLError, text: str, line: int) -> tuple[int, int, str, str] | None:
    """Return a comment because of which a line does not fit, or a bracket is not closed."""
    first = line - 1
    if error.context_mark and "flow" in (error.context or ""):
        first = error.context_mark.line
    for number, comment in swallowed(text).items():
        if first <= number <= line and comment.before.count('"') % 2 == 0:
            return number + 1, comment.column + 1, *comment.explanation
    return None


def _mistake(error: yaml.MarkedYAMLError, lines: list[str], column: int) -> _Mistake:
    reported = " ".join(filter(None, (error.context, error.problem)))
    before = lines[0][:column].strip()
    if "mapping values are not allowed" in reported:
        return _COLON if re.search(r":\s", before) else _UNFITTING
    if "find expected key" in reported:
        return _TRAILING if before else _UNFITTING
    if "find expected '-' indicator" in reported and _KEY.match(lines[0]):
        return _DASH
    if "expected node content" in reported and not "".join(lines)[column:].strip():
        return _END
    return next(
        (mistake for mistake in _MISTAKES if mistake.pattern in reported),
        _Mistake("", f"not valid YAML: {error.problem}", _INDENT),
    )
