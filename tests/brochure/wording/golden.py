"""What each rule finds and fixes: short texts in their languages."""

from __future__ import annotations

from dataclasses import dataclass

from brochure.checks.wording import Context

LOCALES = {"ar": "ar", "en": "en_GB", "es": "es_ES", "fr": "fr_FR", "pt": "pt_PT"}
TERMS = {
    "fr": (("expression of interest", "expression d’intérêt"), ("EU Delegation", "Délégation")),
    "pt": (("Action Fiche", "Ficha de Ação"), ("partner country", "país parceiro")),
    "ar": (("EU Delegation", "وفد الاتحاد الأوروبي"), ("capacity development", "تنمية القدرات")),
}


@dataclass(frozen=True)
class Case:
    """A text, and what it becomes: equal if nothing is fixed; ``found`` counts findings."""

    rule: str
    tag: str
    text: str
    becomes: str
    found: int
    source: str | None = None
    limit: int | None = None

    @property
    def context(self) -> Context:
        """The context that the rule is given."""
        locale = LOCALES.get(self.tag, self.tag.replace("-", "_"))
        return Context(self.tag, locale, self.source, TERMS.get(self.tag, ()), self.limit)


def passes(rule: str, tag: str, text: str, source: str | None = None) -> Case:
    """Return a case in which nothing is wrong."""
    return Case(rule, tag, text, text, 0, source)


def fails(rule: str, tag: str, text: str, source: str | None = None, found: int = 1) -> Case:
    """Return a case that only a person can fix."""
    return Case(rule, tag, text, text, found, source)


def fixes(rule: str, tag: str, text: str, becomes: str, source: str | None = None) -> Case:
    """Return a case that is fixed."""
    return Case(rule, tag, text, becomes, 1, source)


_FRENCH = "french-spacing"
_SPANISH = "spanish-marks"
_ARABIC = "arabic-punctuation"
_PORTUGUESE = "european-portuguese"
_END = "end-punctuation"
_LEFT = "source-language"

CASES = (
    passes("ellipsis", "en", "and so on… `a...b` and .... and /... too"),
    fixes("ellipsis", "en", "and so on...", "and so on…"),
    fixes("ellipsis", "fr", "[...] et ainsi", "[…] et ainsi"),
    passes("ellipsis", "en", "If...Then, 1...5, f(...), [file...] and =...b"),
    fails("ellipsis", "en", "Berlin, Paris, etc..."),
    fails("ellipsis", "es", "los EE. UU... y"),
    passes("double-space", "en", "two words\nand  \na line\n\n    code  here\n\n- item\n-   item"),
    passes("double-space", "en", "| a  | b |\n|----|---|\n| c  | d |"),
    passes("double-space", "en", "see `a  b` and\n\n```\na  b\n```"),
    fixes("double-space", "en", "the  area", "the area"),
    fixes("double-space", "en", "the  `area`", "the `area`"),
    fixes("double-space", "fr", "MIEUX+ \u00a0: oui", "MIEUX+\u00a0: oui"),
    passes("doubled-word", "en", "she had had one, 10 10, Bora Bora, that that is"),
    passes("doubled-word", "fr", "nous nous réunissons, donnez-le le lundi, en en-tête"),
    passes("doubled-word", "pt", "Se se verificar que não"),
    passes("doubled-word", "sw", "haraka haraka"),
    fixes("doubled-word", "en", "in the the area", "in the area"),
    fixes("doubled-word", "en", "The the the area", "The area"),
    fixes("doubled-word", "ar", "في في المجال", "في المجال"),
    fails("doubled-word", "en", "a request request form"),
    passes("doubled-word", "fr", "la mort de de Gaulle, le frère de de Funès"),
    passes("doubled-word", "de", "die Rede von von der Leyen"),
    passes("doubled-word", "es", "un disen\u0303o o\u0308ffentlich"),
    fixes("doubled-word", "en", "It is here: The the area", "It is here: The area"),
    passes("doubled-word", "es", "los ejes X, Y y Z"),
    fails("doubled-word", "es", "los ejes X e Y y uno"),
    fails("doubled-word", "es", "el tren para para recoger a los viajeros"),
    fails("doubled-word", "fr", "les opérateurs ET et OU"),
    fails("doubled-word", "fr", "Ah la la"),
    fails("doubled-word", "fr", "à la une une photo"),
    fails("doubled-word", "en", "someone to talk to to get help"),
    fails("doubled-word", "en", "songs by the The"),
    fails("doubled-word", "en", "Click To to choose"),
    passes(
        _FRENCH, "fr", "Qui\u202f? Oui\u00a0! À 10:30, https://example.org/a?b «\u00a0oui\u00a0»"
    ),
    passes(_FRENCH, "fr", "| a |\n|:-:|\n\n![image](a.png) &nbsp;: `a:b`"),
    passes(_FRENCH, "fr-CA", "Qui?"),
    passes(_FRENCH, "en", "Who?"),
    passes(_FRENCH, "fr", '«\u00a0dit “oui”\u00a0» et un écran de 12"'),
    passes(_FRENCH, "fr", "le disque C:, C:\\Windows, les lecteurs C: et D:"),
    passes(_FRENCH, "fr", "http: et mailto:, std::vector, ::before, xml:lang, fe80::1, tel:+33"),
    passes(_FRENCH, "fr", "16:9, 10:30, Jean 3:16, 1:25\u00a0000, +33 (0)1 23 45 67 89"),
    passes(_FRENCH, "fr", "chez Yahoo!, Jeopardy! est, Wham! et Panic! at the Disco"),
    passes(_FRENCH, "fr", "merci :-) et ;) ou <3, :D, #Europe, (!), [?]"),
    passes(_FRENCH, "fr", "=SOMME(1;2;A1:B2), ?id=5, a.php?id=5, a != b, x := 1"),
    fails(_FRENCH, "fr", '=SOMME("a";"b")', found=4),
    fails(_FRENCH, "fr", "Qui?Quoi"),
    fails(_FRENCH, "fr", "chez Free! et ailleurs"),
    fails(_FRENCH, "fr", "Plan B: oui"),
    fails(_FRENCH, "fr", "les touches :hover"),
    fails(_FRENCH, "fr", 'lang="fr" ou f("x")', found=4),
    fails(_FRENCH, "fr", 'le fichier "a/b;c"', found=2),
    fixes(_FRENCH, "fr", "En 2024!", "En 2024\u202f!"),
    fixes(_FRENCH, "fr", "Oui: Jeopardy!", "Oui\u00a0: Jeopardy!"),
    fixes(_FRENCH, "fr", "Qui ?", "Qui\u202f?"),
    fixes(_FRENCH, "fr", "Qui?", "Qui\u202f?"),
    fixes(_FRENCH, "fr", "Date: {date}", "Date\u00a0: {date}"),
    fixes(_FRENCH, "fr", "{date}: oui", "{date}\u00a0: oui"),
    Case(_FRENCH, "fr", "dit « oui »", "dit «\u00a0oui\u00a0»", 2),
    Case(_FRENCH, "fr", 'dit "oui" ici', "dit «\u00a0oui\u00a0» ici", 2),
    Case(_FRENCH, "fr", "Voir **“{$label}”**.", "Voir **«\u00a0{$label}\u00a0»**.", 2),
    fails(_FRENCH, "fr", "dit “oui"),
    fails(_FRENCH, "fr", "? oui"),
    passes(_SPANISH, "es", "¿Quién puede? ¡Pida apoyo! ¿Sí?, ¿no? ¿Qué! (?) a!=b"),
    passes(_SPANISH, "es", "Si puede, ¿quién pide?"),
    passes(_SPANISH, "pt", "Quem pode?"),
    fixes(_SPANISH, "es", "Quién puede pedir apoyo?", "¿Quién puede pedir apoyo?"),
    fixes(_SPANISH, "es", "Lea esto. **Quién puede?** Sí.", "Lea esto. **¿Quién puede?** Sí."),
    fixes(_SPANISH, "es", "## Quién puede? {#who}", "## ¿Quién puede? {#who}"),
    fixes(_SPANISH, "es", "- [Quién](a.md) puede?", "- ¿[Quién](a.md) puede?"),
    fixes(_SPANISH, "es", "{name} viene!", "¡{name} viene!"),
    passes(_SPANISH, "es", "en Yahoo! y Google. La película «Help!» de The Beatles. What is it?"),
    passes(_SPANISH, "es", "Chaucer (1340?-1400), (1952?), (????), 5! = 120, (!), a.php?id=5 :-)"),
    passes(_SPANISH, "es", "Escriba <?>. El Sr. Pérez llegó. ¿Quién manda en EE. UU.? Nadie."),
    fails(_SPANISH, "es", "Aquí, en la Sra. Gil? No."),
    fails(_SPANISH, "es", "Sr. Pérez viene?"),
    fails(_SPANISH, "es", "Vive en EE. UU. Quién viene?"),
    fails(_SPANISH, "es", "Esto es p. ej. Quién?"),
    fails(_SPANISH, "es", "la tienda Foo! abre"),
    fails(_SPANISH, "es", "la tienda Foo!"),
    fails(_SPANISH, "es", "Cómo! dijo"),
    fails(_SPANISH, "es", "Si puede, quién pide?"),
    fails(_SPANISH, "es", "Pregunta: quién pide?"),
    passes(_ARABIC, "ar", "ما هو، ومن؟ 1,500 (MIEUX+, ICMPD) `a,ب`"),
    passes(_ARABIC, "fa", "چه؟"),
    passes(_ARABIC, "fr", "Le mot هجرة, ici"),
    passes(_ARABIC, "ar", "برنامج “Who’s Who?” هنا، شكرا ;) (”,“)"),
    fails(_ARABIC, "ar", "في Yahoo? هنا"),
    fixes(_ARABIC, "ar", "ما هو?", "ما هو؟"),
    fixes(_ARABIC, "ar", "MIEUX+, وهو", "MIEUX+، وهو"),
    fixes(_ARABIC, "ur", "کیا; ہے", "کیا؛ ہے"),
    passes(_PORTUGUESE, "pt", "o contacto, o facto, um fato, a tela de linho, a ciência, vêm, têm"),
    passes(_PORTUGUESE, "pt", "o estômago, a fêmea, dêmos, Rhône, Drôme, o direito registral"),
    passes(_PORTUGUESE, "pt", "`contato` contato.example.org"),
    passes(_PORTUGUESE, "pt-BR", "o contato da equipe"),
    passes(_PORTUGUESE, "pt", "o Ministério do Planejamento, o Comitê Olímpico Brasileiro"),
    passes(_PORTUGUESE, "pt", "Banco Nacional de Desenvolvimento Econômico e Social"),
    passes(_PORTUGUESE, "pt", "o Ministério da Educação e Esporte, António e Mônica Salmaso"),
    passes(_PORTUGUESE, "pt", "L’Equipe, Registro.br, a registration, o terremoto, vocês"),
    passes(_PORTUGUESE, "pt", "o chômage, extrêmement, o Valor Econômico"),
    fails(_PORTUGUESE, "pt", "a «equipe»"),
    fails(_PORTUGUESE, "pt", "a *equipe* daqui"),
    fails(_PORTUGUESE, "pt", "a 'equipe'"),
    fails(_PORTUGUESE, "pt", "o vereador Contato"),
    fails(_PORTUGUESE, "pt", "Equipes da Cruz Vermelha"),
    fails(_PORTUGUESE, "pt", "O COMITÊ DECIDE"),
    fails(_PORTUGUESE, "pt", "o Comitê da Polônia", found=1),
    fixes(_PORTUGUESE, "pt", "a **equipe** daqui", "a **equipa** daqui"),
    fixes(_PORTUGUESE, "pt", "um pênalti", "um penálti"),
    fixes(_PORTUGUESE, "pt", "O contato", "O contacto"),
    fixes(_PORTUGUESE, "pt", "CONTATOS", "CONTACTOS"),
    fixes(_PORTUGUESE, "pt", "Equipes de apoio", "Equipas de apoio"),
    fixes(_PORTUGUESE, "pt", "os registros", "os registos"),
    fixes(_PORTUGUESE, "pt", "dos usuários", "dos utilizadores"),
    fixes(_PORTUGUESE, "pt", "o planejamento", "o planeamento"),
    fixes(_PORTUGUESE, "pt", "questões de gênero", "questões de género"),
    fixes(_PORTUGUESE, "pt", "Econômicos", "Económicos"),
    fixes(_PORTUGUESE, "pt", "a Armênia", "a Arménia"),
    fixes(_PORTUGUESE, "pt", "o Oriente Médio", "o Médio Oriente"),
    fixes(_PORTUGUESE, "pt", "o comitê", "o comité"),
    passes(_PORTUGUESE, "pt", "Antônio Silva"),
    fails(_PORTUGUESE, "pt", "Antônio"),
    fails(_PORTUGUESE, "pt", "que se equipe o centro"),
    fails(_PORTUGUESE, "pt", "gerenciar a migração"),
    fails(_PORTUGUESE, "pt", "treinamento"),
    fails(_PORTUGUESE, "pt", "Você pode pedir"),
    fails(_PORTUGUESE, "pt", "um ônibus"),
    fails(_PORTUGUESE, "pt", "com um leitor de tela"),
    passes(_END, "fr", "Envoyez-le.", "Send it."),
    passes(_END, "fr", "Où\u202f?", "Where"),
    passes(_END, "fr", "## Où\u202f?\n\nIci.", "## Where.\n\nHere."),
    passes(_END, "ar", "ما هو؟", "What is it?"),
    passes(_END, "zh", "好。", "Good."),
    passes(_END, "fr", "Un.\n\nDeux", "One.\n\nTwo.\n\nThree."),
    passes(_END, "fr", "Lire [ceci](a.md).", "[Read this.](a.md)"),
    passes(_END, "fr", "Des formations, etc.", "Training and more"),
    passes(_END, "es", "Una delegación en los EE. UU.", "A delegation in the US"),
    passes(_END, "es", "Carta al Sr.", "A letter to Mr"),
    passes(_END, "fr", "Écrire à Yahoo!", "Write to us"),
    passes(_END, "pt", "Formações, p. ex.", "Training, e.g."),
    passes(_END, "fr", "Date\u00a0: {$date}", "Date {$date}"),
    passes(_END, "fr", "Voir https://example.org/a.", "See this."),
    passes(_END, "th", "ดี", "Good."),
    fixes(_END, "fr", "Envoyez-le", "Envoyez-le.", "Send it."),
    fixes(_END, "fr", "Envoyez-le.", "Envoyez-le", "Send it"),
    fixes(_END, "fr", "- Un.\n- Deux", "- Un.\n- Deux.", "- One.\n- Two."),
    fixes(_END, "fr", "Un  \n\nDeux.", "Un.  \n\nDeux.", "One.\n\nTwo."),
    fixes(_END, "fr", "Il dit «\u00a0oui\u00a0»", "Il dit «\u00a0oui\u00a0».", "He says “yes”."),
    fixes(_END, "zh", "好", "好。", "Good."),
    fails(_END, "fr", "Envoyez-le\u00a0:", "Send it."),
    fails(_END, "fr", "Envoyez-le\u202f?", "Send it."),
    fails(_END, "fr", "- un\u202f;\n- deux.", "- one.\n- two."),
    passes("address-mismatch", "fr", "Voir a@b.org, [lien](x@y.org).", "See a@b.org."),
    passes("address-mismatch", "fr", "https://b.org/fr/a/", "https://b.org/en/a"),
    passes("address-mismatch", "fr", "nom@example.org", "name@example.org"),
    fails("address-mismatch", "fr", "Voir a@c.org.", "See a@b.org.", found=2),
    fails("address-mismatch", "fr", "Voir www.b.org et www.b.org.", "See www.b.org."),
    passes("glossary", "fr", "les expressions d'intérêt", "Expressions of interest"),
    passes("glossary", "fr", "une Délégation", "expression, interest, an EU Delegation"),
    passes("glossary", "pt", "nos Países Parceiros", "in partner countries"),
    passes("glossary", "pt", "A ação", "An action fiche"),
    passes(
        "glossary",
        "ar",
        "ولتنمية قدراتها مع وفود الاتحاد الأوروبي",
        "capacity development, EU Delegations",
    ),
    fails("glossary", "fr", "une déclaration d’intérêt", "an expression of interest"),
    fails("glossary", "ar", "بناء المهارات", "capacity development"),
    passes(_LEFT, "fr", "Voir (the state of play) ici", "See the state of play here"),
    passes(
        _LEFT, "fr", "le MIgration EU Expertise Initiative", "The MIgration EU Expertise Initiative"
    ),
    passes(_LEFT, "fr", "il est as soon", "as soon as possible"),
    passes(_LEFT, "ar", "مبادرة International Centre Policy Development", "A Centre"),
    fails(_LEFT, "fr", "Écrivez as soon as possible merci", "Write as soon as possible, please"),
    fails(_LEFT, "ar", "اكتب read it whole now", "Write first"),
    passes(
        "wrong-script", "ar", "مبادرة MIgration EU eXpertise", "MIgration EU eXpertise Initiative"
    ),
    passes("wrong-script", "ar", "MIEUX+ ICMPD", "MIEUX+ ICMPD"),
    passes("wrong-script", "ja", "これは日本語の文です。ソフト"),
    passes("wrong-script", "uz-AF", "دا یو متن دی او ښه"),
    fails("wrong-script", "ar", "send the form", "Send this form"),
    fails("wrong-script", "fr", "أرسل الاستمارة", "Send it"),
    passes("bidi-controls", "ar", "\u2067هو\u2069 \u202bهو\u202c \u2068\u2067a\u2069\u2069"),
    fails("bidi-controls", "ar", "\u2067هو\n\nهو\u2069", found=2),
    fails("bidi-controls", "ar", "\u202eهو"),
    fails("bidi-controls", "ar", "هو\u202c"),
    fails("bidi-controls", "ar", "\u2067\u202bهو\u2069"),
    Case("too-long", "en", "12345", "12345", 0, limit=5),
    Case("too-long", "en", "123456", "123456", 1, limit=5),
)
