"""What of a page can be found: its own words, as the search's core divides them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from brochure.files import search_index
from brochure.files.search_index import GAP, SearchablePage, SearchIndexError, spaced
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


PAGES = [
    SearchablePage("en", "", "<h1>Protection</h1>"),
    SearchablePage("en", "areas/", "<h1>Areas</h1>"),
    SearchablePage("pt-BR", "pt-BR/", "<h1>Proteção</h1>"),
]


def test_the_index_of_a_language_has_its_own_pages_and_all_that_its_entry_names() -> None:
    made = search_index.make(PAGES)
    for tag, pages in (("en", 2), ("pt-BR", 1)):
        folder = search_index.folder(tag)
        [(key, about)] = json.loads(made[f"{folder}{search_index.ENTRY}"])["languages"].items()
        assert (key, about["page_count"]) == (tag.lower(), pages)
        names = {name.removeprefix(folder) for name in made if name.startswith(folder)}
        assert {f"pagefind.{about['hash']}.pf_meta", f"wasm.{about['wasm']}.pagefind"} < names
        assert sum(name.startswith("fragment/") for name in names) == pages
        assert any(name.startswith("index/") for name in names)
    assert made[search_index.core().partition("?")[0]]


def test_a_site_without_words_has_no_index() -> None:
    assert search_index.make([]) == {}


@pytest.mark.parametrize(
    ("program", "message"),
    [
        ("#!/bin/sh\necho no  words >&2\nexit 1\n", "no words"),
        ("#!/bin/sh\nexit 3\n", "exit status 3"),
        (None, "No such file"),
    ],
)
def test_why_no_index_can_be_made_is_said(
    program: str | None, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if program:
        (tmp_path / "pagefind").write_text(program)
        (tmp_path / "pagefind").chmod(0o755)
    monkeypatch.setattr(search_index, "_program", lambda: tmp_path / "pagefind")
    with pytest.raises(SearchIndexError, match=message):
        search_index.make(PAGES)
