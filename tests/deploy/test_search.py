"""Under the server's own policy the search works, and weighs little; no other page may do so."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from brochure.site.page_index import SEARCH
from brochure.site.site import Site
from tests.site.pages import SHOWN, TAGS, plain
from tests.support.nginx import Nginx
from tests.support.searching import LIMIT, search

pytestmark = pytest.mark.server

WASM = "'wasm-unsafe-eval'"


def _address(site: Site, tag: str) -> str:
    return f"/{site.address(tag, site.page_with(SEARCH))}"


@pytest.mark.parametrize("tag", SHOWN)
def test_a_search_under_the_policy_finds_pages_of_its_language_and_weighs_little(
    browser: Browser, server: Nginx, site: Site, tag: str
) -> None:
    words = plain(site.content.areas[0].title[tag])
    done = search(browser, server, _address(site, tag), words)
    assert not done.refused
    assert done.found
    own = {f"/{site.address(tag, name)}" for name in site.page_names}
    assert set(done.found) <= own
    parts = [url.partition("/assets/search/")[2] for url in done.asked]
    assert {part.partition("/")[0] for part in parts if "/" in part} == {tag}
    assert 20_000 < done.bytes <= LIMIT


def test_only_the_page_of_the_search_may_run_web_assembly(
    server: Nginx, site: Site, built_site: Path
) -> None:
    allowed = []
    for file in built_site.rglob("index.html"):
        address = f"/{file.relative_to(built_site).as_posix().removesuffix('index.html')}"
        if WASM in server.get(address).headers["content-security-policy"]:
            allowed.append(address)
    assert sorted(allowed) == sorted(_address(site, tag) for tag in TAGS)
    for other in (
        "/nothing",
        "/assets/search.js",
        "/assets/search/pagefind.js",
        "/intake/fr/check",
    ):
        assert WASM not in server.get(other).headers.get("content-security-policy", "")
