"""Renders the Markdown of short texts: only emphasis, code, links and line breaks."""

from __future__ import annotations

import functools
import html
import re
import threading
from collections.abc import Callable
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup, escape

from brochure.text.markdown import inline_converter

# A text without any of these is plain; converting it as Markdown would take 100 times as long.
_MARKED = re.compile(r"[*_\[\]`&<>\\]| {2}\n")

_PARAGRAPHS = re.compile(r"\n\s*\n")
_TARGET = "\ufdd2"  # before and after each target; a noncharacter of Unicode: no text contains it
_local = threading.local()


def render(text: str, resolve: Callable[[str], str] | None = None) -> Markup:
    """Return the text as HTML without a paragraph around it; HTML in it is escaped.

    ``resolve`` returns the address for the target of each link.
    """
    parts = list(_parts(text))
    if resolve:
        parts[1::2] = [escape(resolve(html.unescape(target))) for target in parts[1::2]]
    return Markup("".join(parts))  # noqa: S704 - Markdown escaped it


def one_paragraph(text: str) -> str:
    """Return the text for the converter, in which empty lines do not end the paragraph."""
    return _PARAGRAPHS.sub("\n", text)


@functools.lru_cache(maxsize=20_000)
def _parts(text: str) -> tuple[str, ...]:
    """Return the HTML of a text, split at its links' targets: every second part is a target."""
    if not _MARKED.search(text):
        return (str(escape(text)),)
    converted = _converter().reset().convert(one_paragraph(text))
    return tuple(converted.removeprefix("<p>").removesuffix("</p>").split(_TARGET))


class _MarkTargets(Treeprocessor):
    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            link.set("href", f"{_TARGET}{link.get('href', '')}{_TARGET}")


def _converter() -> Markdown:
    if not hasattr(_local, "converter"):
        converter = inline_converter()
        converter.treeprocessors.register(_MarkTargets(converter), "mark-targets", 0)
        _local.converter = converter
    return _local.converter  # type: ignore[no-any-return]
