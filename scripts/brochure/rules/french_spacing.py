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
# Markdown has its own: ![images](…), <!-- comments --> and the colons under a table's head.
_BEFORE = re.compile(rf"(?<![{_NO_BREAK}:;!?|<-])(?<!\d(?=:\d))[:;!?»](?![-|])(?!(?<=!)\[)")
_AFTER = re.compile(rf"«(?![{_NO_BREAK}])")
_ENTITY = re.compile(r"&#?\w+;")  # such as &nbsp;


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each sign with a wrong space, or none."""
    for language in site.languages:
        if language.tag.split("-")[0] != "fr" or language.locale.endswith("CA"):
            continue
        for passage in site.passages(language.tag):
            text = _ENTITY.sub(_as_no_break, without_markup(passage.text))
            for pattern, side in ((_BEFORE, "before"), (_AFTER, "after")):
                for match in pattern.finditer(text):
                    at = match.start() - 1 if side == "before" else match.end()
                    ordinary = text[at : at + 1] == " " and at >= 0
                    what = "an ordinary space" if ordinary else "no space"
                    message = f'has {what} {side} "{match[0]}" in “{_near(passage.text, match)}”'
                    hint = f"Put a no-break space {side} it (U+00A0, or the narrow U+202F)."
                    yield passage.problem(ID, message, hint, match.start())


def _near(text: str, sign: re.Match[str]) -> str:
    """Return the sign with the word before or after it."""
    if sign[0] == "«":
        return " ".join(text[sign.start() :][:80].split()[:2])
    words = text[: sign.end()][-80:].split()
    return " ".join(words[-2:] if words[-1] in ":;!?»" else words[-1:])


def _as_no_break(entity: re.Match[str]) -> str:
    return _NO_BREAK[0] * len(entity[0])
