"""What readers may type is found in this programme's words, whatever form of a word they choose."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page as Tab

from brochure.site.page_index import SEARCH
from tests.site.pages import Pages
from tests.support import depth, searching

# In each language: words as readers type them, and what stands on the pages that they find.
ASKED = {
    "en": {"eligible country": "eligib", "request letter": "letter", "countries": "countr"},
    "fr": {"l’eligibilite": "éligib", "experts": "expert", "etude": "étud", "appui": "appui"},
    "pt": {"elegivel": "elegív", "peritos formacao": "formaç", "pedidos": "pedid"},
}


@pytest.mark.parametrize("tag", ASKED)
def test_words_are_found_in_their_other_forms(shown: Tab, pages: Pages, tag: str) -> None:
    asked = list(ASKED[tag].items())
    for words, part in depth.some(asked[:1], asked):
        searching.ask(shown, pages[tag, SEARCH].address, words)
        searching.show_all(shown)
        assert part in shown.locator(".found").inner_text().lower(), words
