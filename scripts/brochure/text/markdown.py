"""The project's Markdown: how pages and short texts become HTML.

Pages are converted by MkDocs, to which the engine gives the same extensions. Everything that needs
to know what a text contains uses ``brochure.text.parser``, which converts it as the build does.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

_ALIGNED = re.compile(r"text-align: (left|center|right);")
_SIDES = {"left": "start", "center": "center", "right": "end"}  # in any direction of writing


class _AlignByClass(Treeprocessor):
    """Aligns the cells of |:--|--:| by a class: the policy of the site refuses inline styles."""

    def run(self, root: Element) -> None:
        for cell in (*root.iter("th"), *root.iter("td")):
            if aligned := _ALIGNED.fullmatch(cell.get("style", "")):
                del cell.attrib["style"]
                cell.set("class", f"align-{_SIDES[aligned[1]]}")


class _AlignedTables(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - as the library calls it
        md.treeprocessors.register(_AlignByClass(md), "align-by-class", 9)


# md_in_html lets a draft show a missing section in the default language, in an element with lang.
EXTENSIONS: tuple[str | Extension, ...] = (
    *("toc", "tables", "fenced_code", "attr_list", "md_in_html"),
    _AlignedTables(),
)

# Short texts hold emphasis, code, links and line breaks: no blocks, and HTML is shown as text.
_BLOCKS = "code hashheader setextheader hr olist ulist quote indent reference"


def page_converter() -> Markdown:
    """Return a converter for the prose of pages."""
    return Markdown(extensions=list(EXTENSIONS), output_format="html")


def inline_converter() -> Markdown:
    """Return a converter for short texts; what it returns is one paragraph."""
    converter = Markdown(output_format="html")
    converter.preprocessors.deregister("html_block")
    converter.inlinePatterns.deregister("html")
    for block in _BLOCKS.split():
        converter.parser.blockprocessors.deregister(block)
    return converter
