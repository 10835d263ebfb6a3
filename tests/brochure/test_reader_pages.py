"""A reader sees the pages: menus, the same page in other languages, and a page's own parts."""

from __future__ import annotations

from brochure.render.page_context import Reader
from tests.brochure.sites import GOOD, loaded

SITE = loaded(GOOD)


def _reader(tag: str, page: str, base: str = "/") -> Reader:
    return Reader(SITE, SITE.language(tag), page, base)


def test_menus_have_their_pages_in_order_and_know_the_current_one() -> None:
    (home,) = _reader("fr", "areas").menu("header")
    assert (home.page, home.label, home.url, home.current) == ("index", "Accueil", "../", False)
    (areas,) = _reader("fr", "areas").menu("footer")
    assert (areas.url, areas.current) == ("./", True)


def test_the_switcher_leads_to_the_same_page_in_each_language() -> None:
    languages = _reader("fr", "areas").languages()
    assert [(one.tag, one.name, one.url, one.current) for one in languages] == [
        ("en", "English", "../../areas/", False),
        ("fr", "Français", "./", True),
        ("pt", "Português", "../../pt/areas/", False),
    ]
    assert languages[0].absolute == "https://example.org/areas/"


def test_a_page_in_other_languages_has_its_links_seen_from_here() -> None:
    """On the 404 page, help in every language leads to that language's own pages."""
    french, portuguese = _reader("en", "404", base="/sub/").translations()
    assert french.lead == 'Repartez de la <a href="/sub/fr/">page d’accueil</a>.'
    assert french.home == "/sub/fr/"
    assert [item.url for item in french.menu] == ["/sub/fr/"]
    assert portuguese.title == "Página não encontrada"


def test_a_page_is_parted_before_its_first_heading() -> None:
    page = SITE.pages["en", "index"]
    view = _reader("en", "index").page_view(page, "<p>Lead</p><h2>One</h2><h2>Two</h2>")
    assert (view.lead, view.body) == ("<p>Lead</p>", "<h2>One</h2><h2>Two</h2>")
    assert view.description == "Help since 2009, for whoever asks."
    assert view.url == "https://example.org/"
