"""French has a no-break space before ``: ; ! ? »`` and after ``«``.

Pass: ``Qui peut demander\u202f?`` Fail: ``Qui peut demander ?`` with an ordinary space, at which
a line may break, and ``Qui peut demander?``. Canadian French has its own habits: it is left alone.

Source: Imprimerie nationale, *Lexique des règles typographiques en usage à l'Imprimerie nationale*.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from brochure.problems import Problem
from brochure.site import Site
from brochure.text import without_markup

ID = "french-spacing"

_NO_BREAK = "\u00a0\u202f"
# A sign may follow another one (?!), and a colon may stand between digits (10:30).
_BEFORE = re.compile(rf"(?<![{_NO_BREAK}:;!?|])(?<!\d(?=:\d))[:;!?»](?![-|])")
_AFTER = re.compile(rf"«(?![{_NO_BREAK}])")


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each sign with a wrong space, or none."""
    for language in site.languages:
        if language.tag.split("-")[0] != "fr" or language.locale.endswith("CA"):
            continue
        for passage in site.passages(language.tag):
            text = without_markup(passage.text)
            for pattern, side in ((_BEFORE, "before"), (_AFTER, "after")):
                for match in pattern.finditer(text):
                    at = match.start() - 1 if side == "before" else match.end()
                    ordinary = text[at : at + 1] == " " and at >= 0
                    what = "an ordinary space" if ordinary else "no space"
                    message = f'has {what} {side} "{match[0]}"'
                    hint = f"Put a no-break space {side} it (U+00A0, or the narrow U+202F)."
                    yield passage.problem(ID, message, hint, match.start())
