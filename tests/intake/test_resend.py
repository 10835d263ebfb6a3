"""An email is sent at least once, even if the service is killed while it sends."""

from __future__ import annotations

import contextlib
from pathlib import Path

import httpx
import pytest

from intake.mail.builder import MailBuilder
from intake.mail.outbox import Outbox
from intake.storage.database import connect
from tests.intake import serving
from tests.intake.answers import different
from tests.intake.conftest import TEAM
from tests.intake.storage_helpers import make_due
from tests.intake.walking import Walker
from tests.support.smtp import MailServer

pytestmark = pytest.mark.server


@pytest.mark.soak
def test_a_kill_between_sending_a_mail_and_recording_it_sends_it_again_as_the_same_mail(
    project: Path, mail_builder: MailBuilder, mail_server: MailServer, sqlite: str, tmp_path: Path
) -> None:
    smtp = f"smtp://127.0.0.1:{mail_server.port}"
    settings = serving.environment(project, sqlite, team=TEAM, smtp=smtp)
    server = serving.start(tmp_path / "log", settings)
    mail_server.when_received = server.process.kill
    assert mail_builder.site.content.form
    walker = Walker(server.client, mail_builder.site.content.form)
    walker.to_check(different(mail_builder.site))
    with contextlib.suppress(httpx.TransportError):  # it may be gone before the receipt is shown
        walker.send()
    server.process.wait()
    server.client.close()
    engine = connect(sqlite)
    make_due(engine)  # the time of the lease passes
    mail_server.when_received = None
    Outbox(engine, mail_server.address, mail_builder).send_due()
    engine.dispose()
    ids = [str(mail["Message-ID"]).partition("@")[0] for mail in mail_server.received]
    assert len(ids) == 3
    assert len(set(ids)) == 2
