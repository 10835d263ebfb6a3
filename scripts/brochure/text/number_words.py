"""Numbers from two to twelve as words, in the languages whose words are listed."""

from __future__ import annotations

# Each number's words, forms of gender and case included, by the language without its territory.
_WORDS = {
    "ar": "اثنان/اثنين ثلاثة/ثلاث أربعة/أربع خمسة/خمس ستة/ست سبعة/سبع ثمانية/ثماني"
    " تسعة/تسع عشرة/عشر",
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "en": "two three four five six seven eight nine ten eleven twelve",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze",
    "it": "due tre quattro cinque sei sette otto nove dieci undici dodici",
    "pt": "dois/duas três quatro cinco seis sete oito nove dez onze doze",
}


def number_words(language: str) -> dict[str, int]:
    """Return the words of a language with their values; none where they are not listed."""
    numbers = enumerate(_WORDS.get(language, "").split(), start=2)
    return {word: value for value, words in numbers for word in words.split("/")}
