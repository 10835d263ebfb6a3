"""A language has one kind of apostrophe, and a word one kind of hyphen, in all texts of the site.

Characters that look alike are different to a search in the page and to a translation memory.
Pass: ``peut-elle`` everywhere. Fail: ``peut-elle`` here and ``peut‑elle`` (U+2011) there;
``d'aide`` among texts with ``l’aide``. Reported is the kind that is rarer; a language that has
only one is right, whichever it is.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from brochure.checks import translation_settings
from brochure.problems import Problem
from brochure.site.segment import Segment
from brochure.site.site import Site
from brochure.text.pseudo import PSEUDO
from brochure.text.spans import masked

ID = "mixed-characters"

_APOSTROPHE = re.compile(r"(['’])(?<=[^\W\d_].)(?=[^\W\d_])")
_HYPHEN = re.compile(r"[-‐‑]")
_HYPHENED = re.compile(r"(?<![\w‐‑-])[^\W\d_]+(?:[-‐‑][^\W\d_]+)+(?![\w‐‑-])")
_NAMES = {
    "'": "the straight apostrophe (U+0027)",
    "’": "the curly apostrophe (U+2019)",
    "-": "the hyphen (U+002D)",
    "‐": "another hyphen (U+2010)",
    "‑": "the no-break hyphen (U+2011)",
}

# Where a character is, and the word that it is in.
_Place = tuple[Segment, int, str]


def check(site: Site) -> Iterator[Problem]:
    """Yield a warning for each character that the language elsewhere has another kind of."""
    for tag in site.tags:
        if tag in PSEUDO:
            continue
        exempt = translation_settings.exemptions(site, tag)
        allowed = [words for rule, words in exempt if rule == ID]
        places = _places(site, tag)
        for kinds in places.values():
            counts = Counter({kind: len(found) for kind, found in kinds.items()})
            usual = counts.most_common(1)[0][0]
            for kind, found in kinds.items():
                for segment, at, word in found if kind != usual else ():
                    if any(word in words and words in segment.text for words in allowed):
                        continue
                    message = f"has {_NAMES[kind]} in “{word}”, elsewhere it is {_NAMES[usual]}"
                    hint = f"Write “{word.replace(kind, usual)}”."
                    hint = f"{hint} {translation_settings.how_to_allow(ID)}"
                    yield segment.problem(at, ID, message, hint, level="warning")


def _places(site: Site, tag: str) -> dict[str, dict[str, list[_Place]]]:
    """Return by what should be one kind (a word, all apostrophes) where each kind of it is."""
    places: dict[str, dict[str, list[_Place]]] = defaultdict(lambda: defaultdict(list))
    for segment in site.segments(tag):
        view = masked(segment.text)
        for match in _APOSTROPHE.finditer(view):
            places["'"][match[1]].append((segment, match.start(), _word(view, match.start())))
        for match in _HYPHENED.finditer(view) if _HYPHEN.search(view) else ():
            for kind in set(_HYPHEN.findall(match[0])):
                word = _HYPHEN.sub("-", match[0]).casefold()
                places[word][kind].append((segment, match.start(), match[0]))
    return places


def _word(view: str, at: int) -> str:
    """Return the word around an apostrophe."""
    before, after = re.search(r"\w*$", view[:at]), re.match(r"['’]\w*", view[at:])
    return (before[0] if before else "") + (after[0] if after else "")
