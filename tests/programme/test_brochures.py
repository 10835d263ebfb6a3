"""What the two printed brochures say is on the site, in every language, with its figures.

A change of this programme's words may break these tests, and no others.

``brochures/<page>.yaml`` lists it: item → language → the wording on the site. French and Portuguese
wordings are the brochures' own, English ones the programme's official names. Where the site words
an item otherwise, both wordings are there, and ``why``. Capitals, straight apostrophes and
line breaks of the brochures are typography and not counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree

from brochure.render.form_view import form_view
from brochure.render.localizer import Localizer
from brochure.site.site import Site
from tests.site.pages import Pages, plain, text_of

HERE = Path(__file__).parent
LANGUAGES = ("en", "fr", "pt")  # those of the brochures, and English


def _load(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


FACTS = _load(HERE / "programme.yaml")


def _items() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for file in sorted((HERE / "brochures").glob("*.yaml")):
        for item, wordings in _load(file).items():
            yield file.stem, item, wordings


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted({name for name, _, _ in _items()}))
def test_every_item_of_the_brochures_is_on_its_page(pages: Pages, name: str, language: str) -> None:
    text = pages[language, name].text.casefold()
    wanted = {item: words[language] for page, item, words in _items() if page == name}
    shown = {item: w["site"] if isinstance(w, dict) else w for item, w in wanted.items()}
    missing = {item: w for item, w in shown.items() if plain(w).casefold() not in text}
    assert not missing, f"{language}/{name}: not on the page: {missing}"


def test_every_item_is_listed_in_every_language_and_a_rewording_has_its_reason() -> None:
    items = list(_items())
    assert len(items) > 90
    for name, item, wordings in items:
        assert {*wordings} - {"why"} == {*LANGUAGES}, f"{name}: {item}"
        reworded = any(isinstance(wording, dict) for wording in wordings.values())
        assert not reworded or wordings.get("why"), f"{name}: {item}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_quotations_are_exact_and_attributed(pages: Pages, language: str) -> None:
    expected = [
        (quotation["words"][language], quotation["author"][language])
        for quotation in _load(HERE / "quotations.yaml")
    ]
    home = pages[language, "index"]
    found = [
        (
            text_of(next(figure.iter("blockquote"))).replace("\u00a0", " "),
            text_of(next(figure.iter("figcaption"))),
        )
        for figure in home.elements("//figure[.//blockquote]")
    ]
    assert found == [(plain(words), author) for words, author in expected]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_contacts_of_the_brochures_are_links_that_work(pages: Pages, language: str) -> None:
    links = pages[language, "contact"].all("//main//a/@href")
    assert {*FACTS["contact_links"]} <= {*links}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_four_steps_five_areas_and_five_principles_keep_their_order(
    pages: Pages, language: str
) -> None:
    for name, wanted in FACTS["headings_in_order"].items():
        listed = _load(HERE / "brochures" / f"{name}.yaml")
        headings = [text_of(h) for h in pages[language, name].elements("//h2 | //h3")]
        titles = [w["site"] if isinstance(w, dict) else w for w in _wordings(listed, language)]
        ordered = [plain(title) for title in titles if plain(title) in headings]
        assert len(ordered) == wanted, f"{name}: {ordered}"
        assert [heading for heading in headings if heading in ordered] == ordered


def _wordings(listed: dict[str, Any], language: str) -> list[Any]:
    return [wordings[language] for wordings in listed.values()]


def test_every_figure_of_the_programme_is_shown(pages: Pages) -> None:
    for language in LANGUAGES:
        figures = [text_of(e) for e in pages[language, "index"].elements("//main//dd")]
        numbers = [re.sub(r"\D", "", figure) for figure in figures]
        assert [int(n) for n in numbers if n] == FACTS["figures"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_programme_has_been_active_in_these_countries(
    site: Site, pages: Pages, language: str
) -> None:
    text = pages[language, "where"].text
    for name in FACTS["country_names"].get(language, {}).get("shown", ()):
        assert name in text
    for name in FACTS["country_names"].get(language, {}).get("not_shown", ()):
        assert name not in text
    assert site.content.eligibility
    codes = [code for region in site.content.eligibility.regions for code in region.countries]
    assert len(codes) == FACTS["active_countries"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_offers_countries_by_their_official_names_with_their_footnotes(
    site: Site, language: str
) -> None:
    assert site.content.form
    localizer = Localizer(site, site.language(language), site.page_with("form"))
    (field,) = [f for f in form_view(localizer, site.content.form).fields if f.type == "country"]
    choices = {choice.value: plain(choice.label) for choice in field.choices}
    assert set(FACTS["offered"]["shown"][language]) <= set(choices.values())
    assert not set(FACTS["offered"]["not_shown"]) & set(choices)
    shown = {country.code: plain(country.footnote or "") for country in field.footnotes}
    for code in ("PS", "XK"):
        footnote = site.countries[code].footnote
        assert footnote
        assert shown[code] == plain(footnote[language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_funder_is_named_as_the_union_asks(pages: Pages, language: str) -> None:
    statement = FACTS["funder"][language]
    assert all(statement in page.text for page in pages.values() if page.tag == language)


def test_the_emblem_has_twelve_upright_stars_on_blue_three_to_two(site: Site) -> None:
    (emblem,) = site.content.identity.emblems
    assert emblem.file
    assert emblem.always_together
    drawing = etree.parse(site.root / "content/identity" / emblem.file).getroot()
    _, _, width, height = map(int, drawing.get("viewBox", "").split())
    assert width * 2 == height * 3
    fills = [str(fill).lower() for fill in drawing.xpath("//@fill")]
    assert fills == ["#003399", "#ffcc00"]
    stars = drawing.xpath("//*[local-name()='use' or @id]")
    assert len(stars) == 12
    assert not drawing.xpath("//@transform | //@rotate")
