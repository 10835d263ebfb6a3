"""Languages in Arabic script have their own comma, semicolon and question mark: ``، ؛ ؟``.

Pass: ``ما الذي يحدث؟`` Fail: the same with ``?``. Between digits, and between words in other
scripts, the Latin signs stay, and so they do in quotations in other scripts (``“Who’s Who?”``). A
question mark or semicolon after a Latin name may belong to it: it is found but not fixed.

Source: Unicode Standard, chapter 9.2, “Punctuation”; CLDR, likely subtags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from brochure.checks.wording.base import Context, Finding
from brochure.checks.wording.words import letter_of, script
from brochure.text.spans import masked

ID = "arabic-punctuation"

_SIGNS = {",": ("،", "comma"), ";": ("؛", "semicolon"), "?": ("؟", "question mark")}
_SIGN = re.compile(r"(?<!\d(?=[,;?]\d))[,;?]")
_CLOSING = "\"'”’»)]*_"
_SKIPPED = " \u00a0\u202f*_()[]«»“”\"'.:!,;?،؛؟\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"


def find(text: str, context: Context) -> Iterator[Finding]:
    """Yield a finding for each Latin sign beside an Arabic letter."""
    if script(context.locale) != "Arab":
        return
    view = masked(text)
    for match in _SIGN.finditer(view):
        before = view[: match.start()].rstrip(_SKIPPED)[-1:]
        after = view[match.end() :].lstrip(_SKIPPED)[:1]
        is_foreign = bool(letter_of(before)) and letter_of(before) != "ARABIC"
        is_quoted = is_foreign and view[match.end() :][:1] in {*_CLOSING}
        if "ARABIC" in (letter_of(before), letter_of(after)) and not is_quoted:
            sign, name = _SIGNS[match[0]]
            fix = None if is_foreign and match[0] != "," else sign
            message = f"has a Latin {name} in “{_near(text, match)}”"
            yield Finding(*match.span(), message, f'Write "{sign}".', fix)


def _near(text: str, match: re.Match[str]) -> str:
    words = text[max(0, match.start() - 40) : match.end()].split()
    return " ".join(words[-2:] if len(words[-1]) == 1 else words[-1:])
