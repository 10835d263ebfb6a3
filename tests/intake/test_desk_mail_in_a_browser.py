"""Answers, emails and personal data in a browser: accessible, whole on every screen, and light."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Page

from intake.desk import answers
from intake.desk.answers import UnsentAnswer
from intake.journey.submission import Submission
from intake.mail.builder import ComposedMail
from intake.storage.store import Store
from intake.storage.tables import outbox
from tests.intake.conftest import MakeSubmission
from tests.intake.desk_helpers import note
from tests.intake.serving import RunningIntake
from tests.intake.signing import DESK, signed_in_tab
from tests.intake.storage_helpers import store_submission
from tests.site.test_weight import BUDGET
from tests.support import depth
from tests.support.page_checks import assert_fits_and_is_accessible

LONG = "Conseil national des droits de l’homme et de la protection des travailleurs migrants"
ERROR = "550 5.1.1 <" + "w" * 64 + "@example.org>: no such user"


@pytest.fixture
def running(serve: Callable[..., RunningIntake]) -> RunningIntake:
    """Return the intake on plain HTTP, where browsers keep its cookie."""
    return serve(site_url="http://127.0.0.1/")


@pytest.fixture
def sent(served: Store, submission: MakeSubmission) -> Submission:
    """Return a request whose acknowledgement has failed, and which a note names."""
    address = f"zoe.{'n' * 50}@example.org"
    one, other = (submission(institution=LONG, sender_address=address) for _ in range(2))
    for each in (one, other):
        store_submission(served, each)
    note(served.engine, other.reference, "zoe")
    of_it = (outbox.c.submission == one.id, outbox.c.kind == "acknowledgement")
    with served.engine.begin() as connection:
        values = {"status": "failed", "attempts": 3, "error": ERROR}
        connection.execute(sa.update(outbox).where(*of_it).values(values))
    return one


@pytest.fixture
def tab(browser: Browser, running: RunningIntake) -> Iterator[Page]:
    """Yield a tab in which an administrator is signed in."""
    with signed_in_tab(browser, running) as opened:
        yield opened


def begun(running: RunningIntake, sent: Submission, body: str) -> str:
    """Begin an answer; return its id."""
    words = ComposedMail("Objet : " + "x" * 90, body, "fr")
    with running.service.engine.begin() as connection:
        return answers.begin(connection, UnsentAnswer("", sent.reference, words))


@pytest.mark.parametrize("tag", depth.some(("fr",), ("en", "fr", "pt")))
def test_every_kind_of_page_fits_each_screen_weighs_little_and_axe_finds_nothing(
    tab: Page, running: RunningIntake, sent: Submission, axe_source: str, tag: str
) -> None:
    request = f"requests/{sent.reference}"
    whole, part = begun(running, sent, "w" * 300), begun(running, sent, "[…]")
    with running.service.engine.connect() as connection:
        failed = sa.select(outbox.c.id).where(outbox.c.status == "failed")
        mail = connection.execute(failed).scalar_one()
    kinds = [
        *(f"{request}/answer?text=decision", f"{request}/answer/{whole}", "mails"),
        *(f"mails/{mail}", "people?text=zoe"),
        f"people/chosen?text=zoe&item=case:{sent.reference}",
    ]
    others = [
        *(request, f"{request}/answer?begun={part}", "mails?why=corrected"),
        *("people", "people?text=nobody", "people?erased=1", "people/chosen?text=zoe"),
    ]
    for address in depth.some(kinds, kinds + others):
        response = tab.goto(f"{DESK}{tag}/{address}")
        assert response
        assert response.status == 200, address
        assert_fits_and_is_accessible(tab, axe_source, address)
        assert len(gzip.compress(tab.content().encode(), 6)) <= BUDGET, address
    tab.goto(f"{DESK}{tag}/mails/{mail}")
    tab.locator("#address").fill("zoe@")
    tab.locator("button[value=correct]").click()
    assert_fits_and_is_accessible(tab, axe_source, "wrong address")
