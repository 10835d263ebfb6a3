"""Nothing that anyone typed is in a log, and no IP address is stored anywhere."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from brochure.site.site import Site
from intake.storage import listing
from intake.storage.database import connect
from intake.storage.tables import metadata
from tests.intake import serving
from tests.intake.answers import different
from tests.intake.conftest import TEAM
from tests.intake.serving import Server
from tests.intake.walking import FORM, Walker
from tests.support import depth
from tests.support.smtp import MailServer

pytestmark = pytest.mark.server

CLIENT = "203.0.113.77"
TYPED = "Unmistakable"
SENDER = "unmistakable.sender@example.org"


def everything_that_can_happen(server: Server, site: Site, database: str) -> None:
    """Send forms with every outcome: accepted, held, refused, cut off; and break the database."""
    assert site.content.form
    headers = {"x-forwarded-for": CLIENT, "user-agent": TYPED, "referer": TYPED}
    server.client.headers.update(headers)
    typed = different(site, sender_address=SENDER, institution=TYPED, line=f"{TYPED}\x00\ud7ff")
    Walker(server.client, site.content.form).whole(typed)
    walker = Walker(server.client, site.content.form).to_check(typed)
    walker.send(web_site=[TYPED]).send(web_site=[TYPED])
    walker = Walker(server.client, site.content.form).begin()
    walker.to_check(different(site, sender_address=f"{TYPED}@")).go("later")
    walker.submit({"mail_to": [TYPED]}).submit({"mail_to": [SENDER]})
    here = walker.place

    def post(address: str, body: bytes, **more: str) -> int:
        path = f"{address}?{TYPED}"
        return server.client.post(path, content=body, headers=FORM | more).status_code

    assert post(here, b"%FF" + TYPED.encode()) == 303
    assert post(here, TYPED.encode() * 50_000) == 303
    assert post(here, b"", origin=f"https://{TYPED}.example") == 303
    assert post(f"/intake/en/{TYPED}", b"") in {404, 405}
    engine = connect(database)
    while listing.figures(engine).mails["failed"] == 0:
        time.sleep(0.05)
    walker = Walker(server.client, site.content.form).to_check(typed)
    with engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE outbox"))
    assert walker.send().why == "unavailable"
    metadata.create_all(engine)
    engine.dispose()


@pytest.mark.parametrize(
    "database", depth.some(["postgresql"], ["sqlite", "postgresql"]), indirect=True
)
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
    assert messages.count("stored submission") == 2
    assert "could not store submission" in messages
    assert "mail refused" in messages
    for private in (TYPED.lower(), SENDER, "ana.sousa", CLIENT, "127.0.0.1:"):
        assert private not in text.lower().replace("http://127.0.0.1:", "")


def test_no_ip_address_is_stored_anywhere(
    site: Site, mail_server: MailServer, sqlite: str, tmp_path: Path
) -> None:
    smtp = f"smtp://127.0.0.1:{mail_server.port}"
    with serving.in_process(site, sqlite, team=TEAM, smtp=smtp, proxies="1") as running:
        running.client.headers.update({"x-forwarded-for": CLIENT})
        running.walker().to_check(different(site))
        walker = running.walker().whole(different(site))
        mails = mail_server.wait(2)
    assert len(mails) == 2
    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir() if file.is_file())
    for place in (stored, walker.page.encode(), *mail_server.raw):
        assert CLIENT.encode() not in place
        assert b"127.0.0.1" not in place.replace(b"http://127.0.0.1", b"")
