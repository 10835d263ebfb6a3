"""What is at no address is said in the language of the address."""

from __future__ import annotations

import pytest

from brochure.site.site import Site
from tests.intake.answers import encoded, good
from tests.intake.pages import is_error_page
from tests.intake.serving import RunningIntake
from tests.intake.walking import FORM
from tests.site.pages import SHOWN

TAGS = ("en", "fr", "pt")
NO_DRAFT = "x" * 22


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_unknown_address_is_answered_in_its_language(
    running: RunningIntake, site: Site, method: str
) -> None:
    for tag in TAGS:
        for path in (f"{tag}/nothing", f"{tag}/a/b/c", f"{tag}/", f"{tag}", f"{tag}/receipt/x"):
            page = running.client.request(method, f"/intake/{path}")
            assert page.status_code in {404, 405}
            assert is_error_page(page, site, tag, "not-found"), path


def test_an_unknown_language_is_answered_in_the_first_one(
    running: RunningIntake, site: Site
) -> None:
    for path in ("xx/new", "EN/new", "xx/receipt/x", f"xx/draft/{NO_DRAFT}/check", "é/new"):
        for page in (running.raw(path, encoded(good(site)), **FORM), running.get(path)):
            assert page.status_code in {404, 405}
            assert is_error_page(page, site, site.tags[0], "not-found"), path


@pytest.mark.parametrize("tag", SHOWN)
@pytest.mark.parametrize("page", ["", "/check", "/later", "/delete", "/no-step"])
def test_a_draft_that_is_not_there_is_said_so_in_the_language_of_its_address(
    running: RunningIntake, site: Site, tag: str, page: str
) -> None:
    for name in (NO_DRAFT, "short", "%00", "é" * 22):
        answer = running.get(f"{tag}/draft/{name}{page}")
        assert answer.status_code == 404
        assert is_error_page(answer, site, tag, "not-found")


@pytest.mark.parametrize("tag", SHOWN)
def test_the_address_that_begins_a_draft_leads_to_the_start_if_it_is_opened(
    running: RunningIntake, site: Site, tag: str
) -> None:
    led = running.get(f"{tag}/new")
    assert led.status_code == 303
    assert led.headers["location"] == f"/{site.address(tag, site.page_with('form'))}"
    assert running.drafts == 0
