"""Texts as they are compared in a search: without case and accents."""

from __future__ import annotations

import re
import unicodedata

# Letters with a stroke, or of two, which Unicode does not take apart.
_ALIKE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"})
_OTHERS = re.compile(r"[^\x00-\x7f]+")


def folded(text: str) -> str:
    """Return a text in which ``São`` is ``sao``, and ``Łódź`` is ``lodz``."""
    # Most letters of most texts are ASCII's: only the others are looked at one by one.
    return _OTHERS.sub(_folded, text.lower())


def _folded(others: re.Match[str]) -> str:
    apart = unicodedata.normalize("NFKD", others[0].casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).translate(_ALIKE)
