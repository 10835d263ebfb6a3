"""A pseudo-language changes every word, and nothing else."""

from __future__ import annotations

import re
import string
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from brochure.files.yaml_reader import parse_yaml
from brochure.text.numbers import agree, numbers
from brochure.text.parser import parse
from brochure.text.placeholders import PLACEHOLDER, VALUE
from brochure.text.pseudo import PDF, PSEUDO, RLO, accented, mirrored, pseudo
from brochure.text.spans import hidden
from tests.support.pseudo import is_pseudo

ROOT = Path(__file__).parents[2]
PROSE = [path.read_text("utf-8").split("---\n", 2)[2] for path in ROOT.glob("docs/en/*.md")]

PIECES = st.sampled_from(
    [
        *("Who can ask", "it’s", "don't", " ", " ", "\n", "\n\n", ". ", "?", " : ", "1,234.5", "7"),
        *("{start-year}", "{$reference}", "[the **team**](contact.md#who)", "`code`", "**", "_x_"),
        *("\n## Title {#id}\n", "\n- ", "\n1. ", "\n> ", "\n```\ncode\n```\n", " {.wide}", "été"),
        *("\n| a | b |\n|---|--:|\n| c | 1 |\n", "<https://example.org/a.>", "a@example.org"),
        *("![alt](image.png)", '[a](b.md "T")', "<b>c</b>", "&nbsp;", "{: .c }", ":material-x:"),
    ]
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)
ODD = st.text(alphabet="[]()`~{}#.:-! \nab1é<>\"'@/|*_,", max_size=60)


def _english(data: Any) -> list[str]:
    """Return the English texts in what was read from a YAML file."""
    if isinstance(data, dict):
        found = [data["en"]] if isinstance(data.get("en"), str) else []
        return found + [text for value in data.values() for text in _english(value)]
    return [text for value in data for text in _english(value)] if isinstance(data, tuple) else []


CONTENT = [
    text
    for path in ROOT.glob("content/*.yaml")
    for text in _english(parse_yaml(path.read_text("utf-8"), path.name).data)
]


def _without_controls(text: str) -> str:
    return text.replace(RLO, "").replace(PDF, "")


def _same_structure(text: str, tag: str) -> None:
    """Check what the rules, and the pages, compare."""
    new = pseudo(text, tag)
    assert PLACEHOLDER.findall(new) == PLACEHOLDER.findall(text)
    assert VALUE.findall(new) == VALUE.findall(text)
    now, before = parse(new), parse(text)
    assert [link.target for link in now.links] == [link.target for link in before.links]
    assert [(h.level, h.id) for h in now.headings] == [(h.level, h.id) for h in before.headings]
    assert agree(numbers(new), numbers(text))
    assert new.count("\n") == text.count("\n")


@given(TEXTS | ODD, st.sampled_from(sorted(PSEUDO)))
def test_links_ids_placeholders_and_numbers_stay(text: str, tag: str) -> None:
    _same_structure(text, tag)


@pytest.mark.parametrize("tag", sorted(PSEUDO))
def test_every_text_of_the_site_keeps_its_structure(tag: str) -> None:
    assert len(CONTENT) > 100
    for text in [*CONTENT, *PROSE]:
        _same_structure(text, tag)
        words = re.sub("[\ufffc]+", " ", hidden(pseudo(text, tag))).split()
        assert all(is_pseudo(word, tag) for word in words)


@given(TEXTS | ODD)
def test_right_to_left_words_are_the_same_words_between_balanced_signs(text: str) -> None:
    new = mirrored(text)
    assert _without_controls(new) == text
    depth = 0
    for character in new:
        depth += (character == RLO) - (character == PDF)
        assert depth in (0, 1)
        assert not (depth and character.isspace())
    assert depth == 0


@given(st.text(st.characters(codec="utf-8", categories=["Lu", "Ll", "Lo", "Nd", "Zs"])))
def test_every_letter_outside_markup_is_changed(text: str) -> None:
    assert is_pseudo(accented(text), "en-XA")
    assert is_pseudo(mirrored(text), "ar-XB")


@given(st.lists(st.text(string.ascii_letters, min_size=1), min_size=1))
def test_a_text_becomes_about_two_fifths_longer(words: list[str]) -> None:
    letters = sum(map(len, words))
    longer = sum(map(str.isalpha, accented(" ".join(words))))
    assert letters * 1.4 - 1.01 <= longer <= letters * 1.4 + 0.01


def test_the_mark_at_the_end_stays_there() -> None:
    words = [text for text in CONTENT if not text.endswith("}")]  # whose value decides
    for text in [*words, "Language :", "Really?!", "And so on…"]:
        assert (accented(text)[-1] == text[-1]) is (text[-1] in ".!?:;,…")


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("Hello.", "⟦Ĥééļļöö⟧."),
        ("", ""),
        ("15 %", "15 %"),
        ("Langue :", "⟦Ļååñĝûûé⟧ :"),
        ("## Who? {#who}", "## ⟦Ŵĥöö⟧? {#who}"),
        ("## Who {#who} ##", "## ⟦Ŵĥöö⟧ {#who} ##"),
        ("- a\n- be\n  c", "- ⟦å⟧\n- ⟦ƀéé\n  ç⟧"),
        ("1. a\n\n> b", "1. ⟦å⟧\n\n> ⟦ƀ⟧"),
        ("Title\n=====\nText", "⟦Ţîîţļéé⟧\n=====\n⟦Ţééẋţ⟧"),
        ("| a | b. |\n|---|:-:|\n| 1 | `c` |", "| ⟦å⟧ | ⟦ƀ⟧. |\n|---|:-:|\n| 1 | `c` |"),
        ("a\n{: .wide }", "⟦å⟧\n{: .wide }"),
        ("[a](b.md){ .button }", "⟦[å](b.md){ .button }⟧"),
        ("<div markdown>\na\n</div>", "<div markdown>\n⟦å⟧\n</div>"),
        ("a `code` {fact}.", "⟦å `code` {fact}⟧."),
        ("a <https://b.c/.>", "⟦å <https://b.c/.>⟧"),
        ("a https://b.c/.", "⟦å https://b.c/.⟧"),
    ],
)
def test_brackets_enclose_the_words_of_each_block(text: str, new: str) -> None:
    assert accented(text) == new


def test_what_markdown_makes_of_a_text_stays() -> None:
    """Without words, a page in a pseudo-language is the page: it has the same elements."""
    markdown = Markdown(extensions=["attr_list", "tables", "md_in_html"])
    text = (
        "Text **bold** [a](b.md){ .c }.\n\n## Title {#id}\n\n- one\n- two\n\n1. `x`\n\n"
        "| a | b |\n|---|--:|\n| c | d |\n\n> quote\n\n<div markdown>\ninner\n</div>\n\n"
        "end\n{: .e }\n"
    )
    one = re.findall(r"<[^>]+>", markdown.reset().convert(text))
    for tag in PSEUDO:
        assert re.findall(r"<[^>]+>", markdown.reset().convert(pseudo(text, tag))) == one


@pytest.mark.parametrize(
    ("word", "tag", "expected"),
    [
        ("⟦Ĥééļļöö⟧.", "en-XA", True),
        ("Ĥeļļö", "en-XA", False),
        ("2009", "en-XA", True),
        (f"{RLO}Hello{PDF}.", "ar-XB", True),
        (f"{RLO}Hello{PDF}there", "ar-XB", False),
        ("Hello", "ar-XB", False),
        ("2009", "ar-XB", True),
    ],
)
def test_a_word_shows_whether_it_was_translated(word: str, tag: str, expected: bool) -> None:  # noqa: FBT001
    assert is_pseudo(word, tag) is expected
