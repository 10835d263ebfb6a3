"""Pages need no script, request nothing from other hosts and set no cookie.

What they may weigh is in audit.yaml, with which the audit compares them.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Request

from brochure.site.site import Site
from tests.site.pages import SHOWN, Pages, plain, text_of

BUDGET = 14_600  # bytes of HTML and CSS: what a first round trip of TCP carries
REQUESTS = 2
MARKS = 2  # at the head of a page: the programme's and an emblem
# Properties and values that hold in one direction of writing only.
ONE_DIRECTION = re.compile(
    r"""(?<![\w-])(?:
        (?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)(?:-\w+)?\s*:
      | border-(?:top|bottom)-(?:left|right)-radius\s*:
      | (?:left|right)\s*:
      | (?:text-align|float|clear|caption-side|text-align-last)\s*:\s*(?:left|right)\b
      | (?:margin|padding|inset)\s*:\s*(?P<top>[^\s;{}()]+)\s+(?P<right>[^\s;{}()]+)\s+
            (?P<bottom>[^\s;{}()]+)\s+(?!(?P=right)\s*[;}])[^\s;{}()]+\s*[;}]
    )""",
    re.VERBOSE,
)


def _css(folder: Path) -> dict[str, str]:
    return {p.name: p.read_text(encoding="utf-8") for p in sorted(folder.rglob("*.css"))}


def test_no_page_has_a_script_but_two_which_wait_for_the_page(pages: Pages) -> None:
    of_roles = {"search": "search.js", "faq": "questions.js"}
    for page in pages.values():
        scripts = list(page.elements("//script[not(@type='application/ld+json')]"))
        assert len(scripts) <= (page.role in of_roles), str(page)
        for script in scripts:
            assert page.target(script.get("src", "")) == f"/assets/{of_roles[page.role]}"
            assert "defer" in script.keys()  # noqa: SIM118 - an element, not a dictionary
            assert not text_of(script)


def test_no_page_has_an_inline_event_handler_or_redirects(pages: Pages) -> None:
    for page in pages.values():
        assert not page.all("//@*[starts-with(name(), 'on')]")
        assert not page.all("//@href[starts-with(., 'javascript:')]")
        assert not page.all("//meta[@http-equiv]/@http-equiv")


def test_style_sheets_hold_for_both_directions_of_writing(root: Path, pages: Pages) -> None:
    sheets = _css(root / "overrides/assets")
    assert sheets
    styles = "//@style | //style/text()"
    sheets |= {page.address: "\n".join(page.all(styles)) for page in pages.values()}
    for name, css in sheets.items():
        text = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
        assert not [match[0] for match in ONE_DIRECTION.finditer(text)], name


@pytest.mark.parametrize(
    ("css", "caught"),
    [
        ("a{margin-left:1px}", True),
        ("a{border-right-width: 0}", True),
        ("a{left: 0}", True),
        ("a { text-align: right; }", True),
        ("a{padding: 0 1px 2px 3px}", True),
        ("a{padding: 0 1px 2px 1px}", False),
        ("a{margin-inline-start: 1px; inset-inline-end: 0; text-align: start}", False),
        ("a{padding: 0 1px}", False),
    ],
)
def test_the_search_for_one_directional_styles_tells_them_apart(css: str, *, caught: bool) -> None:
    assert bool(ONE_DIRECTION.search(css)) is caught


def test_each_emblem_is_on_every_page_beside_its_statement_and_no_statement_is_without_it(
    site: Site, pages: Pages
) -> None:
    emblems = site.content.identity.emblems
    assert emblems
    for page in pages.values():
        for emblem in emblems:
            assert emblem.statement
            places = ["header", "footer"] if emblem.in_header else ["footer"]
            for place in places:
                (picture,) = page.elements(f"//{place}//img[@alt='{emblem.name[page.tag]}']")
                address = page.target(picture.get("src", ""))
                assert address == f"/assets/identity/{emblem.file}"
                beside = picture.getparent()
                assert beside is not None
                assert plain(beside.text_content()) == plain(emblem.statement[page.tag])
            times = page.text.count(plain(emblem.statement[page.tag]))
            assert times == len(places), str(page)


@pytest.mark.parametrize("tag", SHOWN)
def test_a_browser_makes_at_most_two_requests_a_page_and_keeps_no_cookie(
    browser: Browser, served: str, pages_of_tag: Pages
) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []

    def note(request: Request) -> None:
        # The tab's icon is an image, too: browsers fetch it at leisure, and call it something else.
        if request.resource_type != "image" and "/assets/identity/" not in request.url:
            asked.append(request.url)

    page.on("request", note)
    for shown in pages_of_tag.values():
        asked.clear()
        page.goto(served + shown.address)
        assert 1 <= len(asked) <= REQUESTS, f"{shown}: {asked}"
        assert all(url.startswith(served) for url in asked), asked
        stored = page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]")
        assert stored == ["", 0, 0]
    assert not context.cookies()
    context.close()
