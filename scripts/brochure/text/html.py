"""The HTML that prose may have: what Markdown makes of it, and what has meaning but no effects.

Pages run no scripts of their own, look as their templates say, and load nothing from elsewhere.
"""

from __future__ import annotations

import re

import lxml.etree

_ELEMENTS = (
    "a abbr area audio b bdi bdo blockquote br caption cite code col colgroup dd del details"
    " dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li map mark ol p"
    " picture pre q rp rt ruby s samp section small source span strong sub summary sup table"
    " tbody td tfoot th thead time tr track u ul var video wbr"
)
_ATTRIBUTES = re.compile(
    "(?:aria|data)-.*|abbr|alt|cite|class|colspan|controls|coords|datetime|dir|download|headers"
    "|height|href|hreflang|id|kind|label|lang|loading|media|muted|name|open|poster|preload|rel"
    "|reversed|role|rowspan|scope|shape|span|src|srclang|start|title|type|usemap|value|width"
)


def unsupported(element: lxml.etree._Element) -> list[str]:
    """Return ``<tag>`` of an element that prose may not have, else its attributes of that kind."""
    tag = str(element.tag)
    if tag not in _ELEMENTS.split():
        return [f"<{tag}>"]
    return [
        str(name)
        for name in element.attrib
        if not _ATTRIBUTES.fullmatch(str(name)) and not (name == "decorative" and tag == "img")
    ]
