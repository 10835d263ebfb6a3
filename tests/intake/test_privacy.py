"""Nothing that anyone typed is in a log, and no IP address is stored anywhere."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from brochure.site.site import Site
from intake.database import connect
from intake.tables import metadata
from tests.intake import serving
from tests.intake.answers import different, encoded, named
from tests.intake.conftest import TEAM
from tests.intake.serving import FORM, Server, stamp
from tests.support.smtp import MailServer

pytestmark = pytest.mark.server

CLIENT = "203.0.113.77"
TYPED = "Unmistakable"
SENDER = "unmistakable.sender@example.org"


def everything_that_can_happen(server: Server, site: Site, database: str) -> None:
    """Send forms with every outcome: accepted, held, rejected, cut off; and break the database."""

    def post(step: str, body: bytes, **headers: str) -> int:
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        all_ = FORM | {"x-forwarded-for": CLIENT, "user-agent": TYPED, "referer": TYPED} | more
        path = f"/intake/en/{step}?{TYPED}"
        return server.client.post(path, content=body, headers=all_).status_code

    typed = different(site, sender_address=SENDER, institution=TYPED, line=f"{TYPED}\x00\ud7ff")
    checked = typed | {"signed_at": [stamp()]}
    assert post("check", encoded(typed)) == 200
    assert post("send", encoded(checked)) == 303
    assert post("send", encoded(checked | named(site, text="2", web_site=TYPED))) == 303
    assert post("send", encoded(typed)) == 409
    assert post("check", encoded(typed | named(site, sender_address=f"{TYPED}@"))) == 422
    assert post("check", encoded(typed | {TYPED: [TYPED]})) == 400
    assert post("check", b"%FF" + TYPED.encode()) == 400
    assert post("check", TYPED.encode() * 50_000) == 413
    assert post("check", encoded(typed), origin=f"https://{TYPED}.example") == 403
    assert post(TYPED, b"") == 404
    while server.client.get("/intake/health").json()["mails_failed"] == 0:
        time.sleep(0.05)
    engine = connect(database)
    with engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE outbox"))
    assert post("send", encoded(checked | named(site, text="3"))) == 503
    metadata.create_all(engine)
    engine.dispose()


def test_logs_are_lines_of_json_without_anything_that_someone_typed(
    project: Path, site: Site, mail_server: MailServer, database: str, tmp_path: Path
) -> None:
    mail_server.replies[SENDER] = f"550 5.1.1 <{SENDER}> is not a user"
    log = tmp_path / "log"
    smtp = f"smtp://127.0.0.1:{mail_server.port}"
    settings = serving.environment(project, database, team=TEAM, smtp=smtp, proxies="1")
    server = serving.start(log, settings)
    try:
        everything_that_can_happen(server, site, database)
    finally:
        assert server.stop() in {0, -signal.SIGTERM}
    text = log.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert all({"time", "level", "logger", "message"} <= line.keys() for line in lines)
    messages = [line["message"] for line in lines]
    assert messages.count("stored submissions") == 2
    assert "could not store submission" in messages
    assert "mail refused" in messages
    for private in (TYPED.lower(), SENDER, "ana.sousa", CLIENT, "127.0.0.1:"):
        assert private not in text.lower().replace("http://127.0.0.1:", "")


def test_no_ip_address_is_stored_anywhere(
    project: Path, site: Site, mail_server: MailServer, sqlite: str, tmp_path: Path
) -> None:
    smtp = f"smtp://127.0.0.1:{mail_server.port}"
    settings = serving.environment(project, sqlite, team=TEAM, smtp=smtp, proxies="1")
    server = serving.start(tmp_path / "log", settings)
    body = encoded(different(site) | {"signed_at": [stamp()]})
    headers = FORM | {"x-forwarded-for": CLIENT}
    sent = server.client.post("/intake/en/send", content=body, headers=headers)
    page = server.client.get(sent.headers["location"], headers=headers)
    mails = mail_server.wait(2)
    server.stop()
    assert len(mails) == 2
    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir() if file.is_file())
    for place in (stored, page.content, *mail_server.raw):
        assert CLIENT.encode() not in place
        assert b"127.0.0.1" not in place.replace(b"http://127.0.0.1", b"")
