"""Renders the Markdown that a short text may hold: emphasis, links, line breaks; nothing else."""

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

# A text without any of these is plain: Markdown would take a hundred times as long.
_MARKED = re.compile(r"[*_\[\]`&<>\\]")

_PARAGRAPHS = re.compile(r"\n\s*\n")
_TARGET = "\ufdd2"  # before and after each target; a noncharacter of Unicode: no text holds it
_local = threading.local()


def render(text: str, resolve: Callable[[str], str] | None = None) -> Markup:
    """Return the text as HTML without a paragraph around it; HTML in it is shown, not used.

    ``resolve`` is given the target of each link and returns the address to link to.
    """
    parts = list(_parts(text))
    if resolve:
        parts[1::2] = [escape(resolve(html.unescape(target))) for target in parts[1::2]]
    return Markup("".join(parts))  # noqa: S704 - Markdown escaped it


def one_paragraph(text: str) -> str:
    """Return the text as it is given to the converter: an empty line does not end a paragraph."""
    return _PARAGRAPHS.sub("\n", text)


@functools.lru_cache(maxsize=20_000)
def _parts(text: str) -> tuple[str, ...]:
    """Return the HTML of a text, cut around the targets of its links: every second part is one."""
    if not _MARKED.search(text):
        return (str(escape(text)),)
    made = _converter().reset().convert(one_paragraph(text))
    return tuple(made.removeprefix("<p>").removesuffix("</p>").split(_TARGET))


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
