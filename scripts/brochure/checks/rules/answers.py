"""An answer to a frequent question is more than a link.

Pass: ``Yes, if it is based in an eligible country; see [the conditions](who.md).``
Fail: ``See [the conditions](who.md).``
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from brochure.checks import translation_settings
from brochure.checks.wording.base import covers
from brochure.problems import Problem
from brochure.site.site import Site
from brochure.text import inline, tree

ID = "answer-is-a-link"

# Words beside the link that do not answer: “See”, “Please read the page”.
_MAX_OTHER_WORDS = 4


def check(site: Site) -> Iterator[Problem]:
    """Yield a warning for each answer in the default language that is hardly more than a link."""
    tag = site.tags[0]
    allowed = translation_settings.allowed(site, tag, ID)
    for question in site.content.faq:
        text = question.answer.texts.get(tag, "") if question.answer else ""
        is_exempt = covers(allowed, text)
        if question.answer is None or is_exempt or not _is_link(text):
            continue
        unit = site.units_by_key[question.answer.key]
        hint = "Write the answer in a sentence, and then where to read more."
        hint = f"{hint} {translation_settings.how_to_allow(ID)}"
        yield unit.problem(tag, ID, f"{unit.name(tag)} is only a link", hint, level="warning")


def _is_link(text: str) -> bool:
    """Return whether a text is a link and a few words, none of which answers: *Yes. See …* does."""
    body = tree.parsed(inline.render(text))
    beside = body.xpath(".//text()[not(ancestor::a)]")
    before = body.xpath(".//text()[not(ancestor::a or preceding::a)]")
    answers = re.search(r"[.!?]\s", "".join(before))
    few = len(re.findall(r"\w+", " ".join(beside))) <= _MAX_OTHER_WORDS
    return few and not answers and body.find(".//a") is not None
