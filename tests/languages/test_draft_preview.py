"""Previews show drafts and take their forms; the intake of a published site knows no draft."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from lxml import html

from brochure.text import cldr
from intake import settings
from intake.service import open_service
from tests.engine import project
from tests.engine.preview import PATIENCE, preview
from tests.intake import answers, serving
from tests.languages.sites import DRAFTS, Built
from tests.site.pages import plain


@pytest.fixture(scope="module")
def house(drafted: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[serving.House]:
    """Yield the intake of the project as it is run for a published site."""
    database = f"sqlite:///{tmp_path_factory.mktemp('intake') / 'intake.db'}"
    variables = serving.environment(drafted.place, database, drafts="no", team="team@example.org")
    with serving.running(open_service(settings.load(variables))) as running:
        yield running


@pytest.mark.server
def test_a_preview_shows_drafts_and_takes_their_forms_to_the_check_in_their_language(
    drafted: Built, tmp_path: Path
) -> None:
    place = tmp_path / "project"
    project.copy_folder(drafted.place, place)
    title = drafted.site.content.strings["check"]["title"]
    with preview(place) as running:
        for tag in DRAFTS:
            status, text = running.get(f"/{tag}/areas/")
            assert (status, f'<html lang="{tag}"' in text) == (200, True)
            status, text = running.get(f"/{tag}/no/page/")
            assert (status, f'<html lang="{tag}"' in text) == (404, True)
            entered = answers.good(drafted.site, correspondence=tag)
            answer = httpx.post(
                f"{running.address}/intake/{tag}/check",
                content=answers.encoded(entered),
                headers=serving.FORM | {"origin": running.address},
                timeout=PATIENCE,
            )
            assert answer.status_code == 200
            page = html.document_fromstring(answer.text)
            assert (page.get("lang"), page.get("dir")) == (tag, cldr.direction(tag))
            assert plain(page.xpath("string(//h1)")) == plain(title[tag])
            assert answers.kept(answer.text, entered)


@pytest.mark.parametrize("tag", DRAFTS)
def test_a_published_intake_has_nothing_at_the_addresses_of_a_draft(
    house: serving.House, drafted: Built, tag: str
) -> None:
    assert house.get(f"{tag}/check").status_code == 404
    for step in ("check", "edit", "send"):
        assert house.post(step, answers.good(drafted.site), tag).status_code == 404
    assert house.post("check", answers.good(house.service.site), "fr").status_code == 200


@pytest.mark.parametrize("tag", DRAFTS)
def test_a_published_intake_does_not_take_a_draft_as_a_language_of_correspondence(
    house: serving.House, drafted: Built, tag: str
) -> None:
    entered = answers.good(drafted.site, correspondence=tag)
    answer = house.post("check", entered)
    assert answer.status_code == 422
    assert 'href="#correspondence"' in answer.text
    assert cldr.own_name(tag) not in answer.text
    assert house.post("check", entered | {"correspondence": ["fr"]}).status_code == 200
