"""Signing in to the desk with a link: who gets one, what it is good for, and what it is not."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
import sqlalchemy as sa
from lxml import html
from sqlalchemy import Engine

from intake.sign_in import link_routes, membership, sessions, sign_ins, team
from intake.sign_in.cookie import LONGEST
from intake.sign_in.member import Member
from intake.storage.tables import outbox, staff, texts
from intake.storage.tables import sessions as sessions_table
from intake.storage.tables import sign_ins as sign_ins_table
from tests.intake.pages import words
from tests.intake.serving import RunningIntake
from tests.intake.signing import ANA, DESK, EVE, RUI, Browser, add, links, sign_in
from tests.support.smtp import MailServer

SIGN_IN = f"{DESK}en/sign-in"
ANSWERED = link_routes._ANSWERED  # read before tests do without it


@pytest.fixture
def running(serve: Callable[..., RunningIntake]) -> RunningIntake:
    """Return the intake, as it is reached without TLS on this machine."""
    served = serve(site_url="http://127.0.0.1/")
    add(served.service.engine)
    return served


def _rows(running: RunningIntake, table: sa.Table) -> int:
    with running.service.engine.connect() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def _age(running: RunningIntake, table: sa.Table, **seconds: int) -> None:
    """Make all rows so much older."""
    older = {name: table.c[name] - value for name, value in seconds.items()}
    with running.service.engine.begin() as connection:
        connection.execute(sa.update(table).values(older))


def _asked(running: RunningIntake, address: str = ANA) -> tuple[Browser, str]:
    """Ask for a link; return the browser and the link."""
    browser = Browser(running.client)
    browser.post(SIGN_IN, {"address": address})
    return browser, links(running.service.engine)[-1][1]


# ── The link ─────────────────────────────────────────────────────────────────────────────────────


def test_a_link_is_mailed_and_a_button_signs_in(
    serve: Callable[..., RunningIntake], database: str, mail_server: MailServer
) -> None:
    smtp = f"smtp://127.0.0.1:{mail_server.port}"
    running = serve(database, site_url="http://127.0.0.1/", smtp=smtp)
    add(running.service.engine)
    browser = Browser(running.client)
    sent = browser.follow(browser.post(SIGN_IN, {"address": " Ana@Example.ORG "}))
    assert "is on its way" in words(sent.text)
    (mail,) = mail_server.wait(1)
    assert mail["to"] == ANA
    link = next(line for line in mail.get_content().splitlines() if "/link/" in line)
    assert link.startswith("http://127.0.0.1/intake/staff/en/sign-in/link/")
    page = browser.get(link.removeprefix("http://127.0.0.1"))
    assert "Sign in as Ana Sá?" in words(page.text)
    assert not browser.cookie
    done = browser.press(page, "")
    assert (done.status_code, done.headers["location"]) == (303, f"{DESK}en/")
    assert browser.cookie


def test_whoever_only_opens_a_link_such_as_a_mail_scanner_uses_nothing_up(
    running: RunningIntake,
) -> None:
    _, link = _asked(running)
    for _ in range(3):
        assert running.client.get(link).status_code == httpx.codes.OK
        assert running.client.head(link).status_code == httpx.codes.OK
    browser = Browser(running.client)
    assert browser.press(browser.get(link), link).status_code == httpx.codes.SEE_OTHER


def test_a_link_signs_in_once_and_ends_all_others_of_its_member(running: RunningIntake) -> None:
    browser, first = _asked(running)
    _, second = _asked(running)
    assert first != second
    browser.post(second, {})
    for link in (first, second):
        assert "no longer works" in words(running.client.get(link).text)
        late = Browser(running.client)
        assert late.post(link, {}).status_code == httpx.codes.NOT_FOUND
        assert not late.cookie
    assert _rows(running, sign_ins_table) == _rows(running, texts) == _rows(running, outbox) == 0


def test_a_link_ends_after_a_quarter_of_an_hour_and_its_mail_is_deleted(
    running: RunningIntake,
) -> None:
    browser, link = _asked(running)
    _age(running, sign_ins_table, created=sign_ins.LASTING["link"] - 5)
    assert running.client.get(link).status_code == httpx.codes.OK
    _age(running, sign_ins_table, created=5)
    assert running.client.get(link).status_code == httpx.codes.NOT_FOUND
    assert browser.post(link, {}).status_code == httpx.codes.NOT_FOUND
    with running.service.engine.begin() as connection:
        sign_ins.delete_expired(connection)
    assert _rows(running, sign_ins_table) == _rows(running, texts) == _rows(running, outbox) == 0


def test_a_link_of_later_than_now_signs_nobody_in_since_the_clock_was_set_back(
    running: RunningIntake,
) -> None:
    _, link = _asked(running)
    _age(running, sign_ins_table, created=-sessions.SKEW - 60)
    assert running.client.get(link).status_code == httpx.codes.NOT_FOUND


def test_of_many_who_use_a_link_at_once_one_is_signed_in(engine: Engine) -> None:
    """On both databases, as several processes would."""
    member = add(engine)
    with engine.begin() as connection:
        sign_ins.begin(connection, "link", "a-token", {"to": ""}, member)

    def finish(_number: int) -> bool:
        with engine.begin() as connection:
            return sign_ins.finish(connection, "link", "a-token") is not None

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(finish, range(8))) == 1


def test_a_session_is_begun_found_noted_and_ended(engine: Engine) -> None:
    member = add(engine)
    with engine.begin() as connection:
        token = sessions.begin(connection, member, "")
        connection.execute(sa.update(sessions_table).values(used=sessions_table.c.used - 400))
    session = sessions.find(engine, token)
    assert session
    assert (session.member, session.is_noted) == (member, False)
    with engine.begin() as connection:
        sessions.note(connection, session)
        sessions.delete_expired(connection)
        sign_ins.delete_expired(connection)
    session = sessions.find(engine, token)
    assert session
    assert session.is_noted
    with engine.begin() as connection:
        sessions.end(connection, token)
    assert sessions.find(engine, token) is None


def test_the_database_has_no_token_of_a_link_once_its_mail_is_gone_nor_of_a_session(
    running: RunningIntake,
) -> None:
    browser, link = _asked(running)
    browser.post(link, {})
    token = browser.cookie.partition("=")[2]
    with running.service.engine.connect() as connection:
        dump = "\n".join(connection.connection.driver_connection.iterdump())  # type: ignore[union-attr]
    assert token not in dump
    assert link.rpartition("/")[2] not in dump
    assert sessions.digest(token) in dump


# ── Who gets one ─────────────────────────────────────────────────────────────────────────────────


def test_an_address_that_is_not_on_the_list_gets_the_same_answer_and_no_mail(
    running: RunningIntake,
) -> None:
    known, unknown = (Browser(running.client), Browser(running.client))
    answers = [
        known.post(SIGN_IN, {"address": ANA}),
        unknown.post(SIGN_IN, {"address": EVE}),
    ]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert [recipient for recipient, _ in links(running.service.engine)] == [ANA]
    assert _rows(running, sign_ins_table) == 2


@pytest.mark.slow
def test_it_takes_as_long_for_an_address_that_is_not_on_the_list(
    running: RunningIntake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_routes, "_ANSWERED", ANSWERED)

    def seconds(address: str) -> float:
        began = time.monotonic()
        running.client.post(SIGN_IN, data={"address": address})
        return time.monotonic() - began

    for _ in range(2):
        taken = [(seconds(ANA), seconds(EVE)) for _ in range(2)]
    known, unknown = (statistics.mean(column) for column in zip(*taken, strict=True))
    assert min(known, unknown) >= ANSWERED >= 0.5
    assert abs(known - unknown) < 0.05


def _remove(running: RunningIntake, *, erase: bool = False) -> Member:
    """Remove the one on the team's list; return who that was."""
    with running.service.engine.begin() as connection:
        member = team.with_address(connection, ANA)
        assert member
        assert membership.remove(connection, member.id, erase=erase)
    return member


def test_nobody_who_was_removed_gets_a_link_or_can_use_one(running: RunningIntake) -> None:
    browser, link = _asked(running)
    _remove(running)
    assert browser.post(link, {}).status_code == httpx.codes.NOT_FOUND
    browser.post(SIGN_IN, {"address": ANA})
    assert links(running.service.engine) == []


def test_a_mailbox_gets_five_links_an_hour_whether_or_not_it_is_on_the_list(
    running: RunningIntake,
) -> None:
    for address in (ANA, EVE):
        why = [
            running.client.post(SIGN_IN, data={"address": address}).headers["location"]
            for _ in range(6)
        ]
        assert [one.rpartition("=")[2] for one in why] == ["sent"] * 5 + ["too-many"]
    assert len(links(running.service.engine)) == 5


def test_two_processes_count_links_together(
    serve: Callable[..., RunningIntake], sqlite: str
) -> None:
    given = {"site_url": "http://127.0.0.1/", "limits_key": "k" * 32}
    running = [serve(sqlite, **given) for _ in range(2)]
    add(running[0].service.engine)
    why = [
        one.client.post(SIGN_IN, data={"address": ANA}).headers["location"].rpartition("=")[2]
        for one in (*running, *running, *running)
    ]
    assert why == ["sent"] * 5 + ["too-many"]


@pytest.mark.parametrize(
    "typed", ["", "ana", "ana@", "<script>alert(1)</script>", "a" * 900 + "@x.org"]
)
def test_what_is_no_address_is_said_to_be_none(running: RunningIntake, typed: str) -> None:
    page = running.client.post(SIGN_IN, data={"address": typed})
    assert page.status_code == httpx.codes.BAD_REQUEST
    assert "Enter an email address" in words(page.text)
    (box,) = html.document_fromstring(page.text).xpath("//input[@id='address']")
    assert box.get("value") == typed[:254]
    assert links(running.service.engine) == []


def test_the_link_never_leads_to_a_host_that_a_client_has_named(running: RunningIntake) -> None:
    headers = {"host": "evil.example", "x-forwarded-host": "evil.example", "forwarded": "host=evil"}
    running.client.post(SIGN_IN, data={"address": ANA}, headers=headers)
    with running.service.engine.connect() as connection:
        body = connection.execute(sa.select(texts.c.body)).scalar_one()
    assert "evil" not in body
    assert "http://127.0.0.1/intake/staff/" in body


# ── Where one is led ─────────────────────────────────────────────────────────────────────────────


def test_a_page_of_the_desk_leads_to_sign_in_and_back(running: RunningIntake) -> None:
    browser = sign_in(running, to=f"{DESK}fr/requests/2345-6789-2?page=2&state=held")
    assert browser.cookie
    page = Browser(running.client).get(f"{SIGN_IN}?to={DESK}fr/mails")
    assert page.text.count(f'name="to" value="{DESK}fr/mails"') == 1


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/intake/staff/",
        "//evil.example/intake/staff/",
        "/intake/en/new",
        "/intake/staff/../../evil",
        "/intake/staff//evil.example\r\nset-cookie: a=b",
        "/intake/staff/\\evil",
        "/intake/staff/x#@evil",
        "javascript:alert(1)",
        "\t//evil.example",
        "/intake/staffevil",
    ],
)
def test_nobody_is_led_away_from_the_desk(running: RunningIntake, to: str) -> None:
    browser = Browser(running.client)
    sent = browser.post(SIGN_IN, {"address": ANA, "to": to})
    assert sent.headers["location"] == f"{SIGN_IN}?why=sent"
    (_, link), *_ = links(running.service.engine)
    done = browser.press(browser.get(link), link)
    assert done.headers["location"] == f"{DESK}en/"


# ── Sessions ─────────────────────────────────────────────────────────────────────────────────────


def test_signing_out_ends_the_session_and_the_cookie(running: RunningIntake) -> None:
    browser = sign_in(running)
    cookie = browser.cookie
    session = sessions.find(running.service.engine, cookie.partition("=")[2])
    assert session
    done = browser.post(f"{DESK}en/sign-out", {"page_of": session.proven()})
    assert done.headers["location"] == f"{SIGN_IN}?why=out"
    assert not browser.cookie
    browser.cookie = cookie
    assert browser.post(f"{DESK}en/sign-out", {}).status_code == httpx.codes.FORBIDDEN
    assert _rows(running, sessions_table) == 0


@pytest.mark.parametrize(
    ("older", "holds"),
    [
        ({"used": sessions.IDLE - 60}, True),
        ({"used": sessions.IDLE}, False),
        ({"created": LONGEST - 60}, True),
        ({"created": LONGEST}, False),
        ({"used": 60 - sessions.SKEW}, True),  # another process has another clock
        ({"used": -sessions.SKEW - 60}, False),  # the clock was set back
    ],
)
def test_a_session_ends_by_itself(
    running: RunningIntake, older: dict[str, int], *, holds: bool
) -> None:
    browser = sign_in(running)
    _age(running, sessions_table, **older)
    token = browser.cookie.partition("=")[2]
    assert bool(sessions.find(running.service.engine, token)) == holds
    with running.service.engine.begin() as connection:
        sessions.delete_expired(connection)
    assert _rows(running, sessions_table) == holds


def test_a_session_begins_with_a_token_that_nobody_can_have_planted(
    running: RunningIntake,
) -> None:
    planted = f"desk={'x' * 43}"
    _, link = _asked(running)
    browser = Browser(running.client, planted)
    browser.press(browser.get(link), link)
    assert browser.cookie != planted
    first = browser.cookie
    _, link = _asked(running)
    browser.press(browser.get(link), link)
    assert browser.cookie != first
    assert _rows(running, sessions_table) == 1  # the one before in the same browser has ended


def test_who_is_removed_is_signed_out_everywhere_at_once(running: RunningIntake) -> None:
    browsers = [sign_in(running) for _ in range(2)]
    _remove(running)
    add(running.service.engine)  # and back: old sessions stay ended
    for browser in browsers:
        assert sessions.find(running.service.engine, browser.cookie.partition("=")[2]) is None


def test_a_removed_members_name_and_address_can_be_erased(running: RunningIntake) -> None:
    member = _remove(running, erase=True)
    with running.service.engine.connect() as connection:
        row = connection.execute(sa.select(staff)).one()
    assert (row.id, row.address, row.name, row.active) == (member.id, None, "", False)


# ── The cookie ───────────────────────────────────────────────────────────────────────────────────


def test_the_cookie_is_for_the_desk_alone_and_scripts_cannot_read_it(
    running: RunningIntake,
) -> None:
    _, link = _asked(running)
    given = Browser(running.client).post(link, {}).headers["set-cookie"]
    parts = {part.strip().lower() for part in given.split(";")[1:]}
    assert parts == {"httponly", "max-age=86400", "path=/intake/staff/", "samesite=lax"}


def test_behind_tls_browsers_send_it_over_tls_alone(serve: Callable[..., RunningIntake]) -> None:
    running = serve(site_url="https://www.example.org/")
    add(running.service.engine)
    _, link = _asked(running)
    given = Browser(running.client).post(link, {}).headers["set-cookie"]
    assert given.startswith("__Secure-desk=")
    assert "secure" in {part.strip().lower() for part in given.split(";")}


def test_of_two_cookies_of_its_name_neither_is_believed(running: RunningIntake) -> None:
    browser = sign_in(running)
    name, _, token = browser.cookie.partition("=")
    browser.cookie = f"{name}={'x' * 43}; {name}={token}"
    page = browser.post(f"{DESK}en/sign-out", {})
    assert "Your session has ended" in words(page.text)


def test_nobody_else_is_given_a_cookie(running: RunningIntake) -> None:
    for path in ("health", "en/new", "fr/nothing", "staff/en/sign-in", "staff/en/sign-in/link/x"):
        assert "set-cookie" not in running.get(path).headers
    assert "set-cookie" not in running.post("new", {}).headers


# ── At the desk ──────────────────────────────────────────────────────────────────────────────────


def test_no_page_of_the_desk_shows_anybody_the_link_of_somebody_else(
    running: RunningIntake,
) -> None:
    add(running.service.engine, RUI, "administer", "Rui")
    rui = sign_in(running, RUI)
    _, link = _asked(running, ANA)
    with running.service.engine.connect() as connection:
        mail = connection.execute(sa.select(outbox.c.id)).scalar_one()
    for path in ("mails", f"mails/{mail}", "people", "team"):
        page = rui.get(f"{DESK}en/{path}")
        assert page.status_code == httpx.codes.OK, path
        assert link.rpartition("/")[2] not in page.text, path
