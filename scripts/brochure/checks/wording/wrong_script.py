"""A text is written in its language's script.

Pass: an Arabic text with a few names in Latin letters. Fail: one that is mostly in Latin letters.
A text that is the same in the default language, such as a name, is ignored; capitalised words that
are also in the source are names.

Source: CLDR, likely subtags.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.checks.wording.base import Context, Finding
from brochure.checks.wording.words import WORD, letters, letters_of, script_name
from brochure.text.spans import masked

ID = "wrong-script"

# Fewer letters can be an abbreviation that all languages share.
_MIN_LETTERS = 8


def find(text: str, context: Context) -> Iterator[Finding]:
    """Yield a finding if most letters are of another script."""
    own_letters = letters_of(context.locale)
    if not own_letters or text == context.source:
        return
    names = {word for word in WORD.findall(context.source or "") if word != word.lower()}
    count = letters("".join(w for w in WORD.findall(masked(text)) if w not in names))
    others = {name: number for name, number in count.items() if name not in own_letters}
    if count.total() < _MIN_LETTERS or sum(others.values()) * 2 <= count.total():
        return
    most = max(others, key=lambda name: others[name])
    message = f"is mostly in {most.title()} script; expected {script_name(context.locale)}"
    yield Finding(0, len(text), message, "Translate it.")
