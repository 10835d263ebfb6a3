"""Texts as they are compared in a search: without case and accents."""

from __future__ import annotations

import unicodedata

# Letters with a stroke, or of two, which Unicode does not take apart.
_ALIKE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"})


def folded(text: str) -> str:
    """Return a text in which ``São`` is ``sao``, and ``Łódź`` is ``lodz``."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).translate(_ALIKE)
