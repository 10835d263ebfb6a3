"""Finds the position in the text of each element that the converter creates.

The converter discards positions. So it annotates each link, image and heading with its source, for
which the text is then searched from beginning to end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

import lxml.etree
from markdown import Markdown
from markdown.blockprocessors import BlockProcessor

from brochure.text.code import blank, without_code_and_comments

HEADING = re.compile("h([1-6])")
FILES = ("src", "poster", "data")  # attributes that name what a browser loads by itself

_SOURCE = "data-source"
# Placeholders for parts of the text that were converted before: an escaped character, or any part.
_STASHED = re.compile(r"\x02(?:(?P<escaped>\d+)|[^\x02\x03]*)\x03")
_MARKDOWN = re.compile(r"[\[#\n]")  # what HTML has if it looks like a link or a heading
_UNESCAPED = r"(?<!(?<!\\)\\)"


def _annotate(element: Element, source: str, sources: list[str]) -> None:
    element.set(_SOURCE, str(len(sources)))
    sources.append(source)


def annotate_inline(pattern: Any, sources: list[str]) -> None:
    """Let an inline pattern annotate each link and image with its source."""
    handle = pattern.handleMatch

    def annotating(match: re.Match[str], data: str) -> Any:
        result = handle(match, data)
        element, start, end = result
        if isinstance(element, Element) and {"href", "src"} & element.attrib.keys():
            _annotate(element, data[start:end], sources)
        return result

    pattern.handleMatch = annotating


def annotate_heading(processor: BlockProcessor, sources: list[str]) -> None:
    """Let a block processor annotate each heading with its source."""
    run = processor.run
    pattern: re.Pattern[str] = processor.RE  # type: ignore[attr-defined]

    def annotating(parent: Element, blocks: list[str]) -> bool | None:
        match = pattern.search(blocks[0])
        result = run(parent, blocks)
        _annotate(parent[-1], match[0].strip() if match else "", sources)
        return result

    processor.run = annotating  # type: ignore[method-assign]


class Finder:
    """Finds the offsets of elements, which must be asked for in the order of the text."""

    def __init__(self, text: str, converter: Markdown) -> None:
        self._text, self._at, self._last = text, 0, -1
        self._sources: list[str] = converter.sources  # type: ignore[attr-defined]
        is_prose = "code" in converter.parser.blockprocessors
        self._visible = without_code_and_comments(text, is_prose=is_prose)
        self._markdown = self._visible
        for html in converter.htmlStash.rawHtmlBlocks:  # in what is left as it is, nothing is read
            if isinstance(html, str) and _MARKDOWN.search(html.strip()):
                self._markdown = self._markdown.replace(html.strip(), blank(html.strip()), 1)

    def source(self, element: lxml.etree._Element) -> str:
        """Return the source that the converter has made an element of; empty if that is HTML."""
        index = element.get(_SOURCE)
        return self._sources[int(index)] if index is not None else ""

    def offset(self, element: lxml.etree._Element, attributes: Iterable[str] = ()) -> int:
        """Return the offset of an element, or of the one before it if it is not found.

        It may be the offset of braces that give the element one of the ``attributes``.
        """
        if HEADING.fullmatch(str(element.tag)):
            self._at = self._last + 1
        if (line := self._next_line(element)) is not None:
            return self._found(element, line)
        if (start := self._next_link(element)) is not None:
            return self._found(element, start)
        for pattern in self._patterns(element, attributes):
            for view in (self._markdown, self._visible, self._text)[not self.source(element) :]:
                if match := re.compile(pattern, re.MULTILINE).search(view, self._at):
                    return self._found(element, match.start())
        return max(self._last, 0)

    def _found(self, element: lxml.etree._Element, start: int) -> int:
        self._last = start
        # An underlined heading may begin with a link, at the same place.
        self._at = start if HEADING.fullmatch(str(element.tag)) else start + 1
        return start

    def _next_line(self, element: lxml.etree._Element) -> int | None:
        """Return the offset of a heading's line, if the text goes on with it.

        This is what the patterns find, and quicker: the heading's first word is not seen earlier.
        """
        source = self.source(element) if HEADING.fullmatch(str(element.tag)) else ""
        if not source or _STASHED.search(source):
            return None
        start = self._markdown.find(source.split(maxsplit=1)[0], self._at)
        line = self._markdown.rfind("\n", 0, start) + 1
        before = self._markdown[line:start]
        after = self._markdown[start + len(source) :].partition("\n")[0]
        is_whole = self._markdown.startswith(source, start) and not (before + after).strip(" \t")
        return line if start >= 0 and line >= self._at and is_whole else None

    def _next_link(self, element: lxml.etree._Element) -> int | None:
        """Return the offset of a link or an image, if the text goes on with it as it is written.

        This, too, is what the patterns find, and quicker: none has to be compiled.
        """
        source = self.source(element)
        if not source or HEADING.fullmatch(str(element.tag)) or _STASHED.search(source):
            return None
        start = self._markdown.find(source.split(maxsplit=1)[0], self._at)
        is_whole = start >= 0 and self._markdown.startswith(source, start)
        return start if is_whole and self._markdown[start - 1 : start] != "\\" else None

    def _patterns(self, element: lxml.etree._Element, attributes: Iterable[str]) -> Iterator[str]:
        if written := self.source(element):
            source = _pattern(written)
            if HEADING.fullmatch(str(element.tag)):
                yield rf"^[ \t]*{source}[ \t]*$"
            yield rf"{_UNESCAPED}{source}"
            return
        tag = re.escape(str(element.tag))
        for name in ("href", *FILES, "id", "lang"):
            if value := element.get(name):
                written = re.escape(str(value)).replace("&", "&(?:amp;)?")
                yield rf"(?i:<{tag}\b)[^<>]*{written}"
                for begin in (r"^[ \t]*", ""):  # {: #id } below a paragraph, or in a line
                    yield rf"{begin}\{{[^{{}}\n]*{written}"
        for name in map(re.escape, attributes):
            yield rf"(?i:<{tag}\b[^<>]*\s{name}\b)"
            yield rf"(?i:\{{[^{{}}\n]*\b{name}\b)"
        yield rf"(?i:<{tag}\b)"


def _pattern(source: str) -> str:
    """Return a pattern that finds the source of an element in the text."""
    parts, at = [], 0
    for stashed in _STASHED.finditer(source):
        parts.append(_spaced(source[at : stashed.start()]))
        escaped = stashed["escaped"]
        parts.append(re.escape(f"\\{chr(int(escaped))}") if escaped else r"[\s\S]+?")
        at = stashed.end()
    return "".join([*parts, _spaced(source[at:])])


def _spaced(source: str) -> str:
    # Within a quotation, each line has its own mark.
    return r"[\s>]+".join(map(re.escape, re.split(r"\s+", source)))
