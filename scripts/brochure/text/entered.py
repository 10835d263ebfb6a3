"""What people type or paste into a form: cleaned, and whether it can be what was asked for."""

from __future__ import annotations

import re
import unicodedata

import idna

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
LOCAL_PART, HOST = rf"{_ATOM}(?:\.{_ATOM})*", rf"{_LABEL}(?:\.{_LABEL})*"
# Whether an address exists only an email can show. Source: HTML, section "Email state", with a dot
# required in the domain; and, as mail servers require (RFC 5321), no adjacent dots, and at most 64
# characters before the "@".
MAILBOX = rf"{LOCAL_PART}@{_LABEL}(?:\.{_LABEL})+"
_EMAIL = re.compile(rf"(?=[^@]{{1,64}}@){MAILBOX}")
# A number, and perhaps an extension in any language: "+223 20 22 00 00 poste 12".
_TELEPHONE = re.compile(r"[0-9+() ./-]{5,}(?:[,;]? ?(?:[^\W\d_]{1,14}\.?|#|:) ?:? ?[0-9]{1,8})?")
# Controls except line ends and tabs; the marks that reorder the text around them; and what
# programs leave between letters: soft hyphens, zero-width spaces, word joiners.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069"
    "\ufeff\ufffe\uffff\ud800-\udfff]"
)
# Word's line break within a paragraph, its page break, and Unicode's own line ends.
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# The bullets that Word takes from its font "Symbol", where no other font has any.
_BULLETS = str.maketrans(dict.fromkeys("\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc", "•"))
# Characters by category that have no shape of their own.
_SHAPELESS = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def clean(text: str, *, lines: bool) -> str:
    """Return a text in NFC, without invisible controls, and on one line unless ``lines``.

    It is empty if nothing in it can be seen.
    """
    if not text.isprintable():  # as most are
        text = _UNWANTED.sub("", _LINE_ENDS.sub("\n", text)).translate(_BULLETS)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        if not any(map(_is_visible, text)):
            return ""
    return text.strip() if lines else " ".join(text.split())


def _is_visible(character: str) -> bool:
    # Separators, controls, and marks that need a letter before them.
    return unicodedata.category(character)[0] not in "ZCM" and character not in _SHAPELESS


def with_latin_digits(text: str) -> str:
    """Return a text whose digits, of whatever script, are those of emails and telephones."""
    if text.isascii():
        return text
    digits = (unicodedata.decimal(character, None) for character in text)
    return "".join(
        character if digit is None else str(digit)
        for character, digit in zip(text, digits, strict=True)
    )


def number(text: str, digits: int = 9) -> int | None:
    """Return the number that a text is, if it has no more than some digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None


def is_telephone(text: str) -> bool:
    """Whether a text can be a telephone number, with an extension or without."""
    return bool(_TELEPHONE.fullmatch(with_latin_digits(text)))


def is_email(text: str) -> bool:
    """Whether a text can be one address; its domain may have letters of any script."""
    return bool(_EMAIL.fullmatch(mail_address(text)))


def mail_address(text: str) -> str:
    """Return an address as mail servers write it, its domain in ASCII; or else as it is."""
    local, at, domain = text.rpartition("@")
    if domain.isascii():
        return text
    try:
        return local + at + idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        return text
