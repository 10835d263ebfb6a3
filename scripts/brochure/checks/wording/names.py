"""Distinguishes words of a Portuguese text from names, quotations and parts of addresses."""

from __future__ import annotations

import re

from brochure.text.spans import MASK

# Words with capitals beside a word, and what may be between them.
_CAPITALISED = r"([A-ZÀ-Þ][\w’'-]*)"
_LINK = r"((?: (?:de|d[ao]s?|e|em|n[ao]s?|a|ao|para|[ao]s?))* )"
_BEFORE = re.compile(rf"(?<![\w’'-]){_CAPITALISED}{_LINK}$")
_AFTER = re.compile(rf"{_LINK}{_CAPITALISED}")
_LISTING = re.compile(r" (?:(?:e|[ao]s?) )+")  # as in “Contactos e Registos”
_OF = re.compile(r" d[aeo]s? ")  # nothing else joins a name to the first word of a sentence
_LONGEST = 60
# Words that have a capital because they begin a sentence.
_STARTS = re.compile(
    r"Antes|Cada|Com|Como|Depois|E|Em|Est[ae]s?|Nov[ao]s?|Outr[ao]s?|Para|Pel[ao]s?|Por|Quando|Que"
    r"|Se|Sem|Seus?|Suas?|Sobre|Tod[ao]s?|Um|Uma|Veja|Ver|(?:d|n)?[ao]s?|aos?|de|ou",
    re.IGNORECASE,
)
_FIRST = re.compile(rf"(?:^|[.!?:…\n{MASK}])[\s*_(\[{MASK}]*$")
_ITALIC = re.compile(
    r"(?<![*\w])\*(?![*\s])|(?<![*\s])\*(?![*\w])|(?<![_\w])_(?!_)|(?<!_)_(?![_\w])"
)


def is_name(view: str, start: int, end: int) -> bool:
    """Return whether view[start:end] belongs to a name: other words with capitals are beside it."""
    if not view[start].isupper() or view[start:end].isupper():
        return False
    # The first word of a sentence may have its capital from there: Contactos da Delegação.
    if is_followed_by_name(view, end) and (
        view[end + 1].isupper() or not begins_sentence(view[:start])
    ):
        return True
    before = _BEFORE.search(view, max(0, start - _LONGEST), start)
    if not before or _STARTS.fullmatch(before[1]):
        return False
    if begins_sentence(view[: before.start()]) and not _OF.search(before[2]):
        return False
    return not _LISTING.fullmatch(before[2]) or is_name(view, before.start(), before.end(1))


def is_followed_by_name(view: str, end: int) -> bool:
    """Return whether words with capitals follow that may belong to the one before ``end``."""
    after = _AFTER.match(view, end)
    return bool(after and not _LISTING.fullmatch(after[1]))


def is_part(view: str, start: int, end: int) -> bool:
    """Return whether view[start:end] is a part of something else: ``L’Equipe``, ``Registro.br``."""
    return bool(
        re.search(r"\w[’']$|[@/.]$", view[:start][-2:]) or re.match(r"\.\w|[@/]", view[end:])
    )


def begins_sentence(before: str) -> bool:
    """Return whether a word after ``before`` has its capital because it begins a sentence."""
    return bool(_FIRST.search(before))


def is_quoted(before: str) -> bool:
    """Return whether a quotation or italics are open after ``before``."""
    return (
        any(before.count(opening) > before.count(closing) for opening, closing in ("«»", "“”"))
        or before.count('"') % 2 == 1
        or len(_ITALIC.findall(before)) % 2 == 1
        or before.endswith(("'", "‘"))
    )
