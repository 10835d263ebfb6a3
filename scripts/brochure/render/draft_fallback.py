"""Texts of the default language in drafts that lack them, in elements with their language.

Where elements are impossible, in an attribute or a title, templates get the plain text with the
filter ``plain``.
"""

from __future__ import annotations

import re
from typing import cast

from markupsafe import Markup

from brochure.text.parser import parse

# A heading's line: its hashes, its title, and what follows that.
_HEADING = re.compile(r"(#*[ \t]*)(.*?)((?:[ \t]*#+)?[ \t]*(?:\{[^{}]*\})?[ \t]*)")


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

    Its heading stays outside the element around the rest: pages are split at headings.
    """
    heading = next((h for h in parse(markdown).headings if not h.offset), None)
    lead, rest = "", markdown
    if heading:
        line, _, rest = markdown.partition("\n")
        if not line.startswith("#"):  # it is underlined
            line, rest = f"{'#' * heading.level} {line}", rest.partition("\n")[2]
        if parts := _HEADING.fullmatch(line):
            lead = f"{parts[1]}{_span(parts[2], tag, direction)}{parts[3]}\n\n"
    rest = rest.strip("\n")
    if not rest.strip():
        return lead
    return f'{lead}<div lang="{tag}" dir="{direction}" markdown="1">\n\n{rest}\n\n</div>'


def _span(text: str, tag: str, direction: str) -> str:
    return f'<span lang="{tag}" dir="{direction}">{text}</span>'
