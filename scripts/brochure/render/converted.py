"""Converted text as a page has it: its sections, where its links lead, its pictures.

All of it is decided on the tree, as for the checks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lxml.etree import Element, _Element, strip_tags
from markupsafe import Markup

from brochure.render import draft_fallback, files_in_html
from brochure.render.views import PageSection
from brochure.text import tree

if TYPE_CHECKING:
    from brochure.render.localizer import Localizer

# What a link becomes that leads to nothing shown: only its words stay.
_NO_LINK = "no-link"


def short_text(localizer: Localizer, html: Markup) -> Markup:
    """Return a short text, in which links name files, with addresses as seen from the page."""
    if "<a " not in html and "<img " not in html:  # all else in it that looks so is escaped
        return html
    return tree.inner(_placed(localizer, html, localizer.address))


def prose(localizer: Localizer, html: str) -> tuple[Markup, list[PageSection]]:
    """Return the part before the first ``<h2>`` of a page, and each ``<h2>`` with its section.

    One within a quotation or a list begins no section.
    """
    body = _placed(localizer, html, localizer.address_in_prose)
    draft_fallback.lift_headings(body)
    sections: list[_Element] = []
    for child in list(body):
        if child.tag == "h2":
            sections.append(Element("section"))
        if sections:
            sections[-1].append(child)
    return tree.inner(body), [_section(section) for section in sections]


def _section(section: _Element) -> PageSection:
    heading = section[0]
    html = tree.written(heading)
    section.text = heading.tail
    section.remove(heading)
    strip_tags(heading, "a")
    return PageSection(heading.get("id", ""), tree.inner(heading), html, tree.inner(section))


def _placed(localizer: Localizer, html: str, address: Callable[[str], str]) -> _Element:
    """Return the tree of a text whose links and pictures are as the page has them."""
    body = tree.parsed(html)
    for link in body.iter("a", "area"):
        target = link.get("href")
        if target is None or files_in_html.place_document(localizer, link, target):
            continue
        if found := address(target):
            link.set("href", found)
        else:
            link.tag = _NO_LINK
    for image in list(body.iter("img")):
        files_in_html.place_picture(localizer, image)
    strip_tags(body, _NO_LINK)
    return body
