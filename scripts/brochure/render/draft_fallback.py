"""Texts of the default language in drafts that lack them, in elements with their language.

Where elements are impossible, in an attribute or a title, templates get the plain text with the
filter ``plain``.
"""

from __future__ import annotations

from typing import cast

from lxml.etree import SubElement, _Element
from markupsafe import Markup

from brochure.text import tree
from brochure.text.positions import HEADING

_SECTION = "data-section"


class FallbackText(Markup):
    """A text of the default language in a ``<span>``; ``plain`` is the same without it.

    Results of Markup's methods, such as slices, have no ``plain``.
    """

    plain: Markup


def fallback(html: Markup, tag: str, direction: str) -> FallbackText:
    """Return a text in an element with its language, ``tag``, and its direction."""
    text = FallbackText(_span(html, tag, direction))
    text.plain = html
    return text


def plain(text: str) -> str:
    """Return a text for an attribute or a title: the template filter ``plain``."""
    return cast("str", getattr(text, "plain", text))


def block(markdown: str, tag: str, direction: str) -> str:
    """Return a section of the default language's prose as Markdown with its language.

    Once it is converted, ``lift_headings`` takes its heading out of the element around it. An empty
    section stays empty.
    """
    if not markdown:
        return ""
    attributes = f'{_SECTION}="1" lang="{tag}" dir="{direction}"'
    return f'<div {attributes} markdown="1">\n\n{markdown}\n\n</div>'


def lift_headings(body: _Element) -> None:
    """Put the heading of each such section before it, with its own language: pages divide there."""
    for section in body.findall(f"div[@{_SECTION}]"):
        del section.attrib[_SECTION]
        for heading in section[:1]:
            if HEADING.fullmatch(str(heading.tag)):
                span = SubElement(heading, "span", dict(section.attrib))
                span.text, heading.text = heading.text, None
                span.extend(heading[:-1])
                section.addprevious(heading)
        if not tree.inner(section).strip():
            body.remove(section)


def _span(text: str, tag: str, direction: str) -> str:
    return f'<span lang="{tag}" dir="{direction}">{text}</span>'
