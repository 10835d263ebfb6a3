"""A page carries what may apply to it, and leaves out what cannot."""

from __future__ import annotations

import pytest

from brochure.render.page_style import of_page, trimmed

PAGE = "<!doctype html><html><head><style>STYLE</style></head><body>BODY</body></html>"


def kept(style: str, body: str = "<p class='a b'>x</p>", script: str = "") -> str:
    return of_page(trimmed(PAGE.replace("STYLE", style).replace("BODY", body), script))


@pytest.mark.parametrize(
    "rule",
    [
        ":root{--x:1}",
        "*{top:0}",
        "html{top:0}",
        "tbody{top:0}",  # which browsers add
        "p{top:0}",
        "P{top:0}",
        ".a{top:0}",
        "p.a.b{top:0}",
        ".none,.a{top:0}",
        ".a:hover::before{top:0}",
        "p:not(.none){top:0}",
        "p:has(.none)>.b{top:0}",
        ":is(.none,.other) p{top:0}",
        "p[hidden],[data-x=none]{top:0}",
        "#none{top:0}",
        ".a+.b~p{top:0}",
        "@media print{.a{top:0}}",
        "@media (width < 42rem){@supports (top:0){.a{top:0}}}",
        "@keyframes none{from{top:0}to{top:1px}}",
        "@page{margin:0}",
        '.a::after{content:".none{}"}',
        ".a{top:0;.none{top:1px}}",
    ],
)
def test_what_may_apply_stays_as_it_is(rule: str) -> None:
    assert kept(rule) == rule
    assert kept(f".none{{top:0}}{rule}em{{top:0}}") == rule


@pytest.mark.parametrize(
    "rule",
    [
        ".none{top:0}",
        ".A{top:0}",
        "em{top:0}",
        "p .none{top:0}",
        ".a.none{top:0}",
        ".none:hover,em.a{top:0}",
        "p>em:not(.a){top:0}",
        "@media print{.none{top:0}em{top:0}}",
        "@media print{}",
    ],
)
def test_what_cannot_apply_is_left_out(rule: str) -> None:
    assert kept(f"p{{top:0}}{rule}") == "p{top:0}"


def test_of_a_condition_what_may_apply_stays() -> None:
    assert kept("@media print{.none{top:0}.a{top:1px}em{top:2px}}") == "@media print{.a{top:1px}}"


@pytest.mark.parametrize(
    "body", ['<p class="x a">', "<p class='a\nx'>", "<P CLASS=a>", "<p class = a>"]
)
def test_classes_are_seen_however_they_are_written(body: str) -> None:
    assert kept(".a{top:0}", body) == ".a{top:0}"


def test_what_a_script_names_stays_on_pages_that_have_one() -> None:
    script = 'const shown = document.createElement("em"); shown.className = "count";'
    style = ".count{top:0}em{top:0}.none{top:0}"
    assert kept(style, '<script src="form.js"></script>', script) == ".count{top:0}em{top:0}"
    assert kept(style, "<p>", script) == ""


def test_what_is_no_style_is_left_out_as_browsers_do() -> None:
    assert kept("p{top:0}} .a") == "p{top:0}"


def test_the_rest_of_the_page_is_as_it_was() -> None:
    page = PAGE.replace("STYLE", "html{top:0}.none{top:0}")
    assert trimmed(page, "") == page.replace(".none{top:0}", "")
    assert trimmed("<p>No style.</p>", "") == "<p>No style.</p>"
