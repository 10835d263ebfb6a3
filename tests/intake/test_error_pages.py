"""What cannot be accepted is rejected with a helpful page that shows what was typed."""

from __future__ import annotations

import time

import pytest
from intake.spam import SignedTimestamps

from brochure.site.site import Site
from intake import staff
from tests.intake.answers import different, encoded, good, holds, on_page
from tests.intake.pages import is_error_page, nothing_stored
from tests.intake.serving import FORM, RunningIntake, stamp

TAGS = ("en", "fr", "pt")


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
    for path in ("xx/check", "EN/send", "../en/check", "xx/receipt/x", "%00/check", "é/check"):
        for page in (running.raw(path, encoded(good(site)), **FORM), running.get(path)):
            assert page.status_code == 404
            assert is_error_page(page, site, site.tags[0], "not-found"), path


@pytest.mark.parametrize("step", ["check", "edit", "send"])
def test_a_field_that_the_form_does_not_have_means_that_it_has_changed(
    running: RunningIntake, site: Site, step: str
) -> None:
    typed = good(site)
    for tag in TAGS:
        page = running.post(step, typed | {"shoe-size": ["43"], "signed_at": [stamp()]}, tag)
        assert page.status_code == 400
        assert site.content.strings["form"]["changed"][tag] in page.text
        assert holds(page.text, typed)
    assert nothing_stored(running)


FORGED = [
    "",
    "x",
    "0",
    stamp(-1)[:-1] + "x",
    f"{time.time():.3f}.{'0' * 32}",
    SignedTimestamps(b"another secret").new(),
    stamp(25 * 3600),
    "é",
    "nan." + stamp().rpartition(".")[2],
]


def test_a_page_that_is_old_or_forged_is_shown_again_with_all_answers(
    running: RunningIntake, site: Site
) -> None:
    typed = different(site)
    for mark in FORGED:
        page = running.post("send", typed | {"signed_at": [mark]}, "fr")
        assert page.status_code == 409
        assert site.content.strings["check"]["stale"]["fr"] in page.text
        assert holds(page.text, typed)
    assert nothing_stored(running)
    renewed = on_page(page.text, "send")
    time.sleep(1.1)
    assert running.post("send", renewed, "fr").status_code == 303
    assert [each.status for each in staff.list_submissions(running.service.engine)] == ["accepted"]


def test_answers_without_a_timestamp_are_not_sent(running: RunningIntake, site: Site) -> None:
    assert running.post("send", good(site)).status_code == 409
    assert nothing_stored(running)
