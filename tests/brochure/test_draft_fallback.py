"""What a draft lacks is shown in the default language, in elements with its language."""

from __future__ import annotations

import jinja2
import markdown
import pytest
from markupsafe import Markup

from brochure.render import draft_fallback
from brochure.text import tree
from brochure.text.markdown import EXTENSIONS

ENGLISH = Markup("Rights &amp; <em>duties</em>")
FALLBACK = draft_fallback.fallback(ENGLISH, "en", "ltr")


def _rendered(template: str, text: str) -> str:
    env = jinja2.Environment(autoescape=True)
    env.filters["plain"] = draft_fallback.plain
    return env.from_string(template).render(text=text)


def test_a_fallback_has_its_language_and_is_not_escaped_again() -> None:
    assert _rendered("<p>{{ text }}</p>", FALLBACK) == (
        '<p><span lang="en" dir="ltr">Rights &amp; <em>duties</em></span></p>'
    )


def test_the_filter_leaves_the_element_out_and_every_other_text_as_it_is() -> None:
    template = "<title>{{ text|plain }}</title>"
    assert _rendered(template, FALLBACK) == f"<title>{ENGLISH}</title>"
    assert _rendered(template, ENGLISH) == f"<title>{ENGLISH}</title>"
    assert _rendered(template, "a < b") == "<title>a &lt; b</title>"


def test_what_a_template_makes_of_a_fallback_is_markup_like_any_text() -> None:
    assert _rendered('{{ text ~ "!" }}', FALLBACK) == f"{FALLBACK}!"
    assert _rendered("{{ text|striptags }}", FALLBACK) == "Rights &amp; duties"
    assert _rendered("{{ (text|upper)|plain }}", FALLBACK).startswith("<SPAN")


SPAN = '<span dir="ltr" lang="en">Who <em>may</em> ask</span>'
REST = '<div dir="ltr" lang="en">\n<p>Anybody.</p>\n</div>'


@pytest.mark.parametrize(
    ("section", "html"),
    [
        ("## Who *may* ask {#who}\n\nAnybody.", f'<h2 id="who">{SPAN}</h2>{REST}'),
        ("Who *may* ask {#who}\n---\nAnybody.", f'<h2 id="who">{SPAN}</h2>{REST}'),
        ("##Who *may* ask## {#who}", f'<h2 id="who">{SPAN}</h2>'),
        ("### Who *may* ask {: #who .x }", f'<h3 class="x" id="who">{SPAN}</h3>'),
        ("", ""),
        (
            '<H2 ID="who" TITLE="a > b">\nWho <em>may</em> ask\n</H2>\n\nAnybody.',
            f'<h2 id="who" title="a &gt; b">{SPAN}</h2>{REST}',
        ),
        ("Anybody.", REST),
    ],
)
def test_a_section_has_its_language_in_its_heading_and_around_the_rest(
    section: str, html: str
) -> None:
    block = draft_fallback.block(section, "en", "ltr")
    body = tree.parsed(markdown.markdown(block, extensions=list(EXTENSIONS)))
    draft_fallback.lift_headings(body)
    assert "".join(tree.inner(body).split()) == "".join(html.split())


def test_what_an_author_marks_as_another_language_stays_in_its_element() -> None:
    html = '<div lang="en"><h2 id="a">A</h2></div>'
    body = tree.parsed(html)
    draft_fallback.lift_headings(body)
    assert tree.inner(body) == html
