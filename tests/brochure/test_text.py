"""What texts contain is found, with its position, and code is ignored."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from brochure.site.segment import has_markup
from brochure.text import tree
from brochure.text.code import without_code
from brochure.text.document import Heading, Link
from brochure.text.leftovers import _found, may_have_leftovers
from brochure.text.markdown import page_converter
from brochure.text.numbers import agree, numbers
from brochure.text.parser import parse, parse_inline
from brochure.text.placeholders import has_braces, placeholder_names, placeholders
from brochure.text.spans import MASK, hidden, masked

SEPARATORS = [",", ".", " ", "\u00a0", "\u202f", "’", "٬"]
MARKDOWN = st.text(alphabet="[]()`~{}#.=*:-! \nab1é<>\"'@/", max_size=80)


def _grouped(number: int, separator: str) -> str:
    return f"{number:,}".replace(",", separator)


@given(st.integers(0, 10**12), st.sampled_from(SEPARATORS), st.sampled_from(SEPARATORS))
def test_a_number_is_the_same_however_its_thousands_are_grouped(
    number: int, one: str, other: str
) -> None:
    assert numbers(f"about {_grouped(number, one)} people") == (str(number),)
    assert numbers(f"{number}, {_grouped(number, other)}.") == (str(number),) * 2


@given(st.integers(0, 10**9), st.integers(0, 99), st.sampled_from([(",", "."), (".", ",")]))
def test_a_decimal_is_the_same_with_point_and_with_comma(
    whole: int, part: int, marks: tuple[str, str]
) -> None:
    thousands, decimal = marks
    written = f"{_grouped(whole, thousands)}{decimal}{part:02}"
    assert numbers(f"about {written} %") == (f"{whole}.{part:02}" if part else str(whole),)


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        ("in 2009 100 people came", ["100", "2009"]),
        ("from 9:30 to 10:45", ["10.45", "9.30"]),
        ("from 16:9 to 2:75, on 10.30.2024", ["10.30", "16", "2", "2024", "75", "9"]),
        ("since {start-year}, `15` and [2](areas.md#3)", ["2"]),
        ("see https://example.org/2024/ or a1@example.org", []),
        ("## Heading {#2024}", []),
        ("1,234,567.89", ["1234567.89"]),
        ("the 1st, le 1er, o 1.º, le 2ᵉ, le 3<sup>e</sup>", ["1.", "1.", "1.", "2.", "3."]),
        ("le XXe siècle, século XIX, Annex IV, I am", ["19.", "20.", "4."]),
        ("۱۵٬۰۰۰ از ۲۰۰۹، ۰٫۵ و ١٬٢٣٤٫٥", ["0.5", "1234.5", "15000", "2009"]),
        ("१,५०,००० और 12,34,567.8", ["1234567.8", "150000"]),
        ("1,50 and 2,50", ["1.50", "2.50"]),
    ],
)
def test_numbers_are_those_that_readers_see(prose: str, found: list[str]) -> None:
    assert list(numbers(prose)) == found


@pytest.mark.parametrize(
    "texts",
    [
        "at 10.30/17.00 | à 10 h 30/17 heures | às 10h30/17h | a las 10:30/17:00 | ١٠:٣٠/١٧:٠٠",
        "at 10.30 a.m. and 5 pm | à 10 h 30 et 17 h | às 10.30 e às 17h00",
        "09:05 | 9 h 05 | 9h05 | 9:05 | 9.05 | ٩٫٠٥",
        "1st, 2nd, 21st | 1er, 2e, 21ᵉ | 1.º, 2.º, 21.º | الأول والثاني والحادي والعشرون",
        "the 20th century | le XXe siècle | o século XX | el siglo XX | القرن العشرين",
        "World War II | la Seconde Guerre mondiale",
        "1 March | 1er mars | 1.º de março",
        "50% | 50 % | ٥٠٪",
    ],
)
def test_texts_with_the_same_numbers_agree_however_each_language_writes_them(texts: str) -> None:
    first, *others = map(numbers, texts.split(" | "))
    assert not [other for other in others if not agree(first, other)]
    assert not [other for other in others if not agree(other, first)]


@pytest.mark.parametrize(
    "texts",
    [
        "at 10.30 | à 10 h 45",
        "at 5 pm | à 5 h",
        "the 20th century | le XIXe siècle",
        "the 5th programme | le 6e programme",
        "5 areas | les domaines",
        "5 of the 6th | le sixième",
    ],
)
def test_texts_with_other_numbers_do_not_agree(texts: str) -> None:
    one, other = map(numbers, texts.split(" | "))
    assert not agree(one, other)
    assert not agree(other, one)


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("## Who can ask? {#who}", Heading(2, "Who can ask?", "who", 1)),
        ("# Title", Heading(1, "Title", "", 1)),
        ("### Closed {#closed} ###", Heading(3, "Closed", "closed", 1)),
        ("## Closed ##", Heading(2, "Closed", "", 1)),
        ("## With class {.wide #id}", Heading(2, "With class", "id", 1)),
        ("## With class {: #id .wide }", Heading(2, "With class", "id", 1)),
        ("## Of {start-year}", Heading(2, "Of", "", 1)),
    ],
)
def test_a_heading_has_a_level_a_title_and_perhaps_an_id(line: str, heading: Heading) -> None:
    assert list(parse(line).headings) == [heading]


@pytest.mark.parametrize(
    "line", ["a # b", "    # code", r"\# escaped", "`# code`", "<!-- # comment -->"]
)
def test_what_is_not_a_heading_is_ignored(line: str) -> None:
    assert not parse(line).headings


def test_headings_count_lines_of_their_file_and_not_those_in_code() -> None:
    prose = "Text\n\n```\n## Code\n```\n\n## One\n\n~~~~\n~~~\n## Code\n~~~~\n## Two {#two}\n"
    assert [(h.title, h.line) for h in parse(prose).headings] == [("One", 7), ("Two", 13)]


@pytest.mark.parametrize(
    ("prose", "targets"),
    [
        ("[a](areas.md) and [b](<areas.md#b>)", ["areas.md", "areas.md#b"]),
        ('[a](areas.md "Title")', ["areas.md"]),
        ("![image](image.png)", []),
        ("[![image](image.png)](areas.md)", ["areas.md"]),
        ("[a][x]\n\n[x]: areas.md", ["areas.md"]),
        ("[x]\n\n[X]: areas.md 'Title'", ["areas.md"]),
        ('A <a href="areas.md">link</a>', ["areas.md"]),
        ('<div><a href="a.md">b</a></div>', ["a.md"]),
        ("<https://example.org/>", ["https://example.org/"]),
        ("<a@example.org>", ["mailto:a@example.org"]),
        ("    [a](areas.md)", []),
        ("<!-- [a](areas.md) -->", []),
        ("`[a](areas.md)`", []),
        ("[a] (areas.md)", []),
        ("[a [b](areas.md)", ["areas.md"]),
        ("[]()", [""]),
    ],
)
def test_links_are_those_of_markdown_but_no_images(prose: str, targets: list[str]) -> None:
    assert [link.target for link in parse(prose).links] == targets


def test_a_link_has_its_offset_and_its_parts() -> None:
    (link,) = parse("See `code` and [areas](areas.md#one).").links
    assert (link.offset, link.page, link.fragment, link.external) == (15, "areas.md", "one", False)


@pytest.mark.parametrize(
    ("target", "scheme"),
    [
        ("https://example.org", "https"),
        ("//example.org", ""),
        ("mailto:a@example.org", "mailto"),
        ("JavaScript:alert", "javascript"),
    ],
)
def test_a_link_that_leaves_the_site_is_external(target: str, scheme: str) -> None:
    link = Link(target)
    assert link.external
    assert link.scheme == scheme


@pytest.mark.parametrize("target", ["areas.md", "#one", "/areas/", "../fr/areas.md", "areas/a:b"])
def test_a_link_within_the_site_is_not_external(target: str) -> None:
    assert not Link(target).external


@given(MARKDOWN)
def test_blanking_code_and_markup_moves_nothing(prose: str) -> None:
    """Offsets in what remains are offsets in the text itself, line by line."""
    for blanked in (without_code(prose, is_prose=True), hidden(prose), masked(prose)):
        assert [len(line) for line in blanked.split("\n")] == list(map(len, prose.split("\n")))


@pytest.mark.parametrize(
    ("prose", "left"),
    [
        ("a `b` c", "a     c"),
        ("a ``b ` c`` d", "a           d"),
        ("a `b", "a `b"),
        ("a ` b `` c", "a ` b `` c"),
        (r"a \` b ` c", r"a \` b ` c"),
        (r"a \\`b` c", r"a \\    c"),
        ("a `b\nc` d", "a   \n   d"),
        ("a `b\n\nc` d", "a `b\n\nc` d"),
        ("- `b\n- c` d", "- `b\n- c` d"),
        ("| `b |\n| c` |", "| `b |\n| c` |"),
        ("`b\n## c`", "`b\n## c`"),
        ("a\n```\nb\n```\nc", "a\n   \n \n   \nc"),
        ("a\n~~~\n```\n~~~\nb", "a\n   \n   \n   \nb"),
        ("a\n```\nb", "a\n```\nb"),
        ("a\n```\nb\n~~~\nc", "a\n```\nb\n~~~\nc"),
    ],
)
def test_code_is_blank(prose: str, left: str) -> None:
    assert without_code(prose, is_prose=True) == left


def test_indented_code_is_no_language_even_without_another_sign() -> None:
    assert hidden("a\n\n    b c").replace(MASK, "_") == "a\n\n_______"
    assert hidden("- a\n\n    b c") == "- a\n\n    b c"


# Paragraphs with backticks, fences, lists and headings, as people write and as they mistype them.
_PIECES = ["`", "``", "```", "~~~", "\\", "a", "b", "c d", "\n", "\n\n", "\n```\n", "\n~~~\n"]
_BLOCKS = ["\n\n- ", "\n- a", "\n1. b", "\n\n## a"]
# What is not a heading or an item, although it begins like one.
_HALF = re.compile(r"^##.*\\$|^(?:#* *|- *|\d\. *)$", re.MULTILINE)


@given(st.lists(st.sampled_from(_PIECES + _BLOCKS), max_size=12).map("".join))
def test_code_is_what_the_converter_makes_code_of(prose: str) -> None:
    assume(not _HALF.search(prose))
    blanked = without_code(prose, is_prose=True)
    hidden_letters = [was for was, now in zip(prose, blanked, strict=True) if was != now]
    html = tree.parsed(page_converter().convert(prose))
    converted = "".join("".join(map(str, code.itertext())) for code in html.iter("code"))
    languages = "".join(str(code.get("class", "")) for code in html.iter("code"))
    expected = re.sub("[^a-d]", "", languages.replace("language-", "") + converted)
    assert sorted(re.sub("[^a-d]", "", "".join(hidden_letters))) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('a <a title="b > c" href=d>e</a> f', ["a", "e", "f"]),
        ("a <IMG ALT='b > c'> d", ["a", "d"]),
        ("a <b it's> c <i>d's</i>", ["a", "c", "d's"]),
        ('a <b x="c> d', ["a", "d"]),
        ("1 < 2 > 0", ["1", "<", "2", ">", "0"]),
    ],
)
def test_a_tag_is_no_language_up_to_its_end(text: str, words: list[str]) -> None:
    assert hidden(text).replace(MASK, " ").split() == words


@given(MARKDOWN)
@example("*a*{src=b}")
@example("# a {href=b}")
def test_what_has_no_markup_has_no_links_or_pictures(text: str) -> None:
    if not has_markup(text):
        for parsed in (parse(text), parse_inline(text)):
            assert not (*parsed.links, *parsed.images, *parsed.files)


@given(MARKDOWN)
def test_what_has_no_braces_has_no_placeholders(text: str) -> None:
    if not has_braces(text):
        assert not placeholders(text, is_prose=True)
        assert not placeholder_names(text, is_prose=True)


@given(MARKDOWN)
def test_what_cannot_have_leftovers_shows_none(text: str) -> None:
    if not may_have_leftovers(text):
        for is_prose in (True, False):
            assert not list(_found(text, is_prose=is_prose))
