"""Renders the Markdown that a short text may hold: emphasis, links, line breaks; nothing else."""

from __future__ import annotations

import functools
import re
import threading

from markdown import Markdown
from markupsafe import Markup, escape

_MARKED = re.compile(r"[*_\[\]`&<>\\]")
_PARAGRAPHS = re.compile(r"\n\s*\n")
_local = threading.local()


@functools.lru_cache(maxsize=20_000)
def render(text: str) -> Markup:
    """Return the text as HTML without a paragraph around it; HTML in it is shown, not used."""
    if not _MARKED.search(text):  # most texts: Markdown would take a hundred times as long
        return escape(text)
    html = _markdown().reset().convert(_PARAGRAPHS.sub("\n", text))
    return Markup(html.removeprefix("<p>").removesuffix("</p>"))  # noqa: S704 - Markdown escaped it


def _markdown() -> Markdown:
    if not hasattr(_local, "markdown"):
        markdown = Markdown(output_format="html")
        markdown.preprocessors.deregister("html_block")
        markdown.inlinePatterns.deregister("html")
        for block in (
            "code",
            "hashheader",
            "setextheader",
            "hr",
            "olist",
            "ulist",
            "quote",
            "indent",
            "reference",
        ):
            markdown.parser.blockprocessors.deregister(block)
        _local.markdown = markdown
    return _local.markdown  # type: ignore[no-any-return]
