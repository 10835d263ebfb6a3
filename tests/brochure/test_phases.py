"""A text may say something else, or nothing, while requests are closed or not open yet."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.render.localizer import Localizer
from brochure.render.page_texts import lead, metadata, prose
from brochure.schema import RequestWindow
from brochure.schema.texts import LanguageMap
from brochure.site.site import Site
from brochure.text import phases
from brochure.text.phases import ALWAYS, OTHERS, Phase
from brochure.text.sections import sections
from tests.brochure.sites import edit, good_site, loaded, write

OPENS, CLOSES = datetime.date(2027, 3, 1), datetime.date(2027, 6, 30)
DAYS: dict[Phase, datetime.date] = {
    "not_yet": datetime.date(2027, 2, 28),
    "open": OPENS,
    "closed": datetime.date(2027, 7, 1),
}
PAGE = """\
---
title: {title}
title_closed: {title} (closed)
description: Open description in {title}.
description_not_yet: Early description in {title}.
---
Lead in {title}.

{{closed}}

Closed lead in {title}, until {{closing-day}}.

## Help in {title} {{#help}}

Open help.

{{not_yet}}

Early help, from {{opening-day}}.

{{closed}}

## Only while open in {title} {{#only}}

Send a letter.

{{closed}}

## Always in {title} {{#always}}

Always, `{{closed}}` too.
"""


def _site(folder: Path) -> Site:
    root = good_site(folder)
    for tag, title in (("en", "English"), ("fr", "French"), ("pt", "Portuguese")):
        write(root, f"docs/{tag}/areas.md", PAGE.format(title=title))
    window = "{opens: 2027-03-01, closes: 2027-06-30}"
    edit(root, "content/site.yaml", "{opens: 2026-03-01, closes: 2026-06-30}", window)
    return loaded(root)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site whose page of areas has words for each phase."""
    return _site(tmp_path_factory.mktemp("phases"))


def _localizer(site: Site, phase: Phase, tag: str = "fr") -> Localizer:
    there = replace(site, today=DAYS[phase])
    assert there.requests.phase == phase
    return Localizer(there, site.language(tag), "areas")


@pytest.mark.parametrize(
    ("phase", "title", "description", "first"),
    [
        ("open", "French", "Open description in French.", "Lead in French."),
        (
            "not_yet",
            "French (closed)",
            "Early description in French.",
            "Closed lead in French, until 30\N{NO-BREAK SPACE}juin\N{NO-BREAK SPACE}2027.",
        ),
        (
            "closed",
            "French (closed)",
            "Open description in French.",
            "Closed lead in French, until 30\N{NO-BREAK SPACE}juin\N{NO-BREAK SPACE}2027.",
        ),
    ],
)
def test_a_page_has_the_title_description_and_lead_of_the_phase(
    site: Site, phase: Phase, title: str, description: str, first: str
) -> None:
    localizer, page = _localizer(site, phase), site.pages["fr", "areas"]
    assert metadata(localizer, page, "title") == title
    assert metadata(localizer, page, "description") == description
    assert lead(localizer, page) == first


def test_a_section_keeps_its_heading_and_says_what_holds_in_the_phase(site: Site) -> None:
    page = site.pages["fr", "areas"]
    shown = {phase: prose(_localizer(site, phase), page) for phase in DAYS}
    for phase, text in shown.items():
        assert ("Send a letter." in text) == (phase == "open")
        assert ("{#only}" in text) == (phase == "open")
        assert "## Always in French {#always}\n\nAlways, `{closed}` too." in text
    assert "## Help in French {#help}\n\nOpen help." in shown["open"]
    first = "1er\N{NO-BREAK SPACE}mars\N{NO-BREAK SPACE}2027"
    assert f"## Help in French {{#help}}\n\nEarly help, from {first}." in shown["not_yet"]
    assert "help" not in shown["closed"].lower()


def test_no_link_leads_to_a_heading_that_is_not_shown(site: Site) -> None:
    link = "[letter](areas.md#only)"
    assert 'href="./#only"' in _localizer(site, "open").markdown(link)
    assert 'href="./"' in _localizer(site, "closed").markdown(link)


def test_each_of_the_words_is_a_unit_that_knows_where_it_is_shown(site: Site) -> None:
    shown = {u.key: u.phases for u in site.page_units if u.key.startswith("page.areas")}
    assert shown == {
        "page.areas.title": {"open"},
        "page.areas.title.closed": {"closed", "not_yet"},
        "page.areas.description": {"open", "closed"},
        "page.areas.description.not_yet": {"not_yet"},
        "page.areas.lead": {"open"},
        "page.areas.lead.closed": {"closed", "not_yet"},
        "page.areas#help": {"open"},
        "page.areas#help.not_yet": {"not_yet"},
        "page.areas#only": {"open"},
        "page.areas#always": ALWAYS,
    }
    unit = site.units_by_key["page.areas#help.not_yet"]
    assert unit.texts["fr"] == "Early help, from {opening-day}."
    path, line, _ = unit.position("fr")
    assert (site.root / path).read_text("utf-8").split("\n")[line - 1] == unit.texts["fr"]


def test_a_draft_shows_the_words_of_the_phase_in_the_default_language(tmp_path: Path) -> None:
    site = _site(tmp_path)
    write(site.root, "content/languages/fr.yaml", "order: 2\nlocale: fr_FR\nstatus: draft\n")
    text = PAGE.format(title="French")
    write(site.root, "docs/fr/areas.md", text.replace("{closed}\n\nClosed lead", "\n\nMore lead"))
    draft = loaded(site.root)
    page = draft.pages["fr", "areas"]
    closed = prose(_localizer(draft, "closed"), page)
    assert 'lang="en" dir="ltr" markdown="1">\n\nClosed lead in English' in closed
    assert "More lead" not in closed
    assert "Only while open" not in closed


def test_a_text_of_yaml_has_the_words_of_the_phase(site: Site) -> None:
    text = LanguageMap.model_validate(
        {"fr": "Oui.", "closed": {"fr": "Non."}, "not_yet": {"fr": "Le {opening-day}."}}
    ).as_unit("faq.open.answer", {"faq.open.answer.closed": {"fr": "Non, plus."}})
    said = {phase: str(_localizer(site, phase).text(text)) for phase in DAYS}
    first = "1er\N{NO-BREAK SPACE}mars\N{NO-BREAK SPACE}2027"
    assert said == {"open": "Oui.", "closed": "Non, plus.", "not_yet": f"Le {first}."}
    only = LanguageMap.model_validate({"fr": "Oui.", "shown_while": ("open",)}).as_unit("a.b", {})
    assert str(_localizer(site, "open").text(only)) == "Oui."
    assert not _localizer(site, "closed").text(only)


@given(st.sets(st.sampled_from(OTHERS)))
def test_in_each_phase_just_one_of_the_words_is_shown(others: set[Phase]) -> None:
    owners: list[Phase] = ["open", *others]
    for phase in ALWAYS:
        assert sum(phase in phases.shown_in(owner, others) for owner in owners) == 1
        assert phase in phases.shown_in(phases.owner(phase, others), others)


_LINE = st.sampled_from(
    ["{closed}", "{not_yet}", "## A {#a}", "## B {#b}", "words", "", "```", "- item", "    code"]
)


@given(st.lists(_LINE, max_size=12).map("\n".join))
def test_sections_hold_the_prose_but_for_the_lines_that_divide_it(body: str) -> None:
    found = list(sections(body))
    assert [body[s.start : s.end] for s in found] == [s.text for s in found]
    assert [s.begin for s in found] == sorted(s.begin for s in found)
    kept = "".join("".join(s.text.split()) for s in found)
    assert kept == "".join(phases.without_markers(body).split())


@pytest.mark.parametrize("day", [None, OPENS])
def test_only_days_that_are_known_are_named(site: Site, day: datetime.date | None) -> None:
    window = RequestWindow(opens=day, closes=CLOSES)
    programme = site.content.site.model_copy(update={"requests": window})
    content = site.content.model_copy(update={"site": programme})
    known = replace(site, content=content).requests.days
    assert known == ({"opening-day": day} if day else {}) | {"closing-day": CLOSES}


@pytest.mark.parametrize("aside", ["<!--\n{closed}\n-->", "```\n{closed}\n```"])
def test_a_line_in_a_comment_or_in_code_divides_nothing(aside: str) -> None:
    assert not list(phases.markers(f"One\n\n{aside}\n\nTwo"))
    assert [phase for phase, *_ in phases.markers("One\n\n{closed}\n\nTwo")] == ["closed"]
