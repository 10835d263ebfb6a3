"""Latin names in a right-to-left text are isolated, and nothing else of it changes."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown import Markdown

from brochure.text.bidi import FSI, PDI, isolate
from brochure.text.numbers import numbers
from brochure.text.parser import parse
from brochure.text.placeholders import PLACEHOLDER, VALUE

PIECES = st.sampled_from(
    [
        *("مبادرة", "في", "MIEUX+", "MIgration EU eXpertise (MIEUX+)", "WCAG 2.2", "été", "Ελλάδα"),
        *(" ", " ", " ", "، ", ". ", "؟", "(", ")", "\n", "\n\n", "1,234.5", "٢٠٠٩", "2009"),
        *("{start-year}", "{$reference}", "[the **team**](contact.md#who)", "`code`", "**", "_x_"),
        *("\n## عنوان ICMPD {#id}\n", "\n- ", "\n| a | b |\n|---|--:|\n", "\n```\ncode\n```\n"),
        *("<https://example.org/a>", "a@example.org", "https://a.b/c?d=e", "&nbsp;", "{: .c }"),
        *(
            "![alt](image.png)",
            '[a](b.md "T")',
            "<b>c</b>",
            ":material-x:",
            "\u2068ICMPD\u2069",
            "https://",
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=14).map("".join)
ODD = st.text(alphabet="[]()`~{}#.:-! \nab1é<>\"'@/|*_,+&م", max_size=60)


def _visible(text: str) -> str:
    """Return a text with visible signs for the isolates."""
    return text.replace(FSI, "⟨").replace(PDI, "⟩")


def _bare(text: str) -> str:
    return text.replace(FSI, "").replace(PDI, "")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ما هي MIEUX+؟", "ما هي ⟨MIEUX+⟩؟"),
        ("MIEUX+", "⟨MIEUX+⟩"),
        ("مبادرة MIgration EU eXpertise (MIEUX+).", "مبادرة ⟨MIgration EU eXpertise (MIEUX+)⟩."),
        ("المركز (ICMPD) ينفذ", "المركز (⟨ICMPD⟩) ينفذ"),
        ("وفق WCAG 2.2، المستوى AA.", "وفق ⟨WCAG 2.2⟩، المستوى ⟨AA⟩."),
        ("MIEUX (see هنا) C++", "⟨MIEUX⟩ (⟨see⟩ هنا) ⟨C++⟩"),
        ("Peer-to-peer & R&D, l’UE", "⟨Peer-to-peer & R&D⟩, ⟨l’UE⟩"),
        ("منذ 2009 MIEUX في 3D", "منذ 2009 ⟨MIEUX⟩ في ⟨3D⟩"),
        ("اكتب إلى a.b@example.org.", "اكتب إلى ⟨a.b@example.org⟩."),
        ("انظر https://example.org/a?b=c#d.", "انظر ⟨https://example.org/a?b=c#d⟩."),
        ("انظر www.example.org/a?b=c&d=e.", "انظر ⟨www.example.org/a?b=c&d=e⟩."),
        ("على @mieux_migration", "على ⟨@mieux_migration⟩"),
        (
            "[MIEUX+](who.md) و[هنا](https://example.org)",
            "[⟨MIEUX+⟩](who.md) و[هنا](https://example.org)",
        ),
        (
            "`code` و <https://example.org> و <b>نص</b>",
            "`code` و <https://example.org> و <b>نص</b>",
        ),
        ("## MIEUX+ {#mieux}", "## ⟨MIEUX+⟩ {#mieux}"),
        ("[زر](a.md){ .md-button }", "[زر](a.md){ .md-button }"),
        ("منذ {start-year} ({$reference})", "منذ {start-year} ({$reference})"),
        ("_MIEUX+_ و**EU**", "_⟨MIEUX+⟩_ و**⟨EU⟩**"),
        ("\u2068MIEUX+\u2069 و\u2068EU (AU)\u2069", "⟨MIEUX+⟩ و⟨EU (AU)⟩"),
        ("Ελλάδα، Україна", "⟨Ελλάδα⟩، ⟨Україна⟩"),
        ("بلد.\nEU\nAU", "بلد.\n⟨EU⟩\n⟨AU⟩"),
        ("| MIEUX | EU |", "| ⟨MIEUX⟩ | ⟨EU⟩ |"),
    ],
)
def test_a_name_is_isolated_with_the_signs_that_belong_to_it(text: str, shown: str) -> None:
    assert _visible(isolate(text)) == shown


@pytest.mark.parametrize("text", ["", "مرحبا، ٢٠٠٩ + 2009", "{}", "12 % (2009)"])
def test_a_text_without_such_letters_is_returned_unchanged(text: str) -> None:
    assert isolate(text) is text


@given(TEXTS | ODD)
def test_without_its_isolates_a_text_is_as_it_was(text: str) -> None:
    assert _bare(isolate(text)) == _bare(text)


@given(TEXTS | ODD)
def test_isolating_twice_is_isolating_once(text: str) -> None:
    once = isolate(text)
    assert isolate(once) == once


@given(TEXTS | ODD)
def test_each_isolate_is_closed_in_its_line_and_has_balanced_brackets(text: str) -> None:
    runs = re.findall(f"{FSI}([^{FSI}{PDI}\n]*){PDI}", isolate(text))
    assert len(runs) == isolate(text).count(FSI) == isolate(text).count(PDI)
    for run in runs:
        assert run
        assert run == run.strip()
        assert run.count("(") == run.count(")")


@given(TEXTS | ODD)
@example("_x__x_[the **team**](contact.md#who)")
def test_links_ids_placeholders_and_numbers_stay(text: str) -> None:
    new = isolate(text)
    assert PLACEHOLDER.findall(new) == PLACEHOLDER.findall(text)
    assert VALUE.findall(new) == VALUE.findall(text)
    now, before = parse(new), parse(text)
    assert [link.target for link in now.links] == [link.target for link in before.links]
    assert [(h.level, h.id) for h in now.headings] == [(h.level, h.id) for h in before.headings]


@given(st.lists(st.sampled_from(["MIEUX+", "1,234.5", "2.2", "1 000", "في", "3D", "7"])))
def test_numbers_stay_whole(words: list[str]) -> None:
    text = " - ".join(words)
    assert numbers(isolate(text)) == numbers(text)


@given(st.text(st.sampled_from("aéЖΩ")), st.text(st.sampled_from("مرحبا، ")))
def test_every_such_letter_of_a_plain_text_is_isolated(latin: str, arabic: str) -> None:
    left = re.sub(f"{FSI}[^{PDI}]*{PDI}", "", isolate(f"{arabic}{latin}{arabic}"))
    assert left == arabic * 2


def test_what_markdown_makes_of_a_text_stays() -> None:
    markdown = Markdown(extensions=["attr_list", "tables", "md_in_html"])
    text = (
        "نص **EU** [MIEUX+](b.md){ .c } _x_ <https://a.b>.\n\n"
        "## عنوان EU {#id}\n\n- EU\n\n1. `x`\n\n"
        "| a | ب |\n|---|--:|\n| c | d |\n\n<div markdown>\nEU\n</div>\n\nنهاية EU\n{: .e }\n"
    )
    new = isolate(text)
    assert new != text
    assert _bare(markdown.reset().convert(new)) == markdown.reset().convert(text)


@pytest.mark.parametrize("piece", ["(a", "a)", "a.", "a@", "<a", "a ", "[", "{", "1 "])
def test_a_long_text_of_odd_signs_takes_no_longer_than_another(piece: str) -> None:
    start = time.process_time()
    isolate("a" + piece * 20_000)
    assert time.process_time() - start < 2  # measured: below 0.5
