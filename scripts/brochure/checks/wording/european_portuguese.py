"""European Portuguese has its own spellings and words.

Pass: ``contacto``, ``registo``, ``económico``, ``equipa``. Fail: ``contato``, ``registro``,
``econômico``, ``equipe``. A spelling is fixed; another word often needs another gender or verb
form, so that a person has to write it. Words that are correct in both countries are not
listed, even if they mean two things (``fato``, ``tela``, ``cadastro``), except in telling phrases.
Names stay as they are: several words with capitals (``Ministério do Planejamento``) are ignored; a
single one within a sentence, and what is quoted, is not fixed.
Texts in the locales ``pt`` and ``pt_BR`` are Brazilian: they are ignored.

Source: Instituto de Língua Portuguesa, *Vocabulário Ortográfico Comum da Língua Portuguesa*;
Acordo Ortográfico de 1990, Base XI, 3.º, on ``ê``/``é`` and ``ô``/``ó`` before m and n.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from brochure.checks.wording.base import Context, Finding
from brochure.checks.wording.brazilian_words import FAMILIES, PLACES, SPELLINGS, WORDS
from brochure.checks.wording.names import (
    begins_sentence,
    is_followed_by_name,
    is_name,
    is_part,
    is_quoted,
)
from brochure.text.spans import masked

ID = "european-portuguese"

# Vowels before m or n that ends no syllable: gênero, econômico, Armênia. Some words have ê and ô
# in Portugal, too, and French words end in -ône, -ême, -age, -ment.
_NO_VOWEL = r"estômago|fêmea|sêmola|cômoro|ônibus|pênalti|\w*(?:age|eurs?|isme|ique|ment)\b"
_VOWEL = re.compile(
    rf"\b(?!{_NO_VOWEL})\w*?[êô](?=[mn](?!(?:es?|os?|as?)\b)[aeiouáãéíóõú])\w*", re.IGNORECASE
)
_VOWELS = str.maketrans("êôÊÔ", "éóÉÓ")
# People spell their names as they like, but no name has one of these endings, except a few.
_ADJECTIVE = re.compile(r"(?:ic[oa]|er[oa]|en[oa]|im[oa]|i[oc]s)s?$")
_NAMES = {"Jerônimo", "Mônica", "Verônica"}

_WHOLE = r"(?<![\w-])(?:{})(?![\w])"
_PLURALS = {f"{word}s": f"{to}s" for word, to in SPELLINGS.items() if word[-1] in "aeêo"}
_EUROPEAN = {
    **_PLURALS,
    **SPELLINGS,
    **PLACES,
    "aluguéis": "alugueres",
    "usuárias": "utilizadoras",
}
_SPELLING = re.compile(
    _WHOLE.format("|".join(sorted(_EUROPEAN, key=len, reverse=True))), re.IGNORECASE
)
_BY_LOWER = {word.lower(): to for word, to in _EUROPEAN.items()}
_WORD = {re.compile(_WHOLE.format(word), re.IGNORECASE): to for word, to in WORDS.items()}
_FAMILY = {re.compile(rf"\b{stem}\w*", re.IGNORECASE): stem for stem in FAMILIES}


def find(text: str, context: Context) -> Iterator[Finding]:
    """Yield a finding for each Brazilian word."""
    if context.language != "pt" or context.territory in ("", "BR"):
        return
    view = masked(text)
    for start, word, european in _spellings(view):
        end = start + len(word)
        if is_part(view, start, end) or (word not in PLACES and is_name(view, start, end)):
            continue
        if _is_verb(view, start, word) or _may_be_first_name(word):
            continue
        message = f"has the Brazilian spelling “{word}”"
        fix = european if _is_certain(view, start, word) else None
        yield Finding(start, end, message, f"Write “{european}”.", fix)
    for pattern, european in _WORD.items():
        for match in pattern.finditer(view):
            if is_name(view, *match.span()):
                continue
            message = f"has the Brazilian expression “{match[0].strip()}”"
            hint = f"Rephrase it with the expression used in Portugal ({european})."
            yield Finding(*match.span(), message, hint)


def _spellings(view: str) -> Iterator[tuple[int, str, str]]:
    """Yield where a spelling is, the word, and the word as it is written in Portugal."""
    for match in _SPELLING.finditer(view):
        european = _BY_LOWER[match[0].lower()]
        yield match.start(), match[0], _in_case_of(match[0], european)
    for pattern, stem in _FAMILY.items():
        for match in pattern.finditer(view):
            european = re.sub(stem, FAMILIES[stem], match[0], flags=re.IGNORECASE)
            yield match.start(), match[0], _in_case_of(match[0], european)
    for match in _VOWEL.finditer(view):
        if match[0] not in PLACES:
            yield match.start(), match[0], match[0].translate(_VOWELS)


def _is_certain(view: str, start: int, word: str) -> bool:
    """Return whether the word is one of the sentence's own, not a verb, name or quotation."""
    before = view[max(0, view.rfind("\n\n", 0, start)) : start]
    if is_quoted(before) or (word.lower().startswith("equipe") and before.endswith("que ")):
        return False
    if word in PLACES:
        return not is_name(view, start, start + len(word))
    if word.isupper():
        return view.strip() == word
    is_common = (
        word.lower() in _BY_LOWER
        or not _VOWEL.fullmatch(word)
        or (_ADJECTIVE.search(word) and word not in _NAMES)
    )
    is_first = begins_sentence(before) and not is_followed_by_name(view, start + len(word))
    return word.islower() or bool(is_first and is_common)


def _is_verb(view: str, start: int, word: str) -> bool:
    """Return whether it is a form of *equipar*: para que a escola se equipe."""
    if not word.lower().startswith("equipe"):
        return False
    is_after_pronoun = re.search(r"\b(?:se|não|me|te|lhes?|nos|vos)\s$", view[:start][-6:])
    return bool(is_after_pronoun or view[start + len(word) :].startswith("-"))


def _may_be_first_name(word: str) -> bool:
    """Return whether a word with a capital may be a Brazilian's name, such as Antônia."""
    if not word[0].isupper() or word.isupper() or word.lower() in _BY_LOWER:
        return False
    is_adjective = _ADJECTIVE.search(word) and word not in _NAMES
    return bool(_VOWEL.fullmatch(word) and not is_adjective)


def _in_case_of(word: str, european: str) -> str:
    if word.isupper():
        return european.upper()
    return european[:1].upper() + european[1:] if word[:1].isupper() else european
