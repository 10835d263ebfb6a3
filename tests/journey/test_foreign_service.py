"""The whole form on one page is received by a service that knows the guide alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import expect

from brochure.checks.run import site_or_raise
from brochure.site import form_answers
from brochure.site.site import Site
from engine.build import publish
from tests.engine import project
from tests.intake.answers import good, named
from tests.journey import walk
from tests.journey.conftest import OpenTab
from tests.journey.foreign_service import HONEYPOT, Foreign, running
from tests.site.pages import TAGS, plain

pytestmark = pytest.mark.slow  # it builds a site
TAG, SEND, TYPED = TAGS[1], "main form button", 'One\nand <b>another</b> & "more" – Łódź'


def foreign_of(place: Path, site: Site) -> Foreign:
    """Return a service that has read the project's form."""
    content = yaml.safe_load((place / "content/form.yaml").read_text(encoding="utf-8"))
    fields = [one for step in content["form"]["steps"] for one in step["fields"]]
    assert site.content.form
    every = form_answers.fields(site.content.form)
    options = {one.id: form_answers.values(site, one) for one in every}
    return Foreign(fields, {name: list(values) for name, values in options.items() if values})


def test_a_service_that_knows_the_guide_alone_gets_every_answer_and_leads_to_its_receipt(
    open_tab: OpenTab, serve_folder: Callable[[Path], str], tmp_path: Path
) -> None:
    place = project.copy(tmp_path / "project")
    project.set_requests(place, "open")
    own = site_or_raise(place).content.form
    assert own
    foreign = foreign_of(place, site_or_raise(place))
    with running(foreign):
        form = place / "content/form.yaml"
        project.edit(form, f"endpoint: {own.endpoint}", f"endpoint: {foreign.address}")
        site = site_or_raise(place)
        publish(place, place / "site")
        tab = open_tab(scripts=False, width=360)
        page = f"{serve_folder(place / 'site')}/{site.address(TAG, site.page_with('form'))}"
        tab.goto(page)
        fields = list(form_answers.fields(own))
        entered = good(site, text=TYPED, country="SN")
        late = named(site, sender_address="")
        for field in fields:  # also those that do not apply
            walk.answer(tab, field, (entered | late).get(field.id, ()))
        walk.press(tab, SEND)
        path, kind, posted = foreign.posts[-1]
        assert path == f"/requests/{TAG}/check"
        assert kind == "application/x-www-form-urlencoded"
        everything = {field.id for field in fields} | {HONEYPOT}
        assert {*posted} - everything == set()
        assert posted[HONEYPOT] == [""]
        assert [v.replace("\r\n", "\n") for v in posted[next(iter(named(site, text="")))]] == [
            TYPED
        ]
        areas = next(iter(named(site, areas="")))
        assert posted[areas] == entered[areas]
        # What is wrong comes back with everything else; it is corrected there.
        wrong = next(iter(late))
        expect(tab.locator(".error")).to_have_text(wrong)
        tab.locator(f"#{wrong}").fill(entered[wrong][0])
        walk.press(tab, "form button")
        applies = form_answers.asked(own, {name: tuple(v) for name, v in entered.items()})
        listed = {plain(text) for text in tab.locator("dt").all_inner_texts()}
        assert listed == {field.id for field in applies} != {field.id for field in fields}
        walk.press(tab, "form button")
        (stored,) = foreign.stored.items()
        expect(tab.locator("h1")).to_have_text(stored[0])
        assert {n: [plain(v) for v in vs] for n, vs in stored[1].items()} == {
            field.id: [plain(value) for value in entered[field.id]] for field in applies
        }
