"""Finds signs that belong to what is written in a fixed way, in any language.

The colon of ``16:9`` and ``std::vector``, the exclamation mark of ``Yahoo!`` and the semicolon of
``;-)`` separate no sentences and take no spaces; a rule on wording must leave them alone.
"""

from __future__ import annotations

import re

# Names that end in a mark, and whose mark is not that of the sentence.
_NAMES = (
    "Airplane!|Believe It or Not!|E!(?= (?:Entertainment|News|Online))|Hatari!|Hello,? Dolly!|Help!"
    "|Jeopardy!|Joomla!|Kahoot!|Mamma Mia!|Mars Attacks!|Moulin Rouge!|Oklahoma!"
    "|Panic!(?= at)|Pop!(?:_OS)?|Saint-Louis-du-Ha! Ha!|That’s Entertainment!|Tora! Tora! Tora!"
    "|Viva Zapata!|Westward Ho!|Wham!|Yahoo!"
)
_DRIVE_WORDS = (
    "disco|discos|disk|disque|disques|drive|drives|lecteur|lecteurs|partici[óo]n|partição|partition"
    "|unidad|unidade|unidades|unit[ée]|volume|volumen|القرص|الأقراص|السواقة"
)
_AND = r"(?:,|[ \u00a0](?:and|e|et|o|or|ou|u|y|و))[ \u00a0]"
# In Greek, a semicolon is a question mark; in Chinese and Japanese no space follows a sign; and
# between Arabic letters a semicolon is a wrong one.
_SIDE = r"[^\W\u0370-\u03ff\u0590-\u08ff\u1f00-\u1fff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff]"
_SCHEMES = "ftps?|https?|irc|javascript|ldaps?|mailto|sftp|urn|wss?"
_NOTATION = re.compile(
    rf"""
      (?<!\w)(?:{_NAMES.replace(" ", "[ ]")})(?!\w)
    | (?<={_SIDE}|\+):+(?={_SIDE}|[\\/+=.@~%])                # 16:9, 10:30, C:\, tel:+33
    | (?<![\w.])[a-z_]\w*+(?:\.[A-Za-z_]\w*+)+(?=\()         # file.Open(…)
    | ::+                                                     # std::, ::before
    | (?<={_SIDE}|["”)\]\[%.]);(?={_SIDE}|["“+.({{\[-])       # SUM(1;2;"a";"b")
    | (?<=["”)\]])[:;](?=["“A-Za-z\d])
    | (?<=\w)!(?=\$?[A-Z]{{1,3}}(?:\[|\$?\d))               # Sheet2!C4
    | (?<![\w:])(?:{_SCHEMES}):(?!\w)                         # http:, in prose on protocols
    | (?i:\b(?:{_DRIVE_WORDS}))[ \u00a0][A-Z]:(?:{_AND}[A-Z]:)*  # drives
    | (?<!\w)[A-Z]:(?:{_AND}[A-Z]:)+
    | (?<!\w)[A-Z]:(?=[ \u00a0](?:drive|disk|partition)|[)»”"’'/\\,;.])
    | (?<![^\s(“"«*_])(?:                                     # smileys
          [:;=8xX]['’]?[-o^]?[)(\]\[DPp/\\3$]+ | [:;]-?[oOsSxX] | <3 | \^\^ | >:[()]
      )(?![\w(\[])
    | (?<![\w+])\+\d{{1,3}}(?:[ \u00a0\u202f.-]?\(?\d+\)?)+   # +33 (0)1 23 45 67 89
    | (?<![\w&/\#])\#(?:[A-ZÀ-Þ/0]{{3,}}[!?]|[^\W\d]\w*)        # #REF!, hashtags
    | \$[?!] | [:!?<>=]=+ | => | /!\\ | <[?!]\w*>?             # operators, warnings, <?php
    | \?(?=[\w-]+[=(])                                        # ?id=5
    | (?<![\w'’-])[kmnx]!(?!\w) | \d!(?=[ \u00a0]?[=*×·])     # factorials
    | (?<=[(\[“"«‘'])[,:;!?]+(?=[)\]”"»’'])                   # (?), “,”: signs that are quoted
    """,
    re.VERBOSE,
)
_POSSIBLE = re.compile(r"[:;!?#+^<=]|[(\[“\"«‘'],")  # most texts have none of these


def without_notations(view: str, mask: str) -> str:
    """Return the text, equally long, with ``mask`` for each character of a notation."""
    if not _POSSIBLE.search(view):
        return view
    return _NOTATION.sub(lambda match: mask * len(match[0]), view)
