"""Everything that the two printed brochures say stands on the site, in every language.

``brochures/<page>.yaml`` lists it: item → language → the wording on the site. French and Portuguese
wordings are the brochures' own, English ones the programme's official names. Where the site words
an item otherwise, both wordings stand there, and ``why``. Capitals, straight apostrophes and
line breaks of the brochures are typography and not counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.site.pages import Pages, plain, text_of

HERE = Path(__file__).parent
LANGUAGES = ("en", "fr", "pt")  # those of the brochures, and English


def _load(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def _items() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for file in sorted((HERE / "brochures").glob("*.yaml")):
        for item, wordings in _load(file).items():
            yield file.stem, item, wordings


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted({name for name, _, _ in _items()}))
def test_every_item_of_the_brochures_stands_on_its_page(
    pages: Pages, name: str, language: str
) -> None:
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
    for wanted in (
        "mailto:mieux-initiative@icmpd.org",
        "https://www.mieux-initiative.eu/",
        "https://www.linkedin.com/showcase/mieux-migration",
        "https://twitter.com/mieux_migration",
    ):
        assert wanted in links


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_four_steps_five_areas_and_five_principles_keep_their_order(
    pages: Pages, language: str
) -> None:
    for name, wanted in (("how-it-works", 4), ("areas", 5), ("principles", 5), ("activities", 4)):
        listed = _load(HERE / "brochures" / f"{name}.yaml")
        headings = [text_of(h) for h in pages[language, name].elements("//h2 | //h3")]
        titles = [w["site"] if isinstance(w, dict) else w for w in _wordings(listed, language)]
        ordered = [plain(title) for title in titles if plain(title) in headings]
        assert len(ordered) == wanted, f"{name}: {ordered}"
        assert [heading for heading in headings if heading in ordered] == ordered


def _wordings(listed: dict[str, Any], language: str) -> list[Any]:
    return [wordings[language] for wordings in listed.values()]
