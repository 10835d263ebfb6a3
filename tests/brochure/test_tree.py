"""Converted text is read as browsers read it, and written as it was."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from lxml.etree import _Element
from markupsafe import Markup

from brochure.text.inline import render
from brochure.text.markdown import page_converter
from brochure.text.tree import add_text, inner, parsed, without_markup, words, written
from tests.brochure.test_document import TEXTS


@pytest.mark.parametrize(
    "html",
    [
        "",
        "a &lt; b &amp; c",
        "one<br>\n<em>two</em>",
        '<p>Lead</p>\n<h2 id="one">One</h2>\n<ul>\n<li>1</li>\n</ul>\n',
        '<p title="a &gt; b"><a href="../areas/#one?x=1&amp;y=2">a</a> b</p>',
        '<a href="mailto:{$email}">{$email}</a>',
        "<!-- <h2> --><p>a<wbr>b</p>",
        '<picture><source srcset="a 1w"><img src="b" alt=""></picture>',
        "<details open><summary>a</summary>b</details>",
        "<pre><code>&lt;/body&gt;\n</code></pre>",
    ],
)
def test_what_is_well_formed_is_written_as_it_was(html: str) -> None:
    assert inner(parsed(html)) == html


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<P>a <A HREF=b>c</A>", '<p>a <a href="b">c</a></p>'),
        ('<p title="a > b">c', '<p title="a &gt; b">c</p>'),
        ("a</body></html><p>b</p>", "a<p>b</p>"),
        ("a\0b", "a\ufffdb"),
    ],
)
def test_what_is_not_becomes_what_browsers_make_of_it(html: str, expected: str) -> None:
    assert inner(parsed(html)) == expected


@given(TEXTS)
def test_a_page_that_is_written_is_the_page_that_was_read(text: str) -> None:
    body = parsed(page_converter().convert(text))
    assert _outline(parsed(inner(body))) == _outline(body)


def _outline(body: _Element) -> list[tuple[object, list[str], list[str]]]:
    """Return each element with its attributes, in which addresses may be encoded, and its words."""
    return [
        (
            one.tag,
            [f"{name} {unquote(str(value))}" for name, value in one.items()],
            words(one).split(),
        )
        for one in body.iter()
    ]


@pytest.mark.parametrize(
    ("html", "expected"),
    [("a", "a b"), ("a<br>", "a<br> b"), ("<em>a</em>c", "<em>a</em>c b")],
)
def test_a_text_is_added_behind_all_there_is(html: str, expected: str) -> None:
    body = parsed(html)
    add_text(body, " b")
    assert written(body) == f"<body>{expected}</body>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (render("Rights & *duties*,  \nand “[more](areas.md)”"), "Rights & duties, and “more”"),
        (Markup('a <!-- b > c --><img alt="d > e">f'), "a f"),
        (Markup("Qui apprend ici\u202f?&nbsp;<b>Moi</b>\n"), "Qui apprend ici\u202f?\u00a0Moi"),
        ("Fees < 5 & duties > 3, &amp;\n<b>", "Fees < 5 & duties > 3, &amp; <b>"),
    ],
)
def test_a_text_without_its_markup_is_what_it_says(text: str, expected: str) -> None:
    assert without_markup(text) == expected
