"""Renders the Markdown of short texts: only emphasis, code, links and line breaks."""

from __future__ import annotations

import functools
import re
import threading

from markdown import Markdown
from markupsafe import Markup, escape

from brochure.text.markdown import inline_converter

# A text without any of these is plain; converting it as Markdown would take 100 times as long.
_MARKED = re.compile(r"[*_\[\]`&<>\\]| {2}\n")

_PARAGRAPHS = re.compile(r"\n\s*\n")
_local = threading.local()


@functools.lru_cache(maxsize=20_000)
def render(text: str) -> Markup:
    """Return the text as HTML without a paragraph around it; HTML in it is escaped."""
    if not _MARKED.search(text):
        return escape(text)
    converted = _converter().reset().convert(one_paragraph(text))
    return Markup(converted.removeprefix("<p>").removesuffix("</p>"))  # noqa: S704 - it is escaped


def one_paragraph(text: str) -> str:
    """Return the text for the converter, in which empty lines do not end the paragraph."""
    return _PARAGRAPHS.sub("\n", text)


def _converter() -> Markdown:
    if not hasattr(_local, "converter"):
        _local.converter = inline_converter()
    return _local.converter  # type: ignore[no-any-return]
