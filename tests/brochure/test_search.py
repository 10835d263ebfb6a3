"""What of a page can be found: its own words, as the search's core divides them."""

from __future__ import annotations

import pytest

from brochure.files.search_index import GAP, spaced
from brochure.render.search import own_words

PAGE = (
    "<!doctype html><html lang=en><head><title>a</title></head><body><nav>b</nav>{}</body></html>"
)


@pytest.mark.parametrize(
    "html",
    [
        "<nav>a</nav>",
        "<form><p>a</p><select><option>b</option></select></form>",
        '<ul class="answer contents"><li>a<ul><li>b</li></ul></li><li>c</li></ul>',
        '<ol class="way">\n<li>a</li></ol>',
        "<div title='a > b' class='tinted banner'><div>a</div>b</div>",
        "<P CLASS=status>a</P>",
    ],
)
def test_what_stands_beside_a_page_s_words_is_not_found(html: str) -> None:
    main = f"<main class='text' data-x='>'><h1>One</h1>{html} two</main>"
    assert own_words(PAGE.format(main)) == "<h1>One</h1> two"


@pytest.mark.parametrize(
    "html",
    [
        '<p class="statuses">a</p>',
        '<p title="&lt;nav&gt;">a</p><!-- <nav> --><p>b</p>',
        "<p>a &lt;form&gt; b</p>",
    ],
)
def test_all_else_in_it_is(html: str) -> None:
    assert own_words(PAGE.format(f"<main>{html}</main><p>c</p>")) == html


def test_a_page_without_words_of_its_own_is_not_found() -> None:
    assert own_words(PAGE.format("<p>a</p>")) == ""


def test_a_word_of_a_page_is_a_word_of_the_index() -> None:
    html = """<p title="l'a > b">l'appui <!----> d’<em>aide</em> d’étude 東京</p>"""
    assert spaced(html) == (
        f"""<p title="l'a &gt; b">l'{GAP}appui <!----> d’<em>aide</em> d’{GAP}étude  東 京 </p>"""
    )
