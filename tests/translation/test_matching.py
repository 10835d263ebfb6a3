"""What was translated before is found again by an identical or a similar source."""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.files.memory_file import MemoryEntry
from brochure.translation.formats.catalogue import Match
from brochure.translation.matching import Matcher
from tests.brochure.sites import edit
from tests.translation.commands import done, exported, load_any

TITLE = "areas.training.title"


def _found(source: str, *entries: tuple[str, ...], key: str = "") -> list[Match]:
    return Matcher(MemoryEntry(*entry) for entry in entries).matches(source, key)


@pytest.mark.parametrize(
    ("source", "quality"),
    [
        ("Ask the team in your own country first", 100),
        ("Ask  the team\nin your own country first", 100),
        ("ask the team in your own country first", 99),
        ("Ask the team in your own country first!", 94),
        ("Ask the team in your country first", 93),
        ("Ask the team in another country first", 80),
        ("Ask them in your country", 0),
        ("first country own your in team the Ask", 0),
        ("", 0),
    ],
)
def test_a_source_is_found_by_the_share_that_is_the_same(source: str, quality: int) -> None:
    before = "Ask the team in your own country first"
    expected = [Match(before, "A", quality)] if quality else []
    assert _found(source, (before, "A"), ("Something else", "B")) == expected


def test_words_are_single_characters_where_no_spaces_are_written() -> None:
    assert _found("请先问您国家的团队", ("请先问你国家的团队", "A")) == [
        Match("请先问你国家的团队", "A", 88)
    ]


def test_the_units_own_translation_comes_first_then_the_newest_then_similar_ones() -> None:
    entries = [
        ("The menu", "A", "a.title"),
        ("The menu", "B", "b.title"),
        ("The menu", "C"),
        ("The menu", "D"),
    ]
    similar = ("The menu.", "E")
    assert [m.translation for m in _found("The menu", *entries, similar, key="a.title")] == [
        *("A", "D", "C")
    ]
    assert [m.translation for m in _found("The menu", *entries[:2], similar)] == ["B", "A", "E"]


def test_a_source_with_another_link_is_nearly_identical_and_comes_second() -> None:
    entries = [("See [us](a.md#us).", "A", "own"), ("See [us](b.md).", "B")]
    assert _found("See [us](b.md).", *entries, key="own") == [
        Match("See [us](b.md).", "B", 100),
        Match("See [us](a.md#us).", "A", 99),
    ]


WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f", ".", ","]), min_size=1, max_size=12)


@given(st.lists(WORDS, max_size=12), WORDS)
def test_no_similar_source_is_missed(known: list[list[str]], source: list[str]) -> None:
    entries = [MemoryEntry(" ".join(words), "T") for words in known]
    best = max(
        (
            SequenceMatcher(a=words, b=source, autojunk=False).ratio()
            for words in known
            if words != source
        ),
        default=0,
    )
    found = Matcher(entries).matches(" ".join(source))
    similar = [match.quality for match in found if match.quality < 100]
    assert (source in known) == any(match.quality == 100 for match in found)
    assert similar[:1] == ([int(100 * best)] if best >= 0.7 else [])


@pytest.fixture
def site(site: Path) -> Path:
    """Return a site in which a text and its source were replaced."""
    done(site, "note")
    edit(site, "content/areas.yaml", "en: Training, fr: Formation", "en: Learning, fr: Étude")
    done(site, "note")
    return site


@pytest.mark.parametrize("form", ["po", "xliff"])
def test_an_export_offers_what_an_identical_source_was_translated_as(form: str, site: Path) -> None:
    edit(site, "content/areas.yaml", "en: Learning", "en: Training")
    text = exported(site, "fr", form).read_text(encoding="utf-8")
    expected = {
        "po": "#. Translated before as “Formation”\n",
        "xliff": '<alt-trans match-quality="100" origin="translation memory">',
    }
    assert text.count(expected[form]) == 1


def test_an_export_offers_what_a_similar_source_was_translated_as(site: Path) -> None:
    title = load_any(site).units_by_key["page.areas.title"].texts["fr"]
    edit(site, "docs/en/areas.md", "title: Which areas?", "title: Which areas")
    edit(site, "docs/fr/areas.md", f"title: {title}", "title:")
    text = exported(site, "fr", "po").read_text(encoding="utf-8")
    (unit,) = (unit for unit in text.split("\n\n") if 'msgid "Which areas"' in unit)
    assert f"#. Similar (80 %): “Which areas?”\n#.   translated as “{title}”\n" in unit
    assert unit.endswith('msgstr ""')


def test_what_is_done_or_has_that_translation_already_is_offered_nothing(site: Path) -> None:
    assert "Translated before" not in exported(site, "fr", "po").read_text(encoding="utf-8")
    assert load_any(site).units_by_key[TITLE].texts["fr"] == "Étude"
