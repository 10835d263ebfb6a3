"""axe finds no violation on any page, at any width, in light and dark, open or closed."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page as Tab

from brochure.site.page_index import HOME
from tests.site.conftest import States
from tests.site.pages import ROOT, SHOWN, TAGS, Pages
from tests.support import depth

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
NAMES = sorted(file.stem for file in (ROOT / "docs" / TAGS[0]).glob("*.md"))
# Home, the request page and the search are looked at in other states.
LOOKED_AT = depth.some(
    [name for name in NAMES if name not in {"index", "request", "search"}], NAMES
)
Scheme = Literal["light", "dark"]
ALL_LOOKS: list[tuple[int, Scheme]] = list(itertools.product((360, 1280), ("light", "dark")))
LOOKS: Sequence[tuple[int, Scheme]] = depth.some([(360, "light")], ALL_LOOKS)


def violations(
    shown: Tab, axe_source: str, looks: Sequence[tuple[int, Scheme]] = LOOKS
) -> list[str]:
    """Return axe's violations of the page that a tab shows, in each look."""
    shown.evaluate(axe_source)
    options: dict[str, Any] = {
        "runOnly": {"type": "tag", "values": list(RULES)},
        "resultTypes": ["violations"],
    }
    found = []
    for width, scheme in looks:
        shown.set_viewport_size({"width": width, "height": 800})
        shown.emulate_media(color_scheme=scheme)
        result = shown.evaluate("options => axe.run(document, options)", options)
        found += [
            f"{width} {scheme}: {violation['id']}: {violation['help']}: {node['html']}"
            for violation in result["violations"]
            for node in violation["nodes"]
        ]
    return found


@pytest.mark.parametrize("tag", SHOWN)
@pytest.mark.parametrize("name", LOOKED_AT)
def test_axe_finds_no_violation_on_any_page_at_any_width_in_light_and_dark(
    shown: Tab, axe_source: str, pages: Pages, tag: str, name: str
) -> None:
    shown.goto(pages[tag, name].address)
    number = NAMES.index(name) % len(ALL_LOOKS)  # each look has its pages
    assert not violations(shown, axe_source, depth.some(ALL_LOOKS[number : number + 1], ALL_LOOKS))


@pytest.mark.parametrize("tag", SHOWN)
def test_axe_finds_no_violation_in_the_open_menu_of_a_phone(
    phone: Tab, axe_source: str, pages: Pages, tag: str
) -> None:
    phone.goto(pages[tag, HOME].address)
    phone.locator("button[popovertarget='site-menu']").press("Enter")
    assert phone.locator("#site-menu").is_visible()
    assert not violations(phone, axe_source)


@pytest.mark.parametrize("state", depth.some(["closed"], ["closed", "window-now"]))
def test_axe_finds_no_violation_while_requests_are_closed_or_have_a_last_day(
    shown: Tab,
    axe_source: str,
    states: States,
    serve_folder: Callable[[Path], str],
    state: str,
) -> None:
    address, tag = serve_folder(states.build(state)), TAGS[1]
    for name in (HOME, "request"):
        shown.goto(address + states.pages(state, tag)[tag, name].address)
        assert not violations(shown, axe_source, ALL_LOOKS[-1:]), name


def test_the_nu_checker_finds_no_error_in_any_page(
    nu_check: Callable[[list[Path]], list[dict[str, Any]]], pages: Pages, states: States
) -> None:
    files, tag = [page.file for (name, _), page in pages.items() if name in SHOWN], TAGS[0]
    for state in ("closed", "window-now"):
        files += [states.pages(state, tag)[tag, name].file for name in (HOME, "request")]
    messages = nu_check(files)
    errors = [m for m in messages if m["type"] != "info" or m.get("subType") == "warning"]
    assert not errors, [f"{e.get('url')}:{e.get('lastLine')}: {e['message']}" for e in errors]
