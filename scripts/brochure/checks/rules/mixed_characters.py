"""A language has one kind of apostrophe, and a word one kind of hyphen, in all texts of the site.

Characters that look alike are different to a search in the page and to a translation memory.
Pass: ``peut-elle`` everywhere. Fail: ``peut-elle`` here and ``peut‑elle`` (U+2011) there;
``d'aide`` among texts with ``l’aide``. Reported is the kind that is rarer; a language that has
only one is right, whichever it is.
"""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from brochure.checks import translation_settings
from brochure.checks.wording.base import covers
from brochure.problems import Problem
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

# Where a character is: the number of the text, the offset in it, and the word.
_Place = tuple[int, int, str]


def check(site: Site) -> Iterator[Problem]:
    """Yield a warning for each character that the language elsewhere has another kind of."""
    for tag in site.tags:
        if tag in PSEUDO:
            continue
        allowed = translation_settings.allowed(site, tag, ID)
        segments = site.segments(tag)
        for kinds in _mixed(site.texts(tag)):
            counts = Counter({kind: len(found) for kind, found in kinds.items()})
            usual = counts.most_common(1)[0][0]
            for kind, found in kinds.items():
                for number, at, word in found if kind != usual else ():
                    segment = segments[number]
                    start = segment.text.rfind(word, 0, at + len(word))  # of an apostrophe's word
                    part = (start, start + len(word))
                    if covers(allowed, segment.text, part):
                        continue
                    message = f"has {_NAMES[kind]} in “{word}”; elsewhere it is {_NAMES[usual]}"
                    hint = f"Write “{word.replace(kind, usual)}”."
                    hint = f"{hint} {translation_settings.how_to_allow(ID)}"
                    yield segment.problem(at, ID, message, hint, level="warning")


@functools.lru_cache(maxsize=100)  # of each language
def _mixed(texts: tuple[str, ...]) -> tuple[Mapping[str, list[_Place]], ...]:
    """Return where each kind is of what should be one kind, a word or all apostrophes."""
    places: dict[str, dict[str, list[_Place]]] = defaultdict(lambda: defaultdict(list))
    for number, text in enumerate(texts):
        view = masked(text)
        for match in _APOSTROPHE.finditer(view):
            places["'"][match[1]].append((number, match.start(), _word(view, match.start())))
        for match in _HYPHENED.finditer(view) if _HYPHEN.search(view) else ():
            for kind in set(_HYPHEN.findall(match[0])):
                word = _HYPHEN.sub("-", match[0]).casefold()
                places[word][kind].append((number, match.start(), match[0]))
    return tuple(kinds for kinds in places.values() if len(kinds) > 1)


def _word(view: str, at: int) -> str:
    """Return the word around an apostrophe."""
    before, after = re.search(r"\w*$", view[:at]), re.match(r"['’]\w*", view[at:])
    return (before[0] if before else "") + (after[0] if after else "")
