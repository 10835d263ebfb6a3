"""The pairs of colours that the check compares are those that pages show, no more and no fewer.

Each colour is given a value of its own in a browser, so that a computed style tells which it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page as Tab

from brochure.checks.rules.contrast import GRAPHIC, PAIRS, TEXT
from brochure.schema.colours import Palette
from brochure.site.page_index import HOME
from brochure.site.site import Site
from tests.intake.answers import answers, good
from tests.intake.pages import every_page
from tests.site.conftest import States
from tests.site.pages import TAGS

USES = tuple(Palette.model_fields)
PAINT = """uses => uses.forEach((use, i) => document.documentElement.style.setProperty(
    "--" + use.replace("_", "-"), `rgb(${i + 1}, 0, 0)`))"""
SEEN = """() => {
    const use = colour => {
        const match = /^rgb\\((\\d+), 0, 0\\)$/.exec(colour);
        return match && +match[1] - 1;
    };
    const pairs = new Set();
    const add = (kind, colour, ground) => {
        if (use(colour) !== null && ground !== null) pairs.add(`${kind} ${use(colour)} ${ground}`);
    };
    const ground = element => {
        for (let e = element; e; e = e.parentElement) {
            const found = use(getComputedStyle(e).backgroundColor);
            if (found !== null) return found;
        }
        return null;
    };
    for (const e of document.querySelectorAll("body, body *")) {
        if (!e.checkVisibility()) continue;
        const style = getComputedStyle(e), below = ground(e);
        const texts = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
        const isField = e.matches("input, select, textarea");
        if (texts || isField) add("text", style.color, below);
        if (e.matches("svg.icon")) add("graphic", style.fill, below);
        if (isField && !e.matches("[type=hidden]")) {
            add("graphic", style.borderTopColor, below);
            if (e.matches("[type=radio], [type=checkbox]"))
                add("graphic", style.accentColor, below);
        }
        for (const part of ["::before", "::after"]) {
            const made = getComputedStyle(e, part);
            if (made.content !== "none" && made.content !== "normal") {
                // The number of a step may stand on a ground of its own; a sign is one itself.
                const own = made.content.includes("counter") ? use(made.backgroundColor) : null;
                add("text", made.color, own ?? below);
                for (const side of ["Top", "Left"])
                    if (made[`border${side}Width`] !== "0px")
                        add("graphic", made[`border${side}Color`], below);
            }
        }
    }
    return [...pairs];
}"""


def _seen(tab: Tab) -> set[tuple[str, str, str]]:
    """Return kind, colour and ground of all that the page in a tab shows."""
    tab.evaluate(PAINT, list(USES))
    found = set()
    for entry in tab.evaluate(SEEN):
        kind, use, ground = entry.split()
        found.add((kind, USES[int(use)], USES[int(ground)]))
    return found


def _intake(site: Site, base: str) -> Iterator[str]:
    """Yield the pages of the intake in every state."""
    given = answers(site, good(site))
    yield from (html for _, html in every_page(site, TAGS[0], given, base))


@pytest.fixture
def addresses(states: States, serve_folder: Callable[[Path], str]) -> list[str]:
    """Return the addresses of all pages in a language, and of a page while requests are closed."""
    opened, closed = (serve_folder(states.build(state)) for state in ("open", "closed"))
    in_first = [opened + page.address for page in states.pages("open", TAGS[0]).values()]
    return [*in_first, closed + states.pages("closed", TAGS[0])[TAGS[0], HOME].address]


@pytest.mark.soak
def test_the_check_compares_all_pairs_of_colours_that_pages_show_and_no_others(
    shown: Tab, served: str, site: Site, addresses: list[str]
) -> None:
    seen = set()
    for address in addresses:
        shown.goto(address)
        seen |= _seen(shown)
    for source in _intake(site, f"{served}/"):
        shown.set_content(source)
        seen |= _seen(shown)
    # A pair is the same the other way round: the numbers of regions are light on the text's colour.
    compared = {
        pair: needed for one, other, needed in PAIRS for pair in ((one, other), (other, one))
    }
    shown_pairs = {(use, ground) for _, use, ground in seen if use != ground}
    more = shown_pairs - set(compared)
    assert not more, f"the check does not compare {more}"
    for kind, use, ground in seen:
        if use != ground:
            assert compared[use, ground] >= {"text": TEXT, "graphic": GRAPHIC}[kind], (use, ground)
    ring = {("focus", "focus_edge")}
    fewer = {(use, ground) for use, ground, _ in PAIRS} - shown_pairs - ring
    assert not fewer, f"no page shows {fewer}"
