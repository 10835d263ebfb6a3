"""What a designer would see: grids without holes, lines that meet, a sign that is always drawn."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page as Tab

from brochure.render.style import style
from brochure.site.page_index import HOME, NOT_FOUND
from brochure.site.site import Site
from tests.site.pages import TAGS, Pages

TOPS = "items => items.map(e => e.getBoundingClientRect().top)"
# Signs that are not drawn, or have the colour of the page: without grounds, they would be lost.
LOST = """() => [...document.querySelectorAll(".peers > * + *")].filter(block => {
    const sign = getComputedStyle(block, "::before");
    const ground = getComputedStyle(document.body).backgroundColor;
    const paper = matchMedia("print").matches && sign.printColorAdjust !== "exact";
    return sign.content === "none" || sign.backgroundColor === ground || paper;
}).map(block => block.outerHTML.slice(0, 120))"""
PROSE = """<main><div class="section sides"><div class="text"><section>
<p><code>{word}</code></p><pre><code>{line}</code></pre>
<table><thead><tr><th>{name}</th><th>{name}</th><th class="align-end">{name}</th></tr></thead>
<tbody><tr><td>{word}</td><td>{name}</td><td class="align-end">1</td></tr></tbody></table>
</section></div></div></main>"""


def test_a_question_and_its_answer_begin_on_one_line(shown: Tab, pages: Pages) -> None:
    shown.set_viewport_size({"width": 1280, "height": 800})
    shown.goto(pages[TAGS[0], "questions"].address)
    questions = shown.locator(".asked h2").evaluate_all(TOPS)
    answers = shown.locator(".asked h2 + p").evaluate_all(TOPS)
    assert questions
    assert questions == pytest.approx(answers, abs=4)


def test_the_texts_of_actions_that_stand_abreast_begin_on_one_line(
    shown: Tab, pages: Pages, tag: str
) -> None:
    shown.set_viewport_size({"width": 1280, "height": 800})
    shown.goto(pages[tag, HOME].address)
    tops = shown.locator(".action > :last-child").evaluate_all(TOPS)
    assert len(tops) > 1
    assert tops == pytest.approx([tops[0]] * len(tops), abs=1)


@pytest.mark.parametrize("name", [HOME, "areas", "how-it-works", NOT_FOUND])
def test_the_sign_between_two_blocks_is_drawn_on_paper_and_in_readers_own_colours(
    shown: Tab, pages: Pages, name: str
) -> None:
    shown.goto(pages[TAGS[0], name].address)
    assert shown.locator(".peers > * + *").count()
    shown.emulate_media(media="print", color_scheme="dark")
    assert not shown.evaluate(LOST)
    for scheme in ("light", "dark"):
        shown.emulate_media(media="screen", color_scheme=scheme, forced_colors="active")
        assert not shown.evaluate(LOST), scheme


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_tables_and_code_of_prose_fit_on_a_phone(shown: Tab, site: Site, direction: str) -> None:
    prose = PROSE.format(word="long_word_" * 8, line="words of code " * 8, name="Contributions")
    shown.set_viewport_size({"width": 320, "height": 640})
    shown.set_content(f'<html dir="{direction}"><style>{style(site, "/")}</style>{prose}')
    assert shown.evaluate("document.documentElement.scrollWidth") == 320
