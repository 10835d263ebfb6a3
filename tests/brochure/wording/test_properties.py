"""Whatever a text looks like, rules keep to its language and come to an end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.checks.wording import Context, apply_fixes, findings
from brochure.text.spans import MASK, blocks, masked, protected
from tests.brochure.strategies import SIGNS, SNIPPETS
from tests.brochure.wording.golden import CASES, LOCALES, TERMS

# Pieces that rules look for, and pieces in which they may not.
_PIECES = st.sampled_from(
    [
        *(" ", "  ", "\n", "\n\n", "- ", "1. ", "## ", "> ", "| ", "    ", "\t", "|---|\n", "  \n"),
        *("the", "de", "Qui", "contato", "econômico", "هجرة", "في", "quién", "MIEUX+", "1,5", "a"),
        *("?", "!", ":", ";", ",", ".", "...", "…", "«", "»", "“", "”", '"', "¿", "،", "\u00a0"),
        *("`a  b`", "`", "```\n", "{year}", "{$email}", "{#id}", "&nbsp;", "<b>", "<!-- a  ? -->"),
        *("[a](b.md)", "![a](b...c)", "](", "[", "]", ")", "(", "a@b.org", "https://a.org/b?c;d"),
        *("ended.The", "\u200b", "\u200d", "\u00ad", "p\u0430ss", "你好", "(", "好)", "，", "。"),
        *("www.contato.org", "*", "_", "**", "\u2067", "\u2069", "\u202b", "\u202c", MASK),
    ]
)
TEXTS = st.lists(_PIECES, max_size=14).map("".join) | SIGNS | st.lists(SNIPPETS).map("".join)
_LOCALES = {**LOCALES, "zh": "zh_CN"}
CONTEXTS = st.builds(
    lambda tag, source, limit: Context(tag, _LOCALES[tag], source, TERMS.get(tag, ()), limit),
    st.sampled_from(sorted(_LOCALES)),
    st.none() | TEXTS,
    st.none() | st.integers(0, 40),
)


@given(TEXTS, CONTEXTS)
def test_a_finding_lies_within_its_text(text: str, context: Context) -> None:
    for _, found in findings(text, context):
        assert 0 <= found.start <= found.end <= len(text)
        assert found.message
        assert found.hint


@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from([*_LOCALES, "xx"]))
def test_no_text_is_too_strange_for_the_rules(text: str, source: str, tag: str) -> None:
    list(findings(text, Context(tag, _LOCALES.get(tag, tag), source)))


@given(TEXTS, CONTEXTS)
def test_what_is_replaced_is_language(text: str, context: Context) -> None:
    for _, found in findings(text, context):
        if found.replacement is not None:
            assert MASK not in masked(text)[found.start : found.end]
            assert text[found.start : found.end] != found.replacement


@given(TEXTS, CONTEXTS)
def test_a_fixed_text_needs_no_further_fix(text: str, context: Context) -> None:
    fixed, _ = apply_fixes(text, context)
    assert apply_fixes(fixed, context) == (fixed, [])
    assert all(found.replacement is None for _, found in findings(fixed, context))


@given(TEXTS, CONTEXTS)
def test_fixes_change_no_code_address_or_placeholder(text: str, context: Context) -> None:
    fixed, _ = apply_fixes(text, context)
    assert protected(fixed) == protected(text)
    assert fixed.count("\n") == text.count("\n")


@given(TEXTS)
def test_masking_moves_nothing(text: str) -> None:
    view = masked(text)
    assert len(view) == len(text)
    assert all(now in (was, MASK) for was, now in zip(text, view, strict=True))
    ends = [0, *(end for block in blocks(text) for end in (block.start, block.end)), len(text)]
    assert ends == sorted(ends)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("a `b c` d", "a  d"),
        ("a ``` d", "a ``` d"),
        ("```\na  b\n```\nc", "\n\n\nc"),
        ("a\n\n    b c\n\nd", "a\n\n\n\nd"),
        ("- a\n\n    b c", "a\n\nb c"),
        ("1. a\n> b\n# c {#d}", "a\nb\nc "),
        ("[a](b.md) ![c](d.png) [e][f]", "[a] ![c] [e]"),
        ("[a]: https://b.org", ""),
        ("[a](b(c).md) [d](<e f.md>)", "[a] [d]"),
        ('a <b class="c">d</b> &nbsp; <!-- e\nf -->', "a d  \n"),
        ("a@b.org www.c.org d.org/e f.", "   f."),
        ("{a} {$email} {Wrong One} :icon: @account", "    "),
        ("| a | b |\n|---|:-:|", "ab\n"),
        ('!!! note "Title"\n\n---', "\n\n"),
    ],
)
def test_only_language_is_left_unmasked(text: str, language: str) -> None:
    assert masked(text).replace(MASK, "") == language


def test_blocks_are_paragraphs_items_rows_and_headings() -> None:
    text = "# A {#a}\nb\nc\n\n- d\n  e\n- f\n\n```\ng\n```\n\n> h\n"
    shown = [(text[b.start : b.end], b.is_heading) for b in blocks(text)]
    assert shown == [
        ("A {#a}", True),
        ("b\nc", False),
        ("d\n  e", False),
        ("f", False),
        ("h", False),
    ]


def test_the_golden_texts_keep_the_properties_too() -> None:
    for case in CASES:
        fixed, _ = apply_fixes(case.text, case.context)
        assert apply_fixes(fixed, case.context) == (fixed, []), case
        assert protected(fixed) == protected(case.text), case
