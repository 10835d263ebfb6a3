"""What Hypothesis draws for exchange files, and one catalogue that has everything."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from types import ModuleType

from hypothesis import strategies as st

from brochure.files.translation_record import digest
from brochure.site.translation_state import TranslationState
from brochure.translation.formats import po, xliff
from brochure.translation.formats.catalogue import Catalogue, CatalogueEntry, Match

STATES: list[TranslationState] = ["missing", "outdated", "review", "done"]
FORMATS: list[ModuleType] = [po, xliff]

GOOD = Catalogue(
    "https://organisation.example/",
    "en",
    "pt-PT",
    (
        CatalogueEntry("strings.header.menu", "Menu", limit=12, notes=("A button",), base=""),
        CatalogueEntry(
            "strings.footer.menu",
            "Menu",
            "Menu",
            "done",
            positions=(("content/a b.yaml", 7), ("a.md", 0)),
        ),
        CatalogueEntry(
            "areas.protection.text",
            'Call 116 111:\n\n\t"We listen" \\n #',
            "Ligue 116 111:\n\n\t«Ouvimos»",
            "outdated",
            "Call us:\n“We listen”",
            (("content/areas.yaml", 12), ("docs/en/areas.md", 3)),
            ("Glossary:\n  protection → proteção\n\n  child → criança", "Second note"),
            300,
            "5d0f3c2a9b17",
        ),
        CatalogueEntry("people.task", "Leads us", "Dirige-nos", "review", base="41c053617728"),
        CatalogueEntry("people.role", "Director \u2066(acting)\u2069", "Diretora", "done"),
    ),
)

# What translators are offered, which is not read again.
OFFERED = replace(
    GOOD,
    entries=(
        CatalogueEntry(
            "strings.header.menu",
            "The menu",
            matches=(
                Match("The menu", "O menu"),
                Match("The <menu>", "A\n\n«ementa»", 85),
            ),
        ),
    ),
)

# What means something to PO or XML, or directs text, among all other characters.
_SIGNS = st.sampled_from([*"\"\\#~|:,.<>&;[]'\n\t n0", "\u2066", "\u2068", "\u2069", "\u200f", "é"])
_ANY = st.characters(codec="utf-8", exclude_categories=["Cc", "Cn", "Cs"])
_PIECES = st.lists(_SIGNS | _ANY | st.sampled_from(["]]>", "<!--", 'msgid "x"', "&amp;"]))
TEXTS = _PIECES.map(lambda pieces: unicodedata.normalize("NFC", "".join(pieces)))
_FULL = TEXTS.filter(bool)
_LIMITS = re.compile("Maximum length: [0-9]+ characters")
_NOTES = TEXTS.map(str.strip).filter(lambda note: bool(note) and not _LIMITS.fullmatch(note))
_PATHS = _FULL.map(lambda text: re.sub("[\n\t\u2068\u2069]", " ", text))
_PLACES = st.lists(st.tuples(_PATHS, st.integers(1, 10**6)), max_size=3).map(tuple)


@st.composite
def entries(draw: st.DrawFn) -> CatalogueEntry:
    """Draw a unit in any state."""
    state = draw(st.sampled_from(STATES))
    return CatalogueEntry(
        draw(_FULL),
        draw(_FULL),
        "" if state == "missing" else draw(_FULL),
        state,
        draw(_FULL) if state == "outdated" else "",
        draw(_PLACES),
        tuple(draw(st.lists(_NOTES, max_size=3))),
        draw(st.none() | st.integers(0, 10**6)),
        draw(st.none() | st.just("") | _FULL.map(digest)),
    )


CATALOGUES = st.builds(
    Catalogue,
    st.sampled_from(["https://organisation.example/", "https://örg.example/?a=b&c=d"]),
    st.sampled_from(["en", "fr", "en-GB"]),
    st.sampled_from(["fr", "pt-PT", "ar", "ja", "pl", "sr-Latn", "zh-Hant-TW", "tlh", "xx"]),
    st.lists(entries(), max_size=5, unique_by=lambda entry: entry.key).map(tuple),
)


def no_lines(catalogue: Catalogue | None) -> Catalogue:
    """Return the catalogue as it was before it was written."""
    assert catalogue is not None
    return replace(catalogue, entries=tuple(replace(e, line=0) for e in catalogue.entries))
