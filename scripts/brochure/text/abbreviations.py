"""Abbreviations, whose full stop ends no sentence: ``Sr.``, ``EE. UU.``, ``p. ex.``."""

from __future__ import annotations

import re

# Of all languages, but only where it is not a whole word of another one, too.
_WORDS = """
    adj al alt apdo approx apr arts aug av avda ave bd blvd bros capt cent cf cie co corp
    cía dec dept depto der doc dr dra dto dña eds ej esp etc etcétera excma excmo exma exmo
    feb fig figs fr fra gen gob gral hno hnos ibid ilmo inc ing izq jan janv jr jue jul jun
    lda lic ltd ltda lun mat max mgr min mié mlle mm mme mr mrs ms mtro máx mín nac nal nov
    nº núm núms oct pl pp prof profa profª prov pról próx ptas pto pza pág págs rev sept sgt
    sq sr sra sras sres srs srta st sta ste sto sáb tech tel telef tfno trad tél ud uds vd
    vds vid vie vol vols vs
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
