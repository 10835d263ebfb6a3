"""What stands inside a text: placeholders, links, headings, numbers, and prose around code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9-]*)\}")
# Known only when a page or mail is made, such as {$reference}; the form's texts use them.
VALUE = re.compile(
    r"\{\$(reference|answers|language|retention|maximum|count|label|institution|date|email|url)\}"
)
# Possessive quantifiers (++, *+): the time does not grow with the square of what looks like links.
LINK = re.compile(r"(?<!!)\[([^\[\]]*+)\]\(\s*+<?([^)\s>\[]*+)>?(?:\s++\"[^\"]*+\")?\s*+\)")
NUMBER = re.compile(r"(?:\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?!\d)|\d+)(?:[.,]\d+)?")
_HEADING = re.compile(r"(#{1,6})\s+(\S.*)")
_ATTRIBUTES = re.compile(r"\{([^{}]*)\}$")
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_URL = re.compile(r"(?:https?://|mailto:)[^\s)>\]]+|(?<![\w.+-])[\w.+-]++@[\w-]+\.[\w.-]+")


@dataclass(frozen=True)
class Heading:
    """A heading of a page's prose; ``id`` is empty where none is given."""

    level: int
    title: str
    id: str
    line: int


@dataclass(frozen=True)
class Link:
    """A link in a text, which begins at ``offset``."""

    target: str
    offset: int = 0

    @property
    def external(self) -> bool:
        """Whether it leaves the site."""
        return bool(re.match(r"[a-z][a-z0-9+.-]*:|//", self.target, re.IGNORECASE))

    @property
    def scheme(self) -> str:
        """The scheme of an address, such as ``https``; empty if it has none."""
        return self.target.partition(":")[0].lower() if ":" in self.target else ""

    @property
    def page(self) -> str:
        """The file part, such as ``areas.md``; empty for a link within the page."""
        return self.target.partition("#")[0]

    @property
    def fragment(self) -> str:
        """The heading's id, or an empty text."""
        return self.target.partition("#")[2]


def without_code(markdown: str) -> str:
    """Blank out code, keeping every line and column where it was."""
    if "`" not in markdown and "~~~" not in markdown:
        return markdown
    lines, fence = [], ""
    for line in markdown.split("\n"):
        mark = _FENCE.match(line)
        if fence or mark:
            if fence and mark and mark[1].startswith(fence):
                fence = ""
            elif mark and not fence:
                fence = mark[1]
            lines.append(" " * len(line))
        else:
            lines.append(_CODE.sub(lambda m: " " * len(m[0]), line))
    return "\n".join(lines)


def without_markup(text: str) -> str:
    """Blank out what is not language: code, link targets, addresses, heading ids, placeholders."""
    text = without_code(text)
    text = LINK.sub(lambda m: _blank(m[0], m.start(2) - m.start(), m.end(2) - m.start()), text)
    for pattern in (_URL, PLACEHOLDER, VALUE, re.compile(r"\{[#.:][^{}]*\}")):
        text = pattern.sub(lambda m: "\ufffc" * len(m[0]), text)
    return text


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + "\ufffc" * (end - start) + text[end:]


def headings(markdown: str, first_line: int = 1) -> Iterator[Heading]:
    """Yield the headings of prose that begins at line ``first_line`` of its file."""
    for number, line in enumerate(without_code(markdown).split("\n"), first_line):
        if match := _HEADING.match(line):
            title = match[2].rstrip().rstrip("#").rstrip()
            attributes = _ATTRIBUTES.search(title)
            identifier = re.search(r"#([^\s}]+)", attributes[1]) if attributes else None
            title = title[: attributes.start()].rstrip() if attributes else title
            yield Heading(len(match[1]), title, identifier[1] if identifier else "", number)


def links(markdown: str) -> Iterator[Link]:
    """Yield the links of a text, images excepted."""
    for match in LINK.finditer(without_code(markdown)):
        yield Link(match[2], match.start())


def numbers(text: str) -> list[str]:
    """Return the numbers of a text, sorted, without their separators of thousands."""
    found = NUMBER.findall(without_markup(text))
    return sorted(
        re.sub(r"[\s\u00a0\u202f]|[.,](?=\d{3}(?:\D|$))", "", n).replace(",", ".") for n in found
    )
