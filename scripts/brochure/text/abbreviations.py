"""Knows abbreviations, whose full stop ends no sentence: ``Sr.``, ``EE. UU.``, ``p. ex.``."""

from __future__ import annotations

import re

# Of all languages, but only where it is no whole word of another one, too.
_WORDS = """
    adj al apdo approx apr arts aug av avda ave bd blvd bros capt cf cía cie co corp dec
    dept depto doc dña dr dra dto eds ej esp etc etcétera excma excmo exma exmo feb fig figs
    fr fra gen gob gral hno hnos ibid ilmo inc ing jan janv jr jul jun lda lic ltd ltda mgr
    mlle mm mme mr mrs ms mtro nac nal nº nov núm núms oct pág págs pl pp prof profa profª
    próx pról prov ptas pto pza rev sept sgt sr sra sras sres srs srta st sta ste sto tel
    tél telef tfno trad ud uds vd vds vid vol vols vs
"""
# A letter (J. Verne), letters with stops between (S.A., a.m.), and doubled ones (EE. UU., RR. HH.).
_PATTERN = re.compile(
    rf"(?:(?<![\w’'])(?:{'|'.join(_WORDS.split())})|(?<![\w’'-])[^\W\d_]|\.[^\W_]+"
    r"|(?<!\w)([^\W\d_])(?-i:\1))\.$",
    re.IGNORECASE,
)
_LONGEST = 24


def is_abbreviation(text: str, end: int) -> bool:
    """Return whether the text up to ``end`` ends with an abbreviation and its full stop."""
    return bool(_PATTERN.search(text, max(0, end - _LONGEST), end))
