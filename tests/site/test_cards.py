"""Each page has a picture for where it is shared, in its language, and only new ones are made."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from brochure.checks.rules import cards as rule
from brochure.checks.run import site_or_raise
from brochure.problems import ProblemsError
from brochure.render import cards
from brochure.render.cards import Card
from brochure.render.localizer import Localizer
from brochure.site.page_index import NOT_FOUND
from brochure.site.site import Site
from engine.build import publish
from tests.engine import project
from tests.site.pages import TAGS, Pages

LIMIT = 60_000  # bytes
WIDTH, HEIGHT = 1200, 630  # pixels
# Points in the block of readers and in that of the programme, and where a plus lies open between.
POINTS = {"you": (120, 90), "we": (1000, 60), "background": (600, 262)}


def _card(site: Site, tag: str, **changes: object) -> Card:
    localizer = Localizer(site, site.language(tag), "areas")
    found = cards.card(localizer, site.pages[tag, "areas"])
    assert found
    data = {**found.data, **changes}
    return replace(found, data=data, digest=f"{found.digest}{hash(str(changes))}")


def _colour(picture: Path, point: tuple[int, int]) -> str:
    with Image.open(picture) as image:
        found = image.convert("RGB").getpixel(point)
    assert isinstance(found, tuple)
    return "#" + "".join(f"{int(part):02x}" for part in found)


def test_every_page_has_a_card_of_its_own_in_its_language(
    built_site: Path, site: Site, pages: Pages
) -> None:
    seen = set()
    for page in pages.values():
        if page.role == NOT_FOUND:
            continue
        address = page.one("//meta[@property='og:image']/@content")
        file = built_site / address.removeprefix(site.content.site.url)
        assert file.stat().st_size <= LIMIT
        with Image.open(file) as image:
            assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))
        assert page.one("//meta[@property='og:image:width']/@content") == str(WIDTH)
        assert page.one("//meta[@property='og:image:height']/@content") == str(HEIGHT)
        seen.add(file.read_bytes())
    assert len(seen) == len(pages) - len(TAGS)


@pytest.fixture(scope="module")
def drafts(root: Path) -> Site:
    """Return the site with its drafts, of which one is written from right to left."""
    return site_or_raise(root, drafts=True)


@pytest.mark.parametrize("tag", ["fr", "ar"])
def test_blocks_change_sides_where_lines_begin_on_the_right(drafts: Site, tag: str) -> None:
    picture = _card(drafts, tag).file()
    colours = drafts.content.identity.colours.effective("light")
    for use, (x, y) in POINTS.items():
        point = (x if tag == "fr" else WIDTH - 1 - x, y)
        assert _colour(picture, point) == colours[use].lower()


TITLE = (
    "Comment des institutions de tous les pays peuvent demander un appui rapide, sur mesure, à la"
    " demande et sans frais ici ?"
)


@pytest.mark.slow
@pytest.mark.parametrize(
    "changes",
    [
        {"title": TITLE},
        {"title": TITLE * 5},
        {"title": "Rechtsschutzversicherungsgesellschaften" * 3},
        {"title": ""},
        {"title": "Ελληνικά, кириллица, العربية"},
        {"name": "Donaudampfschifffahrtsgesellschaft", "join": "", "emblem": None},
        {"title": '#panic("x") $x$ @ref <b> \\ ` * _ [ ]'},
        {"statement": TITLE, "implementer": TITLE, "strapline": TITLE * 2},
    ],
)
def test_whatever_a_card_says_it_fits_and_is_light(site: Site, changes: dict[str, object]) -> None:
    card = _card(site, "fr", **changes)
    picture = card.file()
    assert picture.stat().st_size <= LIMIT
    colours = site.content.identity.colours.effective("light")
    # Nothing is written over the edges, nor where the two blocks meet.
    for x, y in ((x, y) for x in (10, WIDTH - 10) for y in range(0, HEIGHT, 7)):
        assert _colour(picture, (x, y)) == colours["background"].lower()
    for point in [(590, y) for y in range(80, 165, 5)]:
        assert _colour(picture, point) == colours["you"].lower()


@pytest.mark.soak
def test_only_cards_whose_inputs_changed_are_made_again(
    tmp_path: Path, root: Path, built_site: Path
) -> None:
    assert built_site.exists()  # its cards are in the store
    place = project.copy(tmp_path)
    (place / cards.FOLDER).unlink()
    shutil.copytree(root / cards.FOLDER, place / cards.FOLDER)  # a store of its own
    publish(place, place / "site")
    made = {file.name: file.stat().st_mtime_ns for file in (place / cards.FOLDER).glob("*.png")}
    project.edit(place / "docs/fr/areas.md", "title: ", "title: Encore ")
    publish(place, place / "site")
    now = {file.name: file.stat().st_mtime_ns for file in (place / cards.FOLDER).glob("*.png")}
    assert made.items() <= now.items()
    assert len(now) == len(made) + 1
    shown = [file.name for file in (place / "site/images/cards").glob("fr-areas.*")]
    assert len(shown) == 1


def test_a_letter_without_a_font_is_reported_and_the_page_has_no_card(tmp_path: Path) -> None:
    place = project.copy(tmp_path)
    project.edit(place / "docs/fr/areas.md", "title: ", "title: 東京 ")
    site = site_or_raise(place)
    (problem,) = list(rule.check(site))
    assert (problem.path, problem.level, problem.rule) == ("docs/fr/areas.md", "warning", "no-font")
    assert "“東”, “京”" in problem.message
    assert (
        cards.card(Localizer(site, site.language("fr"), "areas"), site.pages["fr", "areas"]) is None
    )


@pytest.mark.slow
def test_an_error_in_the_template_is_reported_with_its_line(tmp_path: Path) -> None:
    place = project.copy(tmp_path)
    project.edit(place / "overrides/cards/card.typ", "#let data", "#let = data")
    with pytest.raises(ProblemsError) as raised:
        publish(place, place / "site")
    assert str(raised.value.problems[0]).startswith("overrides/cards/card.typ:4:")
    assert not (place / "site").exists()
