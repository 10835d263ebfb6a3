"""Short texts may hold emphasis and links; whatever else is in them is shown as it is."""

from __future__ import annotations

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.text import inline

ALLOWED = {"div", "em", "strong", "a", "code", "br", "img"}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain", "plain"),
        ("*some* text", "<em>some</em> text"),
        ("**some** text", "<strong>some</strong> text"),
        ("_some_ text", "<em>some</em> text"),
        ("snake_case_name", "snake_case_name"),
        ("[areas](areas/#one)", '<a href="areas/#one">areas</a>'),
        ("[*areas*](areas/)", '<a href="areas/"><em>areas</em></a>'),
        ("`code`", "<code>code</code>"),
        ("one  \n*two*", "one<br>\n<em>two</em>"),
        ("one  \ntwo", "one<br>\ntwo"),
        (r"\*no emphasis\*", "*no emphasis*"),
        ("A & B", "A &amp; B"),
        ("1 < 2 > 0", "1 &lt; 2 &gt; 0"),
        ("", ""),
    ],
)
def test_markdown_within_a_line_is_rendered(text: str, html: str) -> None:
    assert inline.render(text) == html


@pytest.mark.parametrize(
    "text",
    [
        "# No heading *here*",
        "No heading *here*\n===",
        "- no list *here*",
        "1. no list *here*",
        "> no quotation *here*",
        "    no code *here*",
        "***",
        "[id]: https://example.org *here*",
        "one *paragraph*\n\nand no other",
    ],
)
def test_blocks_stay_text(text: str) -> None:
    html = lxml.html.fragment_fromstring(inline.render(text), create_parent="div")
    assert {element.tag for element in html.iter()} <= {"div", "em"}
    assert (
        html.text_content().split()
        == text.replace("*here*", "here").replace("*paragraph*", "paragraph").split()
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "*a* <script>alert(1)</script>",
        "<img src=x onerror=alert(1)> *a*",
        "<b>bold</b>",
        "*a* <!-- comment -->",
        "<div>\n\n*a*\n\n</div>",
    ],
)
def test_html_is_escaped(text: str) -> None:
    html = inline.render(text)
    assert "<script" not in html
    assert {element.tag for element in _parsed(html).iter()} <= ALLOWED - {"img"}
    assert "&lt;" in html


@given(st.text(alphabet="<>&\"'/=*_`[]()!\\ \n-#:abjscript"))
def test_no_text_becomes_more_than_emphasis_links_and_images(text: str) -> None:
    """Nothing can be opened that is not closed, and no handler of events gets in."""
    elements = list(_parsed(inline.render(text)).iter())
    assert {element.tag for element in elements} <= ALLOWED
    names = {str(name) for element in elements for name in element.attrib}
    assert names <= {"href", "title", "src", "alt"}


@given(st.text(alphabet=st.characters(exclude_characters="*_[]`&<>\\", codec="utf-8")))
def test_a_text_without_marks_is_only_escaped(text: str) -> None:
    assert inline.render(text).unescape() == text


def _parsed(html: str) -> lxml.html.HtmlElement:
    return lxml.html.fragment_fromstring(html, create_parent="div")
