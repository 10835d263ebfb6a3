"""The tree of converted text, which decides what an element is: for checks, and for pages.

Checks ask it what a text has; pages change it, and are written from it.
"""

from __future__ import annotations

import re

from lxml.etree import HTMLParser, _Element, fromstring, tostring
from markupsafe import Markup

# What follows them is still a part of the page for browsers, but not for the library.
_END_OF_PAGE = re.compile(r"</(?:body|html)\b[^>]*>", re.IGNORECASE)
# These have no content, which the library does not know: it closes them somewhere.
_ENDS = re.compile("</(?:source|track|wbr)>")
_SPACES = re.compile("[ \t\r\n\f]+")


def parsed(html: str) -> _Element:
    """Return converted text as the ``<body>`` of a page."""
    parser = HTMLParser(encoding="utf-8", huge_tree=True)
    html = _END_OF_PAGE.sub("", html).replace("\0", "\ufffd")
    root = fromstring(f"<body>{html}".encode("utf-8", "replace"), parser)
    return next(root.iter("body"))


def written(element: _Element) -> Markup:
    """Return an element as HTML, without what follows it."""
    html = tostring(element, encoding="unicode", method="html", with_tail=False)
    return Markup(_ENDS.sub("", html))  # noqa: S704 - what was converted, and escaped, before


def inner(element: _Element) -> Markup:
    """Return an element's inner HTML."""
    html = written(element)
    return html[html.index(">") + 1 : html.rindex("<")]


def add_text(element: _Element, text: str) -> None:
    """Append a text to an element."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def words(element: _Element) -> str:
    """Return the text of an element and of those in it, without comments."""
    return str(element.xpath("string()"))


def without_markup(text: str) -> str:
    """Return what a text says, with the no-break spaces that its language asks for.

    Only ``Markup`` has any: in other texts, ``<`` is what it looks like.
    """
    if isinstance(text, Markup):
        text = words(parsed(text)) if "<" in text else text.unescape()
    return _SPACES.sub(" ", str(text)).strip(" ")
