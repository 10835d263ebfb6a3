"""The leaflet says what the pages say, on two sides, in its language's direction, and fits."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from brochure.checks.run import site_or_raise
from brochure.files import typesetting
from brochure.problems import Problem
from brochure.render.paper import leaflet
from brochure.render.paper.documents import documents_of
from brochure.render.paper.words import Words, site_texts
from brochure.site.site import Site
from tests.brochure.sites import good_site, loaded
from tests.paper import reading
from tests.support import depth

LANGUAGES = ("en", "fr", "pt", "es", "ar")
SOME = depth.some(("fr", "ar"), LANGUAGES)
MM = 72 / 25.4


def data(site: Site, tag: str) -> dict[str, Any]:
    """Return what the leaflet shows."""
    return leaflet.data(Words(site, tag))


def made(site: Site, tag: str) -> bytes:
    """Return the leaflet."""
    return leaflet.maker(site.root)(data(site, tag))


def problems(site: Site, tag: str, **changes: Any) -> list[Problem]:
    """Return why a leaflet whose data have changed cannot be published."""
    return list(leaflet.problems(Words(site, tag), data(site, tag) | changes))


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_language_has_a_place_for_all_its_texts(site: Site, tag: str) -> None:
    words = Words(site, tag)
    given = leaflet.data(words)
    assert words.is_complete
    assert list(leaflet.problems(words, given)) == []


@pytest.mark.parametrize("tag", SOME)
def test_it_has_two_sides_of_a4_weighs_little_and_can_be_read_out(site: Site, tag: str) -> None:
    pdf = made(site, tag)
    assert len(pdf) <= 150_000
    assert pdf == made(site, tag)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        sizes = [[round(float(side) / MM) for side in page.mediabox[2:]] for page in opened.pages]
    assert sizes == [[297, 210]] * 2
    structure = reading.assert_accessible(pdf, tag, data(site, tag)["title"]["text"])
    assert structure.pictures  # the emblem, the map, the code


@pytest.mark.parametrize("tag", depth.some(("fr",), ("en", "fr", "pt")))
def test_every_word_on_it_is_on_the_pages_of_its_language(
    site: Site, built_site: Path, tag: str
) -> None:
    site = site_or_raise(site.root).as_shown()
    printed = reading.text_of(made(site, tag))
    reading.assert_on_pages(
        reading.html_of(site, built_site, tag), site_texts(data(site, tag)), printed
    )


def test_panels_run_the_way_the_language_runs(site: Site) -> None:
    for tag, x in (("fr", 297 - 30), ("ar", 30)):
        picture = typesetting.typeset(site.root, leaflet.TEMPLATE, data(site, tag), "png")
        colours = site.content.identity.colours.effective("light")
        cover = Image.open(io.BytesIO(picture)).convert("RGB").getpixel((int(x * MM), int(90 * MM)))
        assert cover in {_rgb(colours["you"]), _rgb(colours["we"])}


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


def test_a_text_that_does_not_fit_is_named_with_its_panel_and_the_overflow(site: Site) -> None:
    summary = data(site, "fr")["summary"]
    (found,) = [
        problem
        for problem in problems(site, "fr", summary=summary | {"text": summary["text"] * 4})
        if problem.rule == "leaflet-fit"
    ]
    assert re.match(r'leaflet, panel "inside 1": \d+ mm too high; the first text', found.message)
    assert found.level == "error"
    assert found.path == "content/site.yaml"


def test_a_word_that_is_wider_than_its_panel_is_named(site: Site) -> None:
    strapline = data(site, "en")["strapline"] | {"text": "Unausprechlichkeitsverordnung " * 2}
    found = problems(site, "en", strapline=strapline)
    assert {problem.path for problem in found} == {"content/site.yaml"}
    assert "Unausprechlichkeitsverordnung" in found[0].message
    assert "mm too wide" in found[0].message
    assert problems(site, "en", strapline=strapline | {"text": "Unausprech\u00adlichkeits"}) == []


def test_names_in_latin_letters_keep_their_signs_within_arabic(site: Site) -> None:
    programme = site.content.site
    key = programme.strapline.key
    strapline = programme.strapline.as_unit(key, {key: {"ar": "فضاء EU+ للتعلم"}})
    changed = programme.model_copy(update={"strapline": strapline})
    renamed = replace(site, content=site.content.model_copy(update={"site": changed}))
    assert data(renamed, "ar")["strapline"]["text"] == "فضاء \u2068EU+\u2069 للتعلم"


@pytest.mark.slow
@pytest.mark.parametrize("requests", ["open", "closed"])
def test_it_fits_in_every_language_whether_requests_are_open_or_closed(
    site: Site, requests: str
) -> None:
    programme = site.content.site.model_copy(update={"requests": requests})
    shown = replace(site, content=site.content.model_copy(update={"site": programme})).as_shown()
    for tag in site.tags:
        assert problems(shown, tag) == []


def test_closed_requests_take_the_place_of_the_invitation(site: Site) -> None:
    programme = site.content.site.model_copy(update={"requests": "closed"})
    closed = replace(site, content=site.content.model_copy(update={"site": programme}))
    closed = closed.as_shown()
    given = data(closed, "fr")
    assert given["button"] is None
    words = closed.content.strings["requests"]["closed"]["fr"]
    assert reading.plain(given["call_title"]["text"]) == reading.plain(words)
    assert problems(closed, "fr") == []


def test_another_programme_has_one_with_what_its_content_has(tmp_path: Path) -> None:
    other = loaded(good_site(tmp_path)).as_shown()
    tag = other.tags[0]
    assert problems(other, tag) == []
    given = data(other, tag)
    empty = ("principles_title", "activities_title", "expert_title", "button")
    assert [given[name] for name in empty] == [None] * 4
    assert not documents_of(other)  # it has no steps
    with pikepdf.open(io.BytesIO(made(other, tag))) as opened:
        assert len(opened.pages) == 2


@pytest.mark.slow
def test_a_word_of_a_language_without_rules_for_dividing_is_named(site: Site) -> None:
    word = "Internazzjonalizzazzjonijietkollha"
    given = data(site, "en")
    text = {"call_text": given["call_text"] | {"text": f"Il- {word} ta"}}
    assert problems(site, "en", **text) == []
    (found,) = problems(site, "en", **text, lang="mt")
    assert found.path == "content/strings.yaml"
    assert word in found.message
    assert "There are no hyphenation rules" in found.hint


def test_letters_that_no_font_has_are_named_with_what_to_do(site: Site) -> None:
    words = Words(site, "fr")
    text = {"text": "格鲁吉亚", "key": "site.strapline"}
    (found,) = words.lacking([text])
    assert (found.path, found.rule) == ("content/site.yaml", "missing-font")
    assert "content/fonts/" in found.hint
