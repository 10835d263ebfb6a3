"""The elements of a converted text are found in the text, each at the right offset."""

from __future__ import annotations

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import markdown

from brochure.text.document import ParsedText
from brochure.text.markdown import EXTENSIONS
from brochure.text.parser import parse, parse_inline
from brochure.text.sections import sections

PIECES = st.sampled_from(
    [
        *("one ", "two\n", "\n\n", "\n", "    ", "- ", "> ", "1. ", "`", "*", "\\", "{people}"),
        *("# A\n", "## B {#b}\n", "C\n---\n", "D\n=\n", "## {#e}\n", "### `f` *g* ###\n", "#h\n"),
        *("[a](a.md)", "[a][x]", "[x]", "\n\n[x]: b.md\n\n", "![i](i.png)", "[`c`](f.md)"),
        *("<https://example.org>", "<a@example.org>", "<h2>raw</h2>", "&amp;", "```\n", "~~~\n"),
        *(
            '<a href="d.md">e</a>',
            '<div markdown="1">\n',
            "</div>\n",
            '<p id="p">',
            "<!-- ",
            " -->",
        ),
        *("| a | b |\n|---|---|\n", "{: #k }\n", "[a](<g h.md>)", '[a](h.md "T")', r"[a](i\_j.md)"),
        *("[![i](i.png)](c.md)", " -->"),
    ]
)
TEXTS = st.lists(PIECES, max_size=14).map("".join)


@pytest.mark.parametrize(
    ("text", "offsets"),
    [
        ("a [b](c.md) d", [(2, "c.md")]),
        ("`[b](c.md)` [b](c.md)", [(12, "c.md")]),
        ("a [b](c.md)\n\n[b](c.md)", [(2, "c.md"), (13, "c.md")]),
        ("a [b][x]\n\n[x]: c.md", [(2, "c.md")]),
        ("a [x]\n\n[x]: c.md", [(2, "c.md")]),
        ("- a\n- [`b`](c.md)", [(6, "c.md")]),
        ("> a\n> [b\n> e](c.md)", [(6, "c.md")]),
        ('a <b><A class="x"\nhref="c.md">d</A></b>', [(5, "c.md")]),
        ("| a |\n|---|\n| [b](c.md) |", [(14, "c.md")]),
        (r"\[a](c.md) [\*b](c.md)", [(11, "c.md")]),
        ("<!-- [b](c.md) -->\n\n[b](c.md)", [(20, "c.md")]),
        ("[b](c.md)\n---\n\n[b](c.md)", [(0, "c.md"), (15, "c.md")]),
        ("<pre>[b](c.md)</pre>\n\n[b](c.md)", [(22, "c.md")]),
        ("<div>\n[b](c.md)\n</div>\n\n[b](c.md)", [(24, "c.md")]),
        ("<div>\n<i>b</i>\n</div>\n\n[<i>b</i>](c.md)", [(23, "c.md")]),
        ("    [b](c.md)\n\n[b](c.md)", [(15, "c.md")]),
    ],
)
def test_a_link_is_found_where_it_is_written(text: str, offsets: list[tuple[int, str]]) -> None:
    """Offsets lead to line and column of a message."""
    assert [(link.offset, link.target) for link in parse(text).links] == offsets


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("a\n\nB\n---\n", [(2, "B", "", 3)]),
        ("B {#b}\n===", [(1, "B", "b", 1)]),
        ("## {#b}", [(2, "", "b", 1)]),
        ('a\n<h3 id="c">C</h3>', [(3, "C", "c", 2)]),
        ("- a\n\n    ## B {#b}", [(2, "B", "b", 3)]),
        ("B\n\nB\n---", [(2, "B", "", 3)]),
        ("## `b` *c* {#d}", [(2, "b c", "d", 1)]),
        ('a\n\n<H2 ID="b" TITLE="c > d">E <!-- f --> g</H2>', [(2, "E  g", "b", 3)]),
        ("<!-- <h2>a</h2> -->\n\n`<h2>b</h2>`", []),
    ],
)
def test_headings_are_those_of_the_page(
    text: str, headings: list[tuple[int, str, str, int]]
) -> None:
    """Underlined ones and those in HTML are as good as any."""
    found = [(h.level, h.title, h.id, h.line) for h in parse(text).headings]
    assert found == headings


@pytest.mark.parametrize(
    "heading",
    [
        "## A *b* {#c}",
        "##A##",
        "A \\* [b](c.md) {#d}\n---",
        '<h2 id="c" title="a &gt; b">\nA <b>b</b>\n</h2>',
    ],
)
def test_a_section_knows_its_heading_as_it_is_written(heading: str) -> None:
    """Words for another phase of requests follow it there."""
    first, second = sections(f"Lead.\n\n{heading}\n\nText.")
    assert (first.heading, second.heading) == ("", heading)


def test_ids_languages_and_files_are_found_wherever_they_are() -> None:
    """Paragraphs have ids too, and not only images are loaded."""
    text = (
        '![i](i.png)\n\nText\n{: #text }\n\n<span lang="fr" id="s">a</span>'
        ' <video src="v.mp4" poster="p.png"></video>'
    )
    document = parse(text)
    assert [(file.target, file.offset) for file in document.files] == [
        ("i.png", 0),
        ("v.mp4", text.index("<video")),
        ("p.png", text.index("<video")),
    ]
    assert [(element.value, element.offset) for element in document.ids] == [
        ("text", text.index("{")),
        ("s", text.index("<span")),
    ]
    assert [element.value for element in document.languages] == ["fr"]


def test_a_short_text_has_no_blocks_and_no_html() -> None:
    """What is shown as text is not a heading, a reference or a link."""
    text = '# a\n\n<a href="b.md">c</a> [d][x] [e](f.md) ![g](h.png)\n\n[x]: i.md'
    document = parse_inline(text)
    assert [link.target for link in document.links] == ["f.md"]
    assert [file.target for file in document.files] == ["h.png"]
    assert not document.headings


@given(TEXTS)
def test_what_is_found_is_what_the_page_has(text: str) -> None:
    """The built page has these links, images and headings, in this order."""
    page = lxml.html.fragment_fromstring(
        markdown(text, extensions=list(EXTENSIONS), output_format="html"), create_parent="div"
    )
    document = parse(text)
    assert [link.target for link in document.links] == page.xpath("//a/@href")
    assert [file.target for file in document.files] == page.xpath("//@src")
    levels = [int(str(element.tag)[1]) for element in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert [heading.level for heading in document.headings] == levels


@given(TEXTS)
def test_offsets_are_in_the_text_and_in_its_order(text: str) -> None:
    """Sections are cut there, so that none may overlap."""
    document = parse(text)
    for found in (document.headings, document.links, document.files, document.ids):
        offsets = [element.offset for element in found]
        assert offsets == sorted(offsets)
        assert all(0 <= offset <= len(text) for offset in offsets)


@given(TEXTS)
def test_the_parts_of_a_page_have_what_the_page_has(text: str) -> None:
    """No link is lost between two sections."""
    whole = parse(text)
    parts = [whole.part(section.start, section.end) for section in sections(text)]
    assert sum((part.links for part in parts), ()) == tuple(
        link for part in parts for link in part.links
    )
    assert sum(len(part.links) for part in parts) == len(whole.links)
    assert ParsedText() == whole.part(0, 0)


def test_cells_are_aligned_by_a_class_since_the_policy_refuses_styles() -> None:
    text = "| a | b | c | d |\n|:--|:-:|--:|---|\n| 1 | 2 | 3 | 4 |\n"
    page = lxml.html.fragment_fromstring(
        markdown(text, extensions=list(EXTENSIONS), output_format="html"), create_parent="div"
    )
    for row in ("th", "td"):
        cells = [cell.get("class") for cell in page.iter(row)]
        assert cells == ["align-start", "align-center", "align-end", None]
    assert not page.xpath("//@style")
    assert not parse(text).unsupported
    assert parse('<table><tr><td style="text-align: left;">a</td></tr></table>').unsupported
