"""The preview sends no mails: it shows each that the form would send."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from brochure.checks.run import site_or_raise
from tests.engine import project
from tests.engine.preview import preview
from tests.form import journey
from tests.form.served_form import ServedForm
from tests.support.smtp import MailServer

pytestmark = pytest.mark.server


def test_a_preview_shows_the_mails_to_the_team_and_to_the_sender(
    tmp_path: Path, browser: Browser
) -> None:
    place = project.copy(tmp_path / "project")
    project.set_requests(place, "open")
    with preview(place) as running:
        served = ServedForm(running, MailServer(), site_or_raise(place))
        tab = browser.new_page()
        tab.goto(f"{running.address}/_mails/")
        expect(tab.locator("article")).to_have_count(0)
        entered = journey.answers(served, "fr")
        journey.check(tab, served, "fr", entered)
        journey.send(tab)
        tab.goto(f"{running.address}/_mails/")
        expect(tab.locator("article")).to_have_count(2, timeout=30_000)  # it looks again by itself
        shown = tab.locator("body").inner_text()
        assert served.site.content.site.contact.email in shown
        assert entered[served.id("sender_address")][0] in shown
        assert "{$reference}" not in shown
        tab.close()
        assert f"{running.address}/_mails/ shows them" in running.text
