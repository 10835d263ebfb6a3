"""A template's context: menus, the same page in other languages, and the page's own parts."""

from __future__ import annotations

import pytest

from brochure.render.localizer import Localizer
from brochure.render.page_context import languages, menu, translations
from brochure.render.page_texts import page_view
from tests.brochure.sites import good

SITE = good()


def _localizer(tag: str, page: str, base: str = "/") -> Localizer:
    return Localizer(SITE, SITE.language(tag), page, base)


def test_menus_have_their_pages_in_order_and_know_the_current_one() -> None:
    (home,) = menu(_localizer("fr", "areas"), "header")
    assert (home.page, home.label, home.url, home.current) == ("index", "Accueil", "../", False)
    (areas,) = menu(_localizer("fr", "areas"), "footer")
    assert (areas.url, areas.current) == ("./", True)


def test_the_switcher_leads_to_the_same_page_in_each_language() -> None:
    shown = languages(_localizer("fr", "areas"))
    assert [
        (shown_language.tag, shown_language.name, shown_language.url, shown_language.current)
        for shown_language in shown
    ] == [
        ("en", "English", "../../areas/", False),
        ("fr", "Français", "./", True),
        ("pt", "Português", "../../pt/areas/", False),
    ]
    assert shown[0].absolute == "https://example.org/areas/"


def test_a_page_in_other_languages_has_its_links_seen_from_here() -> None:
    """On the 404 page, help in every language leads to that language's own pages."""
    french, portuguese = translations(_localizer("en", "404", base="/sub/"))
    assert french.lead == 'Repartez de la <a href="/sub/fr/">page d’accueil</a>.'
    assert french.home == "/sub/fr/"
    assert [item.url for item in french.menu] == ["/sub/fr/"]
    assert portuguese.title == "Página não encontrada"


def test_a_page_is_divided_at_its_headings() -> None:
    page = SITE.pages["en", "index"]
    prose = '<p>Lead</p>\n<h2 id="one">One</h2>\n<p>1</p>\n<h2>Two</h2>'
    view = page_view(_localizer("en", "index"), page, prose)
    assert view.lead == "<p>Lead</p>\n"
    assert [(section.heading, section.body) for section in view.sections] == [
        ('<h2 id="one">One</h2>', "\n<p>1</p>\n"),
        ("<h2>Two</h2>", ""),
    ]
    assert view.description == "Help since 2009, for whoever asks."
    assert view.url == "https://example.org/"


@pytest.mark.parametrize(
    "around",
    [
        "<blockquote>\n{}\n</blockquote>",
        "<ul>\n<li>\n{}\n</li>\n</ul>",
        '<div lang="en">{}</div>',
        "<!-- {} -->",
    ],
)
def test_a_heading_within_something_else_divides_no_page(around: str) -> None:
    inner = around.format('<h2 id="inner">Inner</h2>')
    html = f'<p>Lead</p>\n{inner}\n<h2 id="one">One</h2>\n{inner}\n<p>1</p>'
    view = page_view(_localizer("en", "index"), SITE.pages["en", "index"], html)
    assert view.lead == f"<p>Lead</p>\n{inner}\n"
    assert [(section.heading, section.body) for section in view.sections] == [
        ('<h2 id="one">One</h2>', f"\n{inner}\n<p>1</p>")
    ]
