"""Texts as they are compared in a search: without case and accents, and word by word."""

from __future__ import annotations

import re
import unicodedata

# Letters with a stroke, or of two, which Unicode does not take apart.
_ALIKE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"})
# Letters of scripts without spaces between words, as a part of a pattern: Thai, Lao, Burmese,
# Khmer, kana, Chinese characters.
UNSPACED = (
    r"\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u30ff"
    r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_OTHERS = re.compile(r"[^\x00-\x7f]+")


def folded(text: str) -> str:
    """Return a text in which ``São`` is ``sao``, and ``Łódź`` is ``lodz``."""
    # Most letters of most texts are ASCII's: only the others are looked at one by one.
    return _OTHERS.sub(_folded, text.lower())


def _folded(others: re.Match[str]) -> str:
    apart = unicodedata.normalize("NFKD", others[0].casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).translate(_ALIKE)
