"""Whatever is sent, in whatever encoding: no failure, no echo, no forged email."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from starlette.types import ASGIApp, Message

from brochure.site.form_answers import answer_to
from brochure.site.site import Site
from brochure.text.entered import mail_address
from intake.mail.builder import ComposedMail
from intake.mail.leases import Leases
from intake.service import Service
from intake.settings import settings
from intake.storage.database import connect
from intake.storage.store import Store
from tests.intake import serving
from tests.intake.conftest import SENDER, TEAM
from tests.intake.malformed import Case, MalformedRequests
from tests.intake.test_mail import HEADERS
from tests.support import depth

PARTS, CASES, AT_ONCE, MAILS = (
    depth.rounds(1, 4),
    depth.rounds(100, 2500),
    50,
    depth.rounds(30, 300),
)
ANSWERS = {200, 303, 404}
PLACES = re.compile(
    rb"|/intake/\w\w/(receipt/[\w-]{38}|draft/[\w-]{22}/[\w-]+)(\?[\w=&-]*)?(#[\w-]+)?"
    rb"|/[\w/-]*(#deleted)?"
)
ESCAPED = re.compile(rb"&lt;xss&#34;&#39;&amp;&gt;")
RANDOM = re.compile(rb"(?<=/draft/)[\w-]{22}|(?<=/receipt/)[\w-]{38}")


async def ask(app: ASGIApp, case: Case) -> tuple[int, dict[bytes, bytes], bytes]:
    """Hand a request to the application, as a web server does, and return its answer."""
    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": case.method,
        "scheme": "http",
        "path": unquote_to_bytes(case.path).decode("utf-8", "replace"),
        "raw_path": case.path,
        "query_string": case.query,
        "root_path": "",
        "headers": [(n.encode(), v.encode("utf-8", "replace")) for n, v in case.headers.items()],
        "client": ("192.0.2.1", 1),
        "server": ("127.0.0.1", 80),
    }
    half = len(case.body) // 2
    coming = [
        {"type": "http.request", "body": case.body[:half], "more_body": True},
        {"type": "http.request", "body": case.body[half:], "more_body": False},
    ]
    sent: list[Message] = []

    async def receive() -> Message:
        return coming.pop(0) if coming else {"type": "http.disconnect"}

    async def send(part: Message) -> None:
        sent.append(part)

    await app(scope, receive, send)
    body = b"".join(part.get("body", b"") for part in sent[1:])
    return sent[0]["status"], dict(sent[0]["headers"]), body


def check(case: Case, status: int, headers: dict[bytes, bytes], body: bytes) -> None:
    """Check that the status is expected and that the answer contains no markup of the sender."""
    assert status in ANSWERS, (status, case)
    assert b"default-src 'none'" in headers[b"content-security-policy"]
    place = headers.pop(b"location", b"")  # addresses are of random letters: any may occur
    assert PLACES.fullmatch(place), (place, case)
    assert not any(b"xss" in value or b"evil" in value for value in headers.values()), case
    shown = RANDOM.sub(b"", body)
    assert shown.count(b"xss") == len(ESCAPED.findall(shown)), case
    assert b"\x00" not in body, case


async def ask_all(app: ASGIApp, store: Store, malformed: MalformedRequests) -> Counter[int]:
    """Ask as often as this run does, and on until each kind of answer was seen: some are rare."""
    statuses: Counter[int] = Counter()
    always = len(malformed.drafts)
    for draft in malformed.drafts:
        store.drafts.begin(draft).result(60)
    for asked in range(0, 10 * CASES, AT_ONCE):
        if asked >= CASES and statuses.keys() == ANSWERS:
            break
        cases = [malformed.case() for _ in range(AT_ONCE)]
        while len(malformed.drafts) > always:
            store.drafts.begin(malformed.drafts.pop()).result(60)
        answers = await asyncio.gather(*(ask(app, case) for case in cases))
        for case, answer in zip(cases, answers, strict=True):
            place = answer[1].get(b"location", b"").partition(b"#")[0]
            check(case, *answer)
            statuses[answer[0]] += 1
            if place:  # what was typed is shown there
                path, _, query = place.partition(b"?")
                shown = Case(path, b"", "GET", query=query)
                followed = await ask(app, shown)
                check(shown, *followed)
                statuses[followed[0]] += 1
    return statuses


def check_mails(service: Service) -> int:
    """Check that the sender added no header, in some of the emails."""
    waiting, checked = Leases(service.engine), 0
    while checked < MAILS and (taken := waiting.take(MAILS)):
        for entry in taken:
            mail = service.mail_builder.build(entry)
            assert sorted(name.lower() for name in mail) == sorted(HEADERS)
            head = mail.as_bytes().partition(b"\r\n\r\n")[0]
            # The senders' markup is in small letters: a reference, of random capitals, may say XSS.
            assert not re.search(rb"(?i:\nbcc|subject: evil)|xss", head)
            assert not isinstance(entry.about, ComposedMail)
            address = mail_address(answer_to(service.form, "sender-address", entry.about.answers))
            assert mail["To"] == (TEAM if entry.kind == "team" else address)
            assert entry.kind == "team" or "xss" not in mail.get_content()
            checked += 1
    return checked


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_malformed_requests_do_no_harm(project: Path, site: Site, sqlite: str, part: int) -> None:
    seed = secrets.randbits(32)
    print(f"part {part}: MalformedRequests(site, {seed})")
    assert site.content.form
    given = serving.environment(project, sqlite, team=TEAM, sender=SENDER, posts_per_hour="0")
    service = Service(settings.load(given), site, site.content.form, connect(sqlite))
    # In a separate thread: the browser of other tests has its event loop in this one.
    with ThreadPoolExecutor(1) as thread:
        ask_them = partial(ask_all, service.app(), service.store(), MalformedRequests(site, seed))
        statuses = thread.submit(lambda: asyncio.run(ask_them())).result()
    assert statuses.keys() == ANSWERS
    assert statuses[303] > CASES / 2
    assert check_mails(service) >= MAILS
