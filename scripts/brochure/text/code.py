"""Finds code in a text, by the patterns of the converter that makes code of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.inlinepatterns import BACKTICK_RE, BacktickInlineProcessor

_FENCED = FencedBlockPreprocessor.FENCED_BLOCK_RE
_BACKTICKS = BacktickInlineProcessor(BACKTICK_RE)
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")
# What ends a paragraph, and with it code in a line: an empty line or a heading, and in a list the
# next item.
_END = re.compile(r"\n(?=[ \t]*(?:\n|$)|#)")
_END_OF_ITEM = re.compile(rf"{_END.pattern}|\n(?={_ITEM.pattern})")
_END_OF_LINE = re.compile(r"\n")
# A line that ends a paragraph itself: an empty one, a heading with marks or with a line below it, a
# row of a table.
_ALONE = re.compile(r"[ \t]*(?:\n|$|\|)|#|[^\n]*\n(?:=+|-+) *(?:\n|$)")
# What a line begins with in a list, a quotation or a heading.
BLOCK_MARKS = re.compile(r"[ \t]*(?>(?:(?:[-*+>:]|\d{1,9}[.)]|#{1,6})(?:[ \t]+|$))*)")

_COMMENT = re.compile("<!--.*?-->", re.DOTALL)


def without_code(text: str, *, is_prose: bool) -> str:
    """Blank out code, with every line and column where it was.

    In prose, lines are code because of four spaces, too.
    """
    for start, end in (*code(text), *(indented_code(text) if is_prose else ())):
        text = text[:start] + blank(text[start:end]) + text[end:]
    return text


def without_code_and_comments(text: str, *, is_prose: bool) -> str:
    """Blank out code and HTML comments, with every line and column where it was."""
    return _COMMENT.sub(lambda comment: blank(comment[0]), without_code(text, is_prose=is_prose))


def blank(text: str) -> str:
    """Return a space for each character, in as many lines."""
    return re.sub(r"[^\n]", " ", text)


def code(text: str) -> Iterator[tuple[int, int]]:
    """Yield where code begins and ends, with the marks around it."""
    if "`" not in text and "~~~" not in text:
        return
    at = 0
    for fenced in _FENCED.finditer(text):
        yield from _in_lines(text, at, fenced.start())
        yield fenced.span()
        at = fenced.end()
    yield from _in_lines(text, at, len(text))


def _in_lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the code between backticks in a part of a text."""
    while start < end:
        is_alone, is_item = _ALONE.match(text, start, end), _ITEM.match(text, start, end)
        ends = _END_OF_LINE if is_alone else _END_OF_ITEM if is_item else _END
        paragraph_end = match.start() if (match := ends.search(text, start, end)) else end
        for begin, after in _between_backticks(text[start:paragraph_end]):
            yield start + begin, start + after
        start = paragraph_end + 1


def _between_backticks(paragraph: str) -> Iterator[tuple[int, int]]:
    pattern, done, at = _BACKTICKS.getCompiledRegExp(), 0, 0
    # A backslash that is done, as part of code or escaped itself, escapes nothing.
    while match := pattern.search(paragraph[done:], at - done):
        begin = done + match.start()
        if match[1]:
            done = at = done + match.end()
            continue
        inner, close = _BACKTICKS.find_code_spans(begin, paragraph)  # type: ignore[misc]  # its stub says None
        at = inner
        if close is not None:
            done = at = close + (inner - begin)
            yield begin, at


def indented_code(text: str) -> Iterator[tuple[int, int]]:
    """Yield lines that are code because of four spaces: after an empty line, outside lists."""
    if "    " not in text and "\t" not in text:
        return
    is_code, after_empty, in_list = False, True, False
    for start, end in lines(text):
        line = text[start:end]
        if line.startswith(("    ", "\t")) and line.strip():
            is_code = is_code or (after_empty and not in_list)
            if is_code:
                yield start, end
        elif line.strip():
            is_code = False
            marks = BLOCK_MARKS.match(line)
            in_list = bool(marks and marks[0].strip(" \t#>")) or (in_list and line[:1] == " ")
        after_empty = not line.strip()


def lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each line begins and ends."""
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1
