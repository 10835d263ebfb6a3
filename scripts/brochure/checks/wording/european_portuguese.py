"""European Portuguese has its own spellings and words.

Pass: ``contacto``, ``registo``, ``económico``, ``equipa``. Fail: ``contato``, ``registro``,
``econômico``, ``equipe``. A spelling is fixed; another word often needs another gender or verb
form, so that a person has to write it. Words that are correct in both countries are not
listed, even if they mean two things (``fato``, ``tela``, ``cadastro``), except in telling phrases.
Texts in the locales ``pt`` and ``pt_BR`` are Brazilian: they are ignored.

Source: Instituto de Língua Portuguesa, *Vocabulário Ortográfico Comum da Língua Portuguesa*;
Acordo Ortográfico de 1990, Base XI, 3.º, on ``ê``/``é`` and ``ô``/``ó`` before m and n.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from brochure.checks.wording.base import Context, Finding
from brochure.text.spans import masked

ID = "european-portuguese"

# One spelling for the other, plural included.
_SPELLINGS = {
    "aluguel": "aluguer",
    "aterrissagem": "aterragem",
    "bebê": "bebé",
    "caminhão": "camião",
    "caminhões": "camiões",
    "comitê": "comité",
    "conosco": "connosco",
    "cotidiano": "quotidiano",
    "decolagem": "descolagem",
    "dezenove": "dezanove",
    "dezesseis": "dezasseis",
    "dezessete": "dezassete",
    "equipe": "equipa",
    "esporte": "desporto",
    "esportivo": "desportivo",
    "esportiva": "desportiva",
    "guichê": "guiché",
    "metrô": "metro",
    "planejado": "planeado",
    "planejada": "planeada",
    "planejamento": "planeamento",
    "planejando": "planeando",
    "planejar": "planear",
    "quatorze": "catorze",
    "seção": "secção",
    "seções": "secções",
    "terremoto": "terramoto",
    "usuária": "utilizadora",
    "usuário": "utilizador",
    "usuários": "utilizadores",
    "úmido": "húmido",
    "úmida": "húmida",
    "umidade": "humidade",
    "Cingapura": "Singapura",
    "Groenlândia": "Gronelândia",
    "Irã": "Irão",
    "Moscou": "Moscovo",
    "Oriente Médio": "Médio Oriente",
    "Teerã": "Teerão",
    "Vietnã": "Vietname",
}
# Beginnings of families of words: the endings stay.
_FAMILIES = {
    r"anisti(?=[aeo])": "amnisti",
    r"contat(?=[aeo])": "contact",
    r"indeniz(?=[aáeo])": "indemniz",
    r"onipresen(?=[tç])": "omnipresen",
    r"registr(?=[aáeio])(?!a(?:l|is)\b)": "regist",
    r"suti(?=l\b|s\b|leza|lmente)": "subti",
}
# Vowels before m or n that ends no syllable: gênero, econômico, Armênia. Some words have ê and ô
# in Portugal, too, and French names end in -ône, -ême.
_VOWEL = re.compile(
    r"\b(?!estômago|fêmea|sêmola|cômoro)\w*?[êô](?=[mn](?!(?:es?|os?|as?)\b)[aeiouáãéíóõú])\w*",
    re.IGNORECASE,
)
_VOWELS = str.maketrans("êôÊÔ", "éóÉÓ")
# People spell their names as they like.
_NAMES = {"Antônia", "Antônio", "Eugênia", "Eugênio", "Mônica", "Verônica"}

# Words that another one replaces only in another sentence. A stem's endings are in the pattern.
_WORDS = {
    r"acess(?:ar|e|ou|ando|ad[oa]s?)(?= [oa]s? )": "aceder a",
    r"aplicativos?": "aplicação",
    r"(?:formulário|fazer|faça)(?: o| um| seu| de)* cadastro": "registo, inscrição",
    r"cadastr(?:ar|e)-se": "registar-se, inscrever-se",
    r"café da manhã": "pequeno-almoço",
    r"carteira de motorista": "carta de condução",
    r"(?:o|um|seu|meu|no|do|ao|pelo|telefone) celular": "telemóvel",
    r"(?:de|do|no|um|ao|pelo|sob) controle": "controlo",
    r"deletar": "eliminar, apagar",
    r"(?-i:Caribe)": "Caraíbas",
    r"estoques?": "existências",
    r"geladeiras?": "frigorífico",
    r"gerenci(?:ar|a|ado|ada|ados|adas|ando|amento)": "gerir, gestão",
    r"(?:bi|tri)lh(?:ão|ões)": "mil milhões; bilião",
    r"israelenses?": "israelita",
    r"canadenses?": "canadiano",
    r"mídias?": "meios de comunicação",
    r"monitoramentos?": "monitorização, acompanhamento",
    r"mouses?": "rato",
    r"ônibus": "autocarro",
    r"pedágios?": "portagem",
    r"pedestres?": "peão",
    r"planilhas?": "folha de cálculo",
    r"polonês|poloneses": "polaco",
    r"(?:leitor(?:es)?|captura|toda a) (?:de )?tela|tela (?:inicial|cheia|do computador)": "ecrã",
    r"treinamentos?": "formação",
    r"trein(?:ar|ado|ada|ados|adas) (?=(?:em|sobre|para)\b)": "formar",
    r"vocês?": "a pessoa do verbo, sem pronome",
}
_WHOLE = r"(?<![\w-])(?:{})(?![\w])"
_PLURALS = {f"{word}s": f"{to}s" for word, to in _SPELLINGS.items() if word[-1] in "aeêo"}
_EUROPEAN = {**_PLURALS, **_SPELLINGS, "aluguéis": "alugueres", "usuárias": "utilizadoras"}
_SPELLING = re.compile(
    _WHOLE.format("|".join(sorted(_EUROPEAN, key=len, reverse=True))), re.IGNORECASE
)
_BY_LOWER = {word.lower(): to for word, to in _EUROPEAN.items()}
_WORD = {re.compile(_WHOLE.format(word), re.IGNORECASE): to for word, to in _WORDS.items()}
_FAMILY = {re.compile(rf"\b{stem}\w*", re.IGNORECASE): stem for stem in _FAMILIES}


def find(text: str, context: Context) -> Iterator[Finding]:
    """Yield a finding for each Brazilian word."""
    if context.language != "pt" or context.territory in ("", "BR"):
        return
    view = masked(text)
    for start, word, european in _spellings(view):
        message = f"has the Brazilian spelling “{word}”"
        fix = None if word in _NAMES or _is_verb(view, start, word) else european
        yield Finding(start, start + len(word), message, f"Write “{european}”.", fix)
    for pattern, european in _WORD.items():
        for match in pattern.finditer(view):
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
            european = re.sub(stem, _FAMILIES[stem], match[0], flags=re.IGNORECASE)
            yield match.start(), match[0], _in_case_of(match[0], european)
    for match in _VOWEL.finditer(view):
        if match[0].lower() != "ônibus":
            yield match.start(), match[0], match[0].translate(_VOWELS)


def _is_verb(view: str, start: int, word: str) -> bool:
    """Return whether the word can be a form of *equipar*: que se equipe o centro."""
    before = view[:start].split()[-1:]
    return word.lower().startswith("equipe") and before in (["que"], ["se"], ["não"])


def _in_case_of(word: str, european: str) -> str:
    if word.isupper():
        return european.upper()
    return european[:1].upper() + european[1:] if word[:1].isupper() else european
