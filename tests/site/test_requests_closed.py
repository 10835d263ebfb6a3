"""One value in content/site.yaml opens and closes requests, on every page and in every language."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from brochure.checks.rules import invitations
from brochure.checks.rules.invitations import invitation
from brochure.checks.translation_settings import allowed
from brochure.render.localizer import Localizer
from brochure.schema.content import ShownOn
from brochure.site.page_index import HOME, NOT_FOUND
from brochure.site.requests import OPENING_DAY
from brochure.site.site import Site
from brochure.site.units import PageUnit
from brochure.text import formatting
from brochure.text.parser import visible_text
from brochure.text.phases import ALWAYS
from engine.build import publish
from tests.engine import project
from tests.site.conftest import IN_PHASE, LOOKED_AT, STATES, States
from tests.site.pages import Page, Pages, plain, text_of

pytestmark = pytest.mark.slow  # they build sites of their own
CLOSED = [state for state in LOOKED_AT if STATES[state][1] != "open"]
OPEN = [state for state in LOOKED_AT if STATES[state][1] == "open"]
WINDOWS = [state for state in LOOKED_AT if state.startswith("window")]

Texts = Callable[..., str]
Calls = Callable[[Page], list[str]]
InState = Callable[[str], Pages]


@pytest.fixture
def string(states: States, tag: str) -> Texts:
    """Return a function: the name of a string → its text in one language, in a state."""

    def text(name: str, state: str = "open") -> str:
        group, _, identifier = name.partition(".")
        site = states.content(state)
        localizer = Localizer(site, site.language(tag), HOME)
        return plain(localizer.text(site.content.strings[group][identifier]))

    return text


@pytest.fixture
def in_state(states: States, tag: str) -> Callable[[str], Pages]:
    """Return a function: a state → the pages of one language."""
    return lambda state: states.pages(state, tag)


@pytest.fixture
def calls(site: Site, tag: str, string: Texts, pages: Pages) -> Calls:
    """Return a function: a page → the links by which it calls for a request, outside the menus.

    They lead to the form or the request page under the words of a button, or open the email for a
    request. The list of pages that a 404 page offers is a menu too.
    """
    names = ["request", *(["form"] if site.content.form else [])]
    there = {pages[tag, name].address for name in names}
    words = {string("call.button"), string("form.start")}
    subject = f"subject={quote(string('request.subject'))}"

    def found(page: Page) -> list[str]:
        return [
            text_of(link)
            for link in page.elements("//main//a[@href]")
            if subject in link.get("href", "")
            or (page.target(link.get("href", "")) in there and text_of(link) in words)
        ]

    return lambda page: [] if page.role == NOT_FOUND else found(page)


@pytest.mark.parametrize("state", CLOSED)
def test_while_requests_are_closed_no_page_calls_for_one(
    in_state: InState, calls: Calls, state: str
) -> None:
    pages = in_state(state)
    for page in pages.values():
        assert not calls(page), str(page)
        assert not page.all("//main//form[not(@role='search')]"), str(page)


@pytest.mark.parametrize("state", CLOSED)
def test_while_requests_are_closed_every_page_has_a_notice_in_its_language(
    in_state: InState, string: Texts, state: str
) -> None:
    for page in in_state(state).values():
        assert string("requests.closed", state) in page.text, str(page)
        assert string("requests.closed-text", state) in page.text, str(page)
        assert string("requests.open") not in page.text, str(page)
        if STATES[state][1] == "not_yet":
            assert string("requests.closed") not in page.text, str(page)


@pytest.mark.parametrize("state", LOOKED_AT)
def test_the_first_screen_of_home_says_whether_requests_are_open(
    in_state: InState, tag: str, string: Texts, state: str
) -> None:
    (hero,) = in_state(state)[tag, HOME].elements("//main//*[h1]")
    name = "requests.open" if state in OPEN else "requests.closed"
    assert string(name, state) in text_of(hero)


def test_the_notice_is_wherever_the_open_site_calls_for_a_request(
    in_state: InState, string: Texts, calls: Calls
) -> None:
    opened = in_state("open")
    closed = in_state("closed")
    calling = 0
    for key, page in opened.items():
        main = next(closed[key].elements("//main"))
        notices = text_of(main).count(string("requests.closed"))
        calling += bool(calls(page))
        # one above the page, and one in each place that calls
        places = 1 if page.name == "request" else len(calls(page))
        assert notices >= 1 + places, f"{page}: {notices} for {calls(page)}"
    assert calling > 5


def test_the_menu_marks_the_request_page_as_closed(
    in_state: InState, tag: str, string: Texts
) -> None:
    pages = in_state("closed")
    for page in pages.values():
        links = [
            text_of(link)
            for link in page.elements("//header//a")
            if page.target(link.get("href", "")) == pages[tag, "request"].address
            and not link.get("hreflang")
        ]
        assert links
        assert all(string("requests.closed-badge") in link for link in links)


@pytest.mark.parametrize("state", CLOSED)
def test_who_can_request_stays_readable_while_requests_are_closed(
    site: Site, in_state: InState, tag: str, state: str
) -> None:
    closed = in_state(state)[tag, "eligibility"]
    opened = in_state("open")[tag, "eligibility"]
    items = [text_of(item) for item in opened.elements("//main//li")]
    assert len(items) > 5
    assert [text_of(item) for item in closed.elements("//main//li")] == items
    eligibility = site.content.eligibility
    assert eligibility
    for institution in eligibility.institutions:
        assert plain(institution.title[tag]) in closed.text


@pytest.mark.parametrize("state", OPEN)
def test_while_requests_are_open_home_and_request_page_call_for_them(
    in_state: InState, tag: str, string: Texts, calls: Calls, state: str
) -> None:
    pages = in_state(state)
    for name in (HOME, "request"):
        assert calls(pages[tag, name]), name
    assert string("requests.open") in pages[tag, "request"].text
    for page in pages.values():
        assert string("requests.closed") not in page.text


@pytest.mark.parametrize("state", WINDOWS)
def test_a_window_of_requests_is_shown_with_both_days_on_the_request_page(
    site: Site, states: States, tag: str, string: Texts, state: str
) -> None:
    page = states.pages(state, tag)[tag, "request"]
    language = site.language(tag)
    days = STATES[state][0].removeprefix("{opens: ").removesuffix("}").split(", closes: ")
    times = {time.get("datetime"): text_of(time) for time in page.elements("//main//time")}
    for day, label in zip(days, ("requests.first-day", "requests.last-day"), strict=True):
        date = datetime.date.fromisoformat(day)
        written = formatting.date(date, language.locale, language.digits)
        assert times[day] == plain(written)
        assert string(label) in page.text


def test_the_404_page_has_the_notice_too(in_state: InState, tag: str, string: Texts) -> None:
    page = in_state("closed")[tag, NOT_FOUND]
    assert string("requests.closed") in page.text


@pytest.mark.soak
def test_the_same_value_opens_them_again(tmp_path: Path) -> None:
    place = project.copy(tmp_path)
    sites = []
    for value in ("open", "closed", "open"):
        project.set_requests(place, value)
        publish(place, place / "site")
        sites.append(project.contents(place / "site"))
    assert sites[0] == sites[2]
    assert sites[0] != sites[1]


def _texts(page: Page) -> list[str]:
    """Return what a page says, block by block, and what search engines show of it."""
    blocks = [
        text_of(block) for block in page.elements("//main//*[self::p or self::li or self::dd]")
    ]
    headings = [text_of(heading) for heading in page.elements("//*[self::h1 or self::h2]")]
    return [*blocks, *headings, *page.all("//title/text()"), *page.all("//meta/@content")]


@pytest.mark.parametrize("state", CLOSED)
def test_while_requests_are_not_open_no_text_of_any_page_invites_readers_to_send_one(
    site: Site, in_state: InState, tag: str, state: str
) -> None:
    right = allowed(site, tag, invitations.ID)
    inviting = [
        f"{page}: {text}"
        for (_, name), page in in_state(state).items()
        for text in _texts(page)
        # That of the letter explains its files, where the build has made them.
        if site.role(name) != "letter" and invitation(text, tag, right)
    ]
    assert not inviting


def test_while_requests_are_open_pages_invite(in_state: InState, tag: str) -> None:
    pages = in_state("open").values()
    assert [text for page in pages for text in _texts(page) if invitation(text, tag)]


@pytest.mark.parametrize("state", IN_PHASE.values())
def test_of_a_text_with_words_for_phases_those_of_the_phase_are_shown_and_no_others(
    states: States, tag: str, state: str
) -> None:
    """Templates choose among strings: other tests look at those."""
    site, (_, phase) = states.content(state), STATES[state]
    localizer = Localizer(site, site.language(tag), HOME)
    shown = ["".join(page.words.split()) for page in states.pages(state, tag).values()]
    wrong, seen = [], 0
    for unit in site.all_units:
        own = unit.texts[tag]
        is_dated = OPENING_DAY in own and phase != "not_yet"  # which day is not known then
        if unit.phases == ALWAYS or unit.shown_on is not ShownOn.PAGES or is_dated:
            continue
        is_prose = isinstance(unit, PageUnit) and unit.is_prose
        words = visible_text(localizer.with_values(own), is_prose=is_prose)
        is_shown = any("".join(words.split()) in page for page in shown)
        if is_shown != (phase in unit.phases):
            wrong.append(f"{unit.key}: {words}")
        seen += 1
    assert seen > 10
    assert not wrong
