"""References that people can read out on the telephone.

Eight random letters and digits without 0/O, 1/I/L and U/V, and a check character: one
wrong character or two swapped neighbours are noticed. It is a weighted sum modulo 29,
a prime, over an alphabet of 29, as ISBN-10 does it modulo 11.

Source: ISO 2108 (ISBN-10), the check digit's principle.
"""

from __future__ import annotations

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"
LENGTH = 8


def new() -> str:
    """Return a new reference such as ``7K3P-9QFC-H``; 29⁸ are possible."""
    number, body = secrets.randbelow(len(ALPHABET) ** LENGTH), ""
    for _ in range(LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        body += ALPHABET[digit]
    return _group(body + _check(body))


def parse(text: str) -> str | None:
    """Return a reference in its normal form, however it is written, or ``None`` if it is wrong."""
    letters = "".join(text.upper().replace("-", " ").split())
    if len(letters) != LENGTH + 1 or any(letter not in ALPHABET for letter in letters):
        return None
    return _group(letters) if _check(letters[:LENGTH]) == letters[LENGTH] else None


def _check(body: str) -> str:
    total = sum(weight * ALPHABET.index(letter) for weight, letter in enumerate(body, 2))
    return ALPHABET[total % len(ALPHABET)]


def _group(letters: str) -> str:
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"
