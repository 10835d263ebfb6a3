"""What each rule finds and fixes: short texts in their languages."""

from __future__ import annotations

from dataclasses import dataclass

from brochure.checks.wording import Context

LOCALES = {
    "ar": "ar",
    "en": "en_GB",
    "es": "es_ES",
    "fr": "fr_FR",
    "pt": "pt_PT",
    "zh": "zh_CN",
}
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
_LOST = "lost-space"
_INVISIBLE = "zero-width"
_MIXED = "mixed-script"
_HALF = "half-width"

CASES = (
    passes("ellipsis", "en", "and so on… `a...b` and .... and /... too"),
    fixes("ellipsis", "en", "and so on...", "and so on…"),
    fixes("ellipsis", "fr", "[...] et ainsi", "[…] et ainsi"),
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
    passes(
        _FRENCH, "fr", "Qui\u202f? Oui\u00a0! À 10:30, https://example.org/a?b «\u00a0oui\u00a0»"
    ),
    passes(_FRENCH, "fr", "| a |\n|:-:|\n\n![image](a.png) &nbsp;: `a:b`"),
    passes(_FRENCH, "fr-CA", "Qui?"),
    passes(_FRENCH, "en", "Who?"),
    passes(_FRENCH, "fr", '«\u00a0dit “oui”\u00a0» et un écran de 12"'),
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
    fails(_SPANISH, "es", "Si puede, quién pide?"),
    fails(_SPANISH, "es", "Pregunta: quién pide?"),
    passes(_ARABIC, "ar", "ما هو، ومن؟ 1,500 (MIEUX+, ICMPD) `a,ب`"),
    passes(_ARABIC, "fa", "چه؟"),
    passes(_ARABIC, "fr", "Le mot هجرة, ici"),
    fixes(_ARABIC, "ar", "ما هو?", "ما هو؟"),
    fixes(_ARABIC, "ar", "MIEUX+, وهو", "MIEUX+، وهو"),
    fixes(_ARABIC, "ur", "کیا; ہے", "کیا؛ ہے"),
    passes(_PORTUGUESE, "pt", "o contacto, o facto, um fato, a tela de linho, a ciência, vêm, têm"),
    passes(_PORTUGUESE, "pt", "o estômago, a fêmea, dêmos, Rhône, Drôme, o direito registral"),
    passes(_PORTUGUESE, "pt", "`contato` contato.example.org"),
    passes(_PORTUGUESE, "pt-BR", "o contato da equipe"),
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
    fails(_PORTUGUESE, "pt", "Antônio Silva"),
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
    passes(
        _LOST, "en", "It ended. U.S.A., e.g. Ph.D., M.Sc., Node.js, ASP.Net, GOV.UK, v2.0.Beta A..Z"
    ),
    passes(_LOST, "en", "See [a](b.md).[b](c.md), Logo.PNG, System.Text.Json, page?Id=3, {a}.{b}"),
    passes(_LOST, "en", "`x.The` ended.<br>The end.\nThe St.Gallen J.K.Rowling Ph.D thesis"),
    passes(_LOST, "fr", "p.ex. les étudiant.e.s de M.Dupont, S.A.R.L., c.-à-d. oui. À partir…"),
    passes(
        _LOST, "de", "Der e.V. in z.B. Prof.Dr. Müllers Dipl.-Ing. Priv.Doz. Dr., v.Chr., Co.KG"
    ),
    passes(_LOST, "ru", "т.е. и т.д. А.С.Пушкин"),
    passes(_LOST, "el", "π.Χ. τι είναι; Ναι, Αγ.Νικόλαος; ναι"),
    passes(_LOST, "ar", "ما هو؟ نعم. د.محمد أ.د. ص.ب. 3.5"),
    passes(_LOST, "ur", "بی۔اے پی۔ایچ۔ڈی ہے۔ یہ"),
    passes(_LOST, "hi", "डॉ.राम बी.ए. है। यह ॥१॥ प्रो.राजेन्द्र पीएच.डी"),
    passes(_LOST, "ta", "எம்.ஜி.ஆர். திரு.கந்தசாமி"),
    passes(_LOST, "ja", "これは。The end！はい？なに"),
    passes(_LOST, "th", "ดี.ดี"),
    passes(_LOST, "km", "ខ្មែរ។ខ្មែរ"),
    fixes(_LOST, "en", "It ended.The next", "It ended. The next"),
    fixes(_LOST, "en", "Is it so?The next", "Is it so? The next"),
    fixes(_LOST, "en", "see [page](a.md).The next", "see [page](a.md). The next"),
    fixes(_LOST, "es", "el fin.¿Qué es?", "el fin. ¿Qué es?"),
    fixes(_LOST, "ru", "конец.Следующая", "конец. Следующая"),
    fixes(_LOST, "el", "τέλος;Η αρχή", "τέλος; Η αρχή"),
    fixes(_LOST, "hy", "վերջ։Հաջորդը", "վերջ։ Հաջորդը"),
    fails(_LOST, "ar", "ا?يسر"),
    fixes(_LOST, "ar", "ما هو؟نعم", "ما هو؟ نعم"),
    fixes(_LOST, "hi", "है।यह", "है। यह"),
    fixes(_LOST, "am", "ነው።እና", "ነው። እና"),
    fails(_LOST, "en", "ended.A new one"),
    fails(_LOST, "en", "in 2024.The next"),
    fails(_LOST, "en", "in the EU.The next"),
    fails(_LOST, "en", "ended.EU citizens"),
    fails(_LOST, "en", "and so on…The next"),
    fails(_LOST, "en", "**ended.**The next"),
    fails(_LOST, "en", "[Ended.](a.md)The next"),
    fails(_LOST, "en", "“ended.”The next"),
    fails(_LOST, "fr", "fini.L’année"),
    fails(_LOST, "en", "by {name}.The next"),
    fixes(_LOST, "hu", "számít-e.Ha az", "számít-e. Ha az"),
    fails(_LOST, "de", "das Ende.Die nächste"),
    fails(_LOST, "pt", "em Portugal.O programa"),
    fails(_LOST, "ar", "انتهى العمل.وقد"),
    fails(_LOST, "ar", "في MIEUX.ويقدم"),
    fails(_LOST, "fa", "است.این"),
    fails(_LOST, "ur", "ہے۔جنگل"),
    fails(_LOST, "he", "זה נגמר.וגם"),
    fails(_LOST, "ko", "했습니다.그러나"),
    fails(_LOST, "ka", "დამთავრდა.შემდეგი"),
    passes(_INVISIBLE, "en", "`a\u200bb` [a](b\u200b.md) &#8203; &shy;"),
    passes(_INVISIBLE, "en", "👩\u200d💻 🏳\ufe0f\u200d🌈 🙂\u200d↔\ufe0f 👩🏽\u200d⚕\ufe0f"),
    passes(_INVISIBLE, "fa", "می\u200cخواهم PDF\u200cها «ما»\u200cها **ما**\u200cها {n}\u200cها"),
    passes(_INVISIBLE, "fa", "۱۳۴۵ ه\u200d. ش."),
    passes(_INVISIBLE, "ckb", "ئه\u200cمه\u200c باشه\u200c."),
    passes(_INVISIBLE, "hi", "क्\u200dष क्\u200cष"),
    passes(_INVISIBLE, "bn", "র\u200d্য হ্\u200c"),
    passes(_INVISIBLE, "te", "ఫోన్\u200cలో"),
    passes(_INVISIBLE, "km", "ខ្មែរ\u200bខ្មែរ"),
    passes(_INVISIBLE, "de", "Donau\u00addampf\u00adschiff, {n}\u00adfach"),
    passes(_INVISIBLE, "fr", "10\u2060% et a\u2060/\u2060b, le mot هجرة\u200f!"),
    passes(_INVISIBLE, "ar", "MIEUX\u200e+"),
    fixes(_INVISIBLE, "en", "the a\u200brea", "the area"),
    fixes(_INVISIBLE, "fr", "\ufeffmot", "mot"),
    fixes(_INVISIBLE, "pt", "a\u2060b", "ab"),
    fixes(_INVISIBLE, "de", "Wort\u00ad Wort", "Wort Wort"),
    fixes(_INVISIBLE, "es", "a\u200db", "ab"),
    fixes(_INVISIBLE, "fa", "کتاب\u200c ها", "کتاب ها"),
    fixes(_INVISIBLE, "zh", "你\u200b好", "你好"),
    fixes(_INVISIBLE, "hi", "है\u200b यह", "है यह"),
    fixes(_INVISIBLE, "en", "+32 2 123\u200e", "+32 2 123"),
    fails(_INVISIBLE, "en", "Auf\u200clage"),
    fails(_INVISIBLE, "ar", "كتاب\u200bكم"),
    fails(_INVISIBLE, "en", "\u200b- item"),
    fails(_INVISIBLE, "en", "two\u200b*three*"),
    passes("tab", "en", "\tcode\n\n- a\n\tb\n-\tc\n\n| a\t|\tb |\n\n```\na\tb\n```\n\n#\tHead"),
    fixes("tab", "en", "Name:\tAmina", "Name: Amina"),
    fixes("tab", "ar", "هو \t هي", "هو هي"),
    passes(
        _MIXED, "en", "the city of Київ, Αθήνα; μg µm kΩ Δt TNFα β-Carotin 3D-модель ª º H₂O naïve"
    ),
    passes(_MIXED, "uk", "PDF-файл, об'єкт, обʼєкт, п’ять, sms-сообщение"),
    passes(_MIXED, "ar", "وPDF الـICMPD لـMIEUX"),
    passes(_MIXED, "ta", "PDFஐ"),
    passes(_MIXED, "ja", "PDFを Tシャツ α版 Москваの 東京タワー"),
    passes(_MIXED, "ko", "EU는 大韓民國의"),
    passes(_MIXED, "el", "μg Δt kΩ"),
    passes(_MIXED, "yo", "ọjọ́ ẹ̀kọ́ ɓarna għaqda đường Azərbaycan"),
    fixes(_MIXED, "en", "p\u0430ssport", "passport"),
    fixes(_MIXED, "fr", "le \u0421entre", "le Centre"),
    fixes(_MIXED, "pt", "migraçã\u043e", "migração"),
    fixes(_MIXED, "de", "\u0391frika", "Afrika"),
    fixes(_MIXED, "ru", "пaспорт", "паспорт"),
    fixes(_MIXED, "el", "Eυρώπη", "Ευρώπη"),
    fixes(_MIXED, "sr", "Jугославија", "Југославија"),
    fails(_MIXED, "el", "τo"),
    fails(_MIXED, "de", "Stra\u03b2e"),
    fails(_MIXED, "kk", "Qазақ"),
    fails(_MIXED, "hy", "եoթ"),
    fails(_MIXED, "ar", "الهجرaة"),
    fails(_MIXED, "kn", "ಕన್ನಡ"),
    passes(
        _HALF, "zh", "你好，世界。3.5 10:30 1,500人 Hello, world! 文件.pdf 第(1)项 [你](a.md)（好）"
    ),
    passes(_HALF, "zh", "ICMPD (维也纳) 的 `a,b` https://a.org/?b ![图](a.png)\n\n| 甲 |\n|:-:|"),
    passes(_HALF, "ja", "これは、本(ほん)。「はい」！ ご覧に? 例: Yahoo!ニュース (ICMPD) 5.5％"),
    passes(_HALF, "ko", "中國, 한국(韓國). 東京:"),
    passes(_HALF, "en", "cities (北京, 上海). 北京: yes"),
    fixes(_HALF, "zh", "你好,世界", "你好，世界"),
    fixes(_HALF, "zh", "你好, 世界", "你好，世界"),
    fixes(_HALF, "zh", "你好.", "你好。"),
    fixes(_HALF, "zh", "好吗?", "好吗？"),
    fixes(_HALF, "zh", "**注意**: ICMPD", "**注意**：ICMPD"),
    fixes(_HALF, "zh", "MIEUX,是", "MIEUX，是"),
    fixes(_HALF, "zh", "（ICMPD)", "（ICMPD）"),
    fixes(_HALF, "zh-TW", "臺北;好", "臺北；好"),
    fixes(_HALF, "yue", "好!", "好！"),
    fixes(_HALF, "ja", "これは,本", "これは、本"),
    Case(_HALF, "zh", "中心(ICMPD)是", "中心（ICMPD）是", 2),
    fixes(_HALF, "ja", "本（ほん)を", "本（ほん）を"),
    fails(_HALF, "zh", "约翰.史密斯"),
    fails(_HALF, "zh", "十二. 标题"),
    fails(_HALF, "zh", "你 (我) 他", found=2),
)
