"""Previews show drafts and take their forms; the intake of a published site knows no draft."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from lxml import html

from brochure.text import cldr
from intake.service import open_service
from intake.settings import settings
from tests.engine import project
from tests.engine.preview import TIMEOUT, preview
from tests.intake import answers, serving
from tests.intake.walking import Walker
from tests.languages.sites import DRAFTS, Built
from tests.site.pages import plain

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def running(
    drafted: Built, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[serving.RunningIntake]:
    """Yield the intake of the project as it is run for a published site."""
    database = f"sqlite:///{tmp_path_factory.mktemp('intake') / 'intake.db'}"
    variables = serving.environment(drafted.place, database, drafts="no", team="team@example.org")
    with serving.in_thread(open_service(settings.load(variables), creates=True)) as running:
        yield running


@pytest.mark.soak
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
            assert drafted.site.content.form
            entered = answers.good(drafted.site, reply_language=tag)
            with httpx.Client(base_url=running.address, timeout=TIMEOUT) as client:
                walker = Walker(client, drafted.site.content.form, tag).to_check(entered)
                page = html.document_fromstring(walker.page)
                (change, *_) = page.xpath("//main//dd/a/@href")
                assert "change_of" in answers.on_page(walker.go(str(change)).page)
            assert (page.get("lang"), page.get("dir")) == (tag, cldr.direction(tag))
            assert plain(title[tag]) in plain(page.xpath("string(//h1)"))


@pytest.mark.parametrize("tag", DRAFTS)
def test_a_published_intake_has_no_pages_at_the_addresses_of_a_draft(
    running: serving.RunningIntake, tag: str
) -> None:
    draft = running.walker("fr").begin().draft
    for path in ("new", f"draft/{draft}", f"draft/{draft}/check", f"draft/{draft}/later"):
        assert running.get(f"{tag}/{path}").status_code == 404, path
        assert running.post(path, {}, tag).status_code in {404, 405}, path


@pytest.mark.parametrize("tag", DRAFTS)
def test_a_published_intake_does_not_take_a_draft_as_a_language_of_correspondence(
    running: serving.RunningIntake, drafted: Built, tag: str
) -> None:
    entered = answers.good(drafted.site, reply_language=tag)
    walker = running.walker().to_check(entered)
    reply_language = answers.field_id(drafted.site, "reply_language")
    assert f'href="#{reply_language}"' in walker.page
    assert cldr.own_name(tag) not in walker.page
    assert walker.to_check(entered | {reply_language: ["fr"]}).at == "check"
