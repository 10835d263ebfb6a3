"""Hides what is not language in a text: the only module that distinguishes the two.

What is not language is code, comments, HTML, addresses, targets of links, placeholders and ids;
in ``masked``, also the marks of Markdown's lists, tables and headings, and the signs of notations
such as ``16:9``. It is replaced by ``MASK`` at the same offsets, so that nothing there is found or
changed. ``brochure.text.parser`` decides whether a text really has a link: this module hides
whatever looks like one, to be safe.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from brochure.text.code import BLOCK_MARKS, code, indented_code, lines
from brochure.text.notations import without_notations

MASK = "\ufffc"

# Possessive quantifiers (++, *+) and atomic groups (?>…) keep the time linear in the length of what
# looks like one. Groups are not repeated possessively: before Python 3.11.5 that does not match.
# Source: https://github.com/python/cpython/issues/106052
EMAIL = r"(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+"

# An attribute's value may have any sign in it.
TAG = r"""</?[a-zA-Z][a-zA-Z0-9-]*(?=[\s/>])(?>(?:=\s*+(?:"[^"]*+"|'[^']*+')|[^<>])*)>"""
_TARGET = r"\s*+(?:<[^<>\n]*+>|(?>(?:[^()<>\s]|\([^()<>\s]*+\))*))"
ATTRIBUTES = r"\{[#.:][^{}\n]*\}"
_SYNTAX = re.compile(
    rf"""
      <!--(?>(?:(?!-->).)*)-->                              # comments
    | {TAG}                                                # HTML
    | <(?!https?:|mailto:)[a-zA-Z][a-zA-Z0-9+.-]*:[^\s<>]*>  # what looks like an address
    | &\#?\w+;                                              # entities
    | \{{[^{{}}]*\}}                                          # placeholders, attributes
    | (?<=\])\({_TARGET}(?:\s++"[^"]*+")?\s*+\)             # targets of links and images, titles
    | (?<=\])\[[^\[\]\n]*\]                                 # references [text][here],
    | ^[ ]{{0,3}}\[[^\[\]\n]*\]:.*?$                         # and where they are defined
    | (?<![\w:]):[a-z][\w+-]*:(?!\w)                        # :icons:
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_AUTOLINK = re.compile(r"<(?:https?:|mailto:|[^\s<>@]+@)[^\s<>]*>")
_ADDRESS = re.compile(
    rf"""
      (?:https?://|mailto:)[^\s)>\]]+
    | {EMAIL}
    | (?<!\w)@\w+                                           # @accounts
    | (?<![\w@.-])(?>(?:[a-z0-9-]++\.)+)[a-z]{{2,}}+(?![\w])(?:/[^\s)>\]]*+)?   # www.example.org/a
    """,
    re.VERBOSE,
)
# What Markdown passes to the page unchanged, and what could hide all that follows.
_RAW = re.compile(
    rf"{TAG}|<[!?/]|{ATTRIBUTES}|^[ ]*(?:`{{3,}}|~{{3,}})|^[ ]*(?:!!!|\?\?\?)", re.MULTILINE
)
# A text without any of these is all language.
_SIGNS = re.compile(r"[<&{\[\]:@`~.]|^(?: {4}|\t)", re.MULTILINE)
_WHOLE_LINE = re.compile(r"[ \t]*(?:!!!|\?\?\?|([-*_])(?:[ \t]*\1){2,}[ \t]*$|(?=.*-)[\s|:-]+$)")
_UNDERLINE = re.compile(r"(?:=+|-+) *")  # of a heading
_BAR = re.compile(r"(?<![ \t])[ \t]*+\\?\|[ \t]*+")


@dataclass(frozen=True)
class Block:
    """A paragraph, an item of a list, a row of a table or a heading: text[start:end]."""

    start: int
    end: int
    is_heading: bool


@functools.lru_cache(maxsize=50_000)  # all texts in 24 languages
def hidden(text: str, *, addresses: bool = True, autolinks: bool = True) -> str:
    """Return the text, equally long, with MASK for what is not language to readers.

    Without ``addresses``, those that readers see stay: ``team@example.org``, ``www.example.org``;
    and without ``autolinks``, those in angle brackets.
    """
    if not _SIGNS.search(text):
        return text
    view = list(text)
    for start, end in (*code(text), *indented_code(text)):
        _cover(view, start, end)
    joined = "".join(view)
    for pattern, applies in ((_SYNTAX, True), (_AUTOLINK, autolinks), (_ADDRESS, addresses)):
        if applies:
            joined = pattern.sub(lambda match: MASK * len(match[0]), joined)
    # Line ends stay, also in code and in comments.
    return "".join("\n" if was == "\n" else now for was, now in zip(text, joined, strict=True))


@functools.lru_cache(maxsize=50_000)
def masked(text: str) -> str:
    """Return the text, equally long, with MASK for each character that is not language."""
    view = list(without_notations(hidden(text), MASK))
    for match in _BAR.finditer(text):
        _cover(view, *match.span())
    for start, end in lines(text):
        line = text[start:end]
        marks = BLOCK_MARKS.match(line)
        whole = _WHOLE_LINE.match(line)
        _cover(view, start, end if whole else start + (marks.end() if marks else 0))
    return "".join(view)


def raw(text: str) -> list[str]:
    """Return the HTML tags, attribute lists and fences of a text, which reach the page as is."""
    return _RAW.findall(text)


def protected(text: str) -> str:
    """Return the characters that no fix may change, in their order."""
    view = masked(text)
    return "".join(was for was, now in zip(text, view, strict=True) if now == MASK)


@functools.lru_cache(maxsize=50_000)
def blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text that contain letters."""
    view, found, open_ = masked(text), list[Block](), False
    for start, end in lines(text):
        line = text[start:end]
        marks = BLOCK_MARKS.match(line)
        begin = start + (marks.end() if marks else 0)
        is_heading = line.lstrip().startswith("#")
        is_new = bool(line[: begin - start].strip()) or line.lstrip().startswith("|")
        if not line.strip():
            open_ = False
        elif open_ and _UNDERLINE.fullmatch(line) and "\n" not in text[found[-1].start : start - 1]:
            found[-1] = Block(found[-1].start, found[-1].end, is_heading=True)
            open_ = False
        elif open_ and not is_new:
            found[-1] = Block(found[-1].start, end, is_heading=False)
        else:
            found.append(Block(begin, end, is_heading))
            open_ = not is_heading
    return tuple(b for b in found if any(map(str.isalpha, view[b.start : b.end])))


def _cover(view: list[str], start: int, end: int) -> None:
    view[start:end] = MASK * (end - start)
