"""No text that is shown as a link, a button or a heading has a link in it.

Browsers end the outer link where the inner one begins: a button would be empty.

Pass: a link in an answer, or in a sentence of the interface. Fail: ``[Contact](contact.md)`` as a
title, a label, a name or a question; as a string without a full stop, such as that of a button.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from brochure.problems import Problem
from brochure.site import unit_keys
from brochure.site.segment import Segment
from brochure.site.site import Site
from brochure.site.units import ContentUnit, PageUnit

ID = "nested-link"

_LABELS = {"title", "label", "name", "legend", "question"}


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for the first link in each such text."""
    for tag in site.tags:
        for segment in site.segments_with_markup(tag):
            if not segment.is_prose and segment.document.links and _is_label(segment):
                link = segment.document.links[0]
                message = f"has a link to {link.target}, and may be shown as a link itself"
                hint = "Write it without the link. Put the link into a text beside it."
                yield segment.problem(link.offset, ID, message, hint)


def _is_label(segment: Segment) -> bool:
    unit = segment.unit
    if isinstance(unit, PageUnit):
        return unit.section_id in _LABELS
    if unit.file == "content/strings.yaml":
        last = segment.text.rstrip()[-1:]
        return unicodedata.category(last) != "Po"  # nothing that ends a sentence
    return isinstance(unit, ContentUnit) and unit_keys.field(unit.text_key) in _LABELS
