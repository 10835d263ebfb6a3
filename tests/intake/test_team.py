"""The team's list, on the command line and its page: who may sign in, and with which role."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
import sqlalchemy as sa
from lxml import html
from playwright.sync_api import Browser as Chromium
from sqlalchemy import Engine

from brochure.site.site import Site
from intake.sign_in import membership, sessions, sign_ins, team
from intake.sign_in.cookie import LONGEST
from intake.sign_in.member import ROLES
from intake.storage.database import connect
from intake.storage.tables import events, staff
from tests.intake.conftest import Run
from tests.intake.pages import words
from tests.intake.serving import RunningIntake
from tests.intake.signing import ANA, DESK, EVE, Browser, add, signed_in
from tests.support import guides
from tests.support.page_checks import assert_fits_and_is_accessible


def _ana(run: Run) -> None:
    code, _, err = run("staff", "add", ANA, "--name", "Ana Sá", "--role", "administer")
    assert (code, err) == (0, "")


def test_somebody_is_added_listed_given_another_role_and_removed(run: Run, engine: Engine) -> None:
    del engine  # there is a database
    _ana(run)
    assert run("staff", "list")[1] == f"{ANA}  administer  en  morning mail  Ana Sá\n"
    assert run("staff", "role", "ANA@example.org", "read")[0] == 0
    assert run("staff", "add", EVE, "--role", "handle", "--language", "pt")[0] == 0
    listed = run("staff", "list")[1].splitlines()
    assert listed == [
        f"{ANA}  read  en  morning mail  Ana Sá",
        f"{EVE}  handle  pt  morning mail  {EVE}",
    ]
    code, out, _ = run("staff", "remove", ANA)
    assert (code, out) == (0, f"{ANA} is signed out, and cannot sign in any more.\n")
    assert run("staff", "list")[1].splitlines() == listed[1:]


MISTAKES = {
    ("add", "ana@", "--role", "read"): "not an email address",
    ("add", ANA, "--role", "read"): "on the list already",
    (
        "add",
        EVE,
        "--role",
        "read",
        "--language",
        "xx",
    ): 'the site is not in "xx"; expected one of en',
    ("add", EVE, "--role", "own"): "invalid choice: 'own'",
    ("role", EVE, "read"): "not on the list",
    ("role", ANA, "own"): "invalid choice: 'own'",
    ("remove", "no address"): "not on the list",
}


def test_a_mistake_is_said_and_changes_nothing(run: Run, engine: Engine) -> None:
    del engine
    _ana(run)
    before = run("staff", "list")[1]
    for arguments, said in MISTAKES.items():
        code, _, err = run("staff", *arguments)
        assert code
        assert said in err
    assert run("staff", "list")[1] == before


def test_who_comes_back_is_the_same_person_and_no_old_session_with_them(
    run: Run, database: str
) -> None:
    engine = connect(database)
    _ana(run)
    with engine.begin() as connection:
        member = team.with_address(connection, ANA)
        assert member
        token = sessions.begin(connection, member, "")
    assert sessions.find(engine, token)
    run("staff", "remove", ANA)
    assert sessions.find(engine, token) is None
    _ana(run)
    assert sessions.find(engine, token) is None
    with engine.connect() as connection:
        again = team.with_address(connection, ANA)
    assert again
    assert again.id == member.id
    engine.dispose()


def test_a_name_holds_nothing_that_a_terminal_or_the_text_around_it_would_obey(
    engine: Engine,
) -> None:
    with engine.begin() as connection:
        member = membership.add(
            connection, ANA, "Ana\x1b[2J\u202e\r\n Sá" + "x" * 900, "read", "en"
        )
    assert member.name.startswith("Ana[2J Sáx")
    assert len(member.name) == 200


def test_a_name_and_an_address_can_be_erased_and_the_address_used_again(
    run: Run, engine: Engine
) -> None:
    _ana(run)
    run("staff", "remove", ANA)
    assert run("staff", "remove", ANA)[0] == 1
    assert "erased" in run("staff", "remove", "--erase", ANA)[1]
    assert run("staff", "remove", "--erase", ANA)[0] == 1
    _ana(run)
    with engine.connect() as connection:
        rows = connection.execute(sa.select(staff.c.address, staff.c.name, staff.c.active)).all()
    assert sorted(map(tuple, rows), key=str) == [(ANA, "Ana Sá", True), (None, "", False)]


# ── The page of the team ─────────────────────────────────────────────────────────────────────────


TEAM = f"{DESK}en/team"


@pytest.fixture
def ana(running: RunningIntake) -> Browser:
    """Return the browser of somebody who administers the desk."""
    add(running.service.engine, ANA, "administer", "Ana Sá")
    return signed_in(running, ANA)


@pytest.fixture
def running(serve: Callable[..., RunningIntake]) -> RunningIntake:
    """Return the intake, as it is reached without TLS on this machine."""
    return serve(site_url="http://127.0.0.1/")


def _form(page: httpx.Response) -> dict[str, str]:
    """Return what the form of a page sends as it is."""
    (form,) = html.document_fromstring(page.text).xpath("//main//form")
    return {name: value or "" for name, value in form.form_values()}


def _page_of(browser: Browser, address: str) -> str:
    """Return the address of a member's page."""
    page = html.document_fromstring(browser.get(TEAM).text)
    (row,) = (one for one in page.xpath("//tbody/tr") if address in one.text_content())
    return str(row.xpath(".//a/@href")[0])


def test_an_administrator_adds_changes_and_removes_a_member(
    ana: Browser, running: RunningIntake
) -> None:
    entered = {"address": f" {EVE.upper()} ", "name": "Eve", "role": "handle", "language": "fr"}
    done = ana.post(TEAM, _form(ana.get(TEAM)) | entered)
    assert done.headers["location"] == f"{TEAM}?why=saved"
    assert "Handles requests" in words(ana.follow(done).text)
    eve = signed_in(running, EVE)
    assert eve.get(f"{DESK}fr/").status_code == httpx.codes.OK
    place = _page_of(ana, EVE)
    sent = _form(ana.get(place)) | {"role": "read", "name": "Ève"}
    del sent["digest"]
    assert ana.post(place, sent).headers["location"] == f"{TEAM}?why=saved"
    with running.service.engine.connect() as connection:
        (entry,) = (one for one in team.everyone(connection) if one.member.address == EVE)
        assert (entry.member.name, entry.member.role, entry.digest) == ("Ève", "read", False)
    assert "Remove Ève from the team?" in words(ana.get(f"{place}/remove").text)
    done = ana.post(f"{place}/remove", _form(ana.get(f"{place}/remove")))
    assert "The member was removed." in words(ana.follow(done).text)
    assert eve.get(f"{DESK}fr/").status_code == httpx.codes.SEE_OTHER
    with running.service.engine.connect() as connection:
        rows = connection.execute(sa.select(events.c.kind, events.c.actor, events.c.detail)).all()
        (administrator,) = (one.member.id for one in team.everyone(connection))
    said = words(ana.get(TEAM).text)
    for told in ("Ève removed Ana Sá", "New role of Ève: Reads Ana Sá", "Ana Sá added:", "System"):
        assert told in said
    eves = rows[1].detail.split()[0]
    page = ana.get(place)  # of a former member: the name can be erased, and nothing else
    assert "Erase the name and the address of Ève?" in words(page.text)
    ana.post(f"{place}/remove", _form(page))
    assert "Ève" not in words(ana.get(TEAM).text)
    assert ana.get(place).status_code == httpx.codes.NOT_FOUND
    assert [tuple(row) for row in rows[1:]] == [
        ("member-added", administrator, f"{eves} handle"),
        ("member-role", administrator, f"{eves} read"),
        ("member-removed", administrator, eves),
    ]


@pytest.mark.parametrize("role", ["read", "handle"])
def test_nobody_else_sees_or_changes_the_team(
    ana: Browser, running: RunningIntake, role: str
) -> None:
    add(running.service.engine, EVE, role, "Eve")
    eve, place = signed_in(running, EVE), _page_of(ana, EVE)
    (token,) = html.document_fromstring(eve.get(f"{DESK}en/").text).xpath(
        "//header//input[@name='page_of']/@value"
    )
    sent = {"page_of": str(token), "role": "administer", "address": "x@example.org"}
    for path in (TEAM, place, f"{place}/remove"):
        assert eve.get(path).status_code == httpx.codes.FORBIDDEN
        assert eve.post(path, sent).status_code == httpx.codes.FORBIDDEN
    assert "team" not in html.document_fromstring(eve.get(f"{DESK}en/").text).xpath("//nav//@href")


def test_nobody_takes_their_own_role_away_or_removes_themselves(ana: Browser) -> None:
    place = _page_of(ana, ANA)
    page = ana.get(place)
    assert "You cannot change your own role" in words(page.text)
    ana.post(place, _form(page) | {"role": "read", "name": "Ana"})
    assert ana.get(TEAM).status_code == httpx.codes.OK
    assert ana.get(f"{place}/remove").headers["location"] == TEAM
    ana.post(f"{place}/remove", _form(page))
    assert ana.get(TEAM).status_code == httpx.codes.OK


def test_what_somebody_else_has_changed_meanwhile_is_not_overwritten_unseen(
    ana: Browser, running: RunningIntake
) -> None:
    add(running.service.engine, EVE, "read", "Eve")
    place = _page_of(ana, EVE)
    seen, removing = _form(ana.get(place)), _form(ana.get(f"{place}/remove"))
    other = _form(ana.get(place)) | {"role": "handle"}
    assert ana.post(place, other).status_code == httpx.codes.SEE_OTHER
    for path, sent in ((place, seen | {"name": "X"}), (f"{place}/remove", removing)):
        page = ana.post(path, sent)
        assert page.status_code == httpx.codes.CONFLICT
        assert "somebody has changed this entry" in words(page.text)
        assert _form(page)["role"] == "handle"
    assert "Handles requests" in words(ana.get(TEAM).text)


def test_a_mistake_on_the_page_is_said_and_what_was_typed_stays(ana: Browser) -> None:
    form = _form(ana.get(TEAM))
    for address, said in (("eve@", "Enter an email address"), (ANA, "on the list already")):
        page = ana.post(TEAM, form | {"address": address, "name": "Eve", "role": "handle"})
        assert page.status_code in {httpx.codes.BAD_REQUEST, httpx.codes.CONFLICT}
        assert said in words(page.text)
        again = _form(page)
        assert [again[name] for name in ("address", "name", "role")] == [address, "Eve", "handle"]


def test_odd_entries_do_nothing_else(ana: Browser, running: RunningIntake) -> None:
    entered = {"address": EVE, "name": "<b>Eve</b>\u202e\x1b[2J", "role": "own", "language": "xx"}
    ana.post(TEAM, _form(ana.get(TEAM)) | entered)
    with running.service.engine.connect() as connection:
        member = team.with_address(connection, EVE)
    assert member
    assert (member.name, member.role, member.language) == ("<b>Eve</b>[2J", "read", "en")
    assert "<b>Eve" not in ana.get(TEAM).text
    for path in (f"{TEAM}/nobody", f"{TEAM}/nobody/remove"):
        assert ana.get(path).status_code == httpx.codes.NOT_FOUND


@pytest.mark.soak
def test_its_pages_are_accessible_and_fit_a_phone(
    ana: Browser, running: RunningIntake, browser: Chromium, axe_source: str
) -> None:
    add(running.service.engine, EVE, "read", "Eve of a long name " * 4)
    tab = browser.new_page()
    tab.route("**", lambda route: route.abort())
    for tag in running.service.site.tags:
        place = _page_of(ana, EVE).replace("/en/", f"/{tag}/")
        pages = [ana.get(path) for path in (TEAM.replace("/en/", f"/{tag}/"), place)]
        pages += [ana.get(f"{place}/remove"), ana.post(TEAM, _form(ana.get(TEAM)))]
        for page in pages:
            tab.set_content(page.text)
            assert_fits_and_is_accessible(tab, axe_source, f"{tag} {page.url}")
    tab.close()


# ── The guides ───────────────────────────────────────────────────────────────────────────────────


def test_the_guides_name_every_role_as_commands_and_pages_do(site: Site) -> None:
    commands = [row[0].strip("`") for row in guides.table("run-the-intake.md", "Let staff in")]
    assert commands == list(ROLES)
    pages = [row[0] for row in guides.table("answer-requests.md", "The team")]
    assert pages == [site.content.strings["team"][role]["en"] for role in ROLES]


def test_the_guides_say_how_long_links_and_sessions_last() -> None:
    """They are in words there: who changes one has to change the other."""
    assert (sign_ins.LASTING["link"], sessions.IDLE, LONGEST) == (900, 14_400, 86_400)
    for guide in ("run-the-intake.md", "answer-requests.md"):
        text = " ".join((guides.GUIDES / guide).read_text(encoding="utf-8").split())
        for said in ("15 minutes", "four hours", "a day"):
            assert said in text
