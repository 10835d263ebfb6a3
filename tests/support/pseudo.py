"""Recognises words of a pseudo-language."""

from __future__ import annotations

import re
import string

from brochure.text.pseudo import PDF, RLO

_MIRRORED = re.compile(f"{RLO}[^{RLO}{PDF}]*{PDF}")


def is_pseudo(word: str, tag: str) -> bool:
    """Whether a word, as a reader sees it, went through ``pseudo``; one without letters did.

    Names that CLDR writes and what nobody translates, such as addresses, are not told apart: leave
    these out before asking.
    """
    if tag == "en-XA":
        return not any(letter in string.ascii_letters for letter in word)
    return not any(map(str.isalpha, _MIRRORED.sub("", word)))
