"""Which characters of a text are language, and where its paragraphs begin and end.

Everything else is masked: code, addresses, targets of links, placeholders, ids, HTML, and the
marks by which Markdown knows its lists, tables and headings. A rule sees ``MASK`` in their place,
at the same offsets, so that it can neither find nor change anything there.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from brochure.text.markdown import without_code, without_markup

MASK = "\ufffc"

# What without_markup leaves, because most of its users may read it as language.
_OTHER = re.compile(
    r"""
      <!--(?:(?!-->).)*+-->                             # comments
    | </?[a-zA-Z][^<>]*>                                # HTML
    | &\#?\w+;                                          # entities
    | \{[^{}]*\}                                        # placeholders, also misspelt ones
    | (?<=\])\(\s*+<?[^()<>\s]*+>?(?:\s++"[^"]*+")?\s*+\)   # targets of links and images, titles
    | (?<=\])\[[^\[\]\n]*\]                             # references [text][here],
    | ^[ ]{0,3}\*?\[[^\[\]\n]*\]:                       # and where they are defined
    | (?<![\w:]):[a-z][\w+-]*:(?!\w)                    # :icons:
    | (?<!\w)@\w+                                       # @accounts
    | (?<![\w@.-])(?:[a-z0-9-]++\.)++[a-z]{2,}+(?![\w])(?:/[^\s)>\]]*+)?   # www.example.org/a
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_MARKS = re.compile(r"[ \t]*(?:(?:[-*+>:]|\d{1,9}[.)]|#{1,6})(?:[ \t]+|$))*+")
_WHOLE_LINE = re.compile(r"[ \t]*(?:!!!|\?\?\?|([-*_])(?:[ \t]*\1){2,}[ \t]*$|(?=.*-)[\s|:-]+$)")
_BAR = re.compile(r"(?<![ \t])[ \t]*+\\?\|[ \t]*+")


@dataclass(frozen=True)
class Block:
    """A paragraph, an item of a list, a row of a table or a heading: text[start:end]."""

    start: int
    end: int
    is_heading: bool


@functools.lru_cache(maxsize=4_096)
def masked(text: str) -> str:
    """Return the text, equally long, with MASK for each character that is not language."""
    view = list(without_markup(text))
    for at, character in enumerate(_code(text)):
        if character == " ":
            view[at] = MASK
    for pattern, part in ((_OTHER, text), (_BAR, text)):
        for match in pattern.finditer(part):
            _cover(view, *match.span())
    for start, end in _lines(text):
        line = text[start:end]
        marks = _MARKS.match(line)
        whole = _WHOLE_LINE.match(line)
        _cover(view, start, end if whole else start + (marks.end() if marks else 0))
    for start, end in _indented_code(text):
        _cover(view, start, end)
    # A line's end is a line's end, also in code and in comments.
    return "".join("\n" if was == "\n" else now for was, now in zip(text, view, strict=True))


def protected(text: str) -> str:
    """Return the characters that no fix may change, in their order."""
    view = masked(text)
    return "".join(was for was, now in zip(text, view, strict=True) if now == MASK)


@functools.lru_cache(maxsize=4_096)
def blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text that hold any letter."""
    view, found, open_ = masked(text), list[Block](), False
    for start, end in _lines(text):
        line = text[start:end]
        marks = _MARKS.match(line)
        begin = start + (marks.end() if marks else 0)
        is_heading = line.lstrip().startswith("#")
        is_new = bool(line[: begin - start].strip()) or line.lstrip().startswith("|")
        if not line.strip():
            open_ = False
        elif open_ and not is_new:
            found[-1] = Block(found[-1].start, end, is_heading=False)
        else:
            found.append(Block(begin, end, is_heading))
            open_ = not is_heading
    return tuple(b for b in found if any(map(str.isalpha, view[b.start : b.end])))


def _cover(view: list[str], start: int, end: int) -> None:
    view[start:end] = MASK * (end - start)


def _code(text: str) -> str:
    """Return the text with a space for each character of code, and nowhere else."""
    # without_code blanks code with spaces; U+001F is as much a space to its patterns.
    return without_code(text.replace(" ", "\x1f"))


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _indented_code(text: str) -> Iterator[tuple[int, int]]:
    """Yield lines that four spaces make code: after an empty line, and in no list."""
    is_code, after_empty, in_list = False, True, False
    for start, end in _lines(text):
        line = text[start:end]
        if line.startswith(("    ", "\t")) and line.strip():
            is_code = is_code or (after_empty and not in_list)
            if is_code:
                yield start, end
        elif line.strip():
            is_code = False
            marks = _MARKS.match(line)
            in_list = bool(marks and marks[0].strip(" \t#>")) or (in_list and line[:1] == " ")
        after_empty = not line.strip()
