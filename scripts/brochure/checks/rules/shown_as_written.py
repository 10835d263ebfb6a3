"""Whatever looks like markup is markup: readers see none of its characters.

Pass: ``**Note:** closed``; ``<br>`` in code. Fail: ``!!! note``, ``~~closed~~``, ``[^1]``,
``:material-home:``; ``<br>`` or ``## Title`` in a short text. Links of that kind are *broken-link*.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.problems import Problem
from brochure.site.site import Site
from brochure.text.leftovers import LINK, REFERENCE, leftovers, may_have_leftovers
from brochure.text.suggestions import shorten

ID = "shown-as-written"

_LENGTH = 40
_HINTS = {
    "box": 'Write a paragraph that begins in bold, such as "**Note:** …": boxes are not supported.',
    "strikethrough": "Delete the marks, or the words: strikethrough is not supported.",
    "highlight": "Write **bold** for what is important.",
    "footnote": "Write the note into the text, in brackets: footnotes are not supported.",
    "check box": "Delete it: task lists are not supported.",
    "icon": "Delete it: texts have no icons. A character such as ☎ is shown.",
    "abbreviation": 'Write <abbr title="European Union">EU</abbr> where the word is, or delete it.',
    "line break": r'End the line with two spaces, or write "  \n" for it in double quotes.',
    "HTML": "Delete the tags: short texts have *emphasis*, **bold** and [links](areas.md) instead.",
    "heading": "Delete the # or the line: a short text has no headings.",
    "open code": "End the code with a line of the same marks, or delete them.",
}


def check(site: Site) -> Iterator[Problem]:
    """Yield a warning for each mark that readers see."""
    for tag in site.tags:
        for segment in site.segments_where(tag, may_have_leftovers):
            for left in leftovers(segment.text, is_prose=segment.is_prose):
                if left.kind not in (LINK, REFERENCE):
                    message = f"shows “{shorten(left.shown, _LENGTH)}” as it is written"
                    hint = _HINTS[left.kind]
                    yield segment.problem(left.offset, ID, message, hint, level="warning")
