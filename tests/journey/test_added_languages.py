"""The journey in languages that were added: from left to right, and from right to left."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from brochure.checks.run import site_or_raise
from brochure.text import cldr
from tests.journey import walk
from tests.journey.conftest import OpenTab
from tests.journey.served_form import ServedForm
from tests.journey.test_pages import OVERFLOW, SCREEN, height
from tests.journey.walk import CHECK, RECEIPT
from tests.site.pages import LANGUAGES, TAGS, plain
from tests.support import depth

ADDED = [tag for tag in LANGUAGES if tag not in TAGS]


@pytest.mark.parametrize("tag", depth.some(["ar"], ADDED))  # from right to left, unlike others
def test_in_an_added_language_the_way_leads_to_a_record_and_no_page_is_too_wide_or_too_long(
    open_tab: OpenTab, served_form: ServedForm, tag: str
) -> None:
    tab, wrong = open_tab(scripts=False, width=360), dict[str, list[object]]()
    tab.set_viewport_size({"width": 360, "height": SCREEN})
    drafted = site_or_raise(served_form.served.place, drafts=True)
    served_form = replace(served_form, site=drafted)
    here, entered = walk.begun(tab, served_form, tag)
    language = served_form.site.language(tag)
    total = served_form.number(tag, len(here.steps))
    for number, step in enumerate(here.steps, 1):
        assert here.place == step
        expect(tab.locator("html")).to_have_attribute("lang", tag)
        expect(tab.locator("html")).to_have_css("direction", cldr.direction(language.locale))
        place = served_form.string(
            tag, "form.step", number=served_form.number(tag, number), total=total
        )
        assert place in plain(tab.locator("h1").inner_text())
        tall = height(here)
        wrong[step] = [*tab.evaluate(OVERFLOW), *([tall] if tall > 4 * SCREEN else [])]
        here.onward(entered)
    assert here.place == CHECK
    tab.go_back()
    assert walk.typed(tab) == here.on_page(entered)
    tab.go_forward()
    assert walk.listed(tab) == here.words(entered)
    reference = here.send()
    assert here.place == RECEIPT
    assert walk.listed(tab) == here.words(entered)
    _, sender = served_form.wait_for_mails(reference)
    assert sender["Content-Language"] == tag
    assert {step: found for step, found in wrong.items() if found} == {}
