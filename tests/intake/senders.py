"""Many senders at once, and the receipts that they get."""

from __future__ import annotations

import http.client
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import sqlalchemy as sa

from brochure.site.site import Site
from intake import staff
from intake.database import connect
from intake.tables import outbox, submissions
from tests.intake.answers import Entered, different, encoded, field_id
from tests.intake.serving import FORM, stamp

_TIMEOUT = 60


@dataclass
class ConcurrentSenders:
    """``acknowledged`` maps sent texts to receipts; ``unacknowledged`` are answers without one."""

    site: Site
    acknowledged: dict[str, str] = field(default_factory=dict)
    unacknowledged: list[Entered] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    _number: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def text(self, answers: Mapping[str, Sequence[str]]) -> str:
        """Return the text that identifies answers."""
        return answers[field_id(self.site, "text")][0]

    def send_one(self, connection: http.client.HTTPConnection) -> int:
        """Send new answers, or those of someone who got no receipt; return the status."""
        with self._lock:
            self._number += 1
            address = f"ana{self._number}@example.org"
            typed = (
                self.unacknowledged.pop()
                if self.unacknowledged
                else different(self.site, sender_address=address)
            )
        status = 0
        try:
            body = encoded(typed | {"signed_at": [stamp()]})
            connection.request("POST", "/intake/en/send", body, FORM)
            response = connection.getresponse()
            response.read()
            status = response.status
        finally:
            with self._lock:
                self.statuses[status] += 1
                if status == http.HTTPStatus.SEE_OTHER:
                    self.acknowledged[self.text(typed)] = response.headers["location"]
                else:
                    self.unacknowledged.append(typed)
        return status

    @contextmanager
    def sending(self, port: int, people: int = 8) -> Iterator[None]:
        """Let people send repeatedly, until the server is gone or the block ends."""
        ended = threading.Event()

        def send() -> None:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT)
            try:
                while not ended.is_set():
                    if self.send_one(connection) != http.HTTPStatus.SEE_OTHER:
                        time.sleep(0.05)  # a person looks at the page first
            except (OSError, http.client.HTTPException):
                pass
            finally:
                connection.close()

        threads = [threading.Thread(target=send) for _ in range(people)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            ended.set()
            for thread in threads:
                thread.join(_TIMEOUT)

    def wait(self, status: int, more: int = 1) -> None:
        """Wait until some more have got an answer of this kind."""
        enough, until = self.statuses[status] + more, time.monotonic() + _TIMEOUT
        while self.statuses[status] < enough:
            assert time.monotonic() < until, f"nobody gets {status}: {self.statuses}"
            time.sleep(0.005)

    def check(self, database: str) -> None:
        """Make sure that all acknowledged answers are in the database, once, with their mails."""
        engine = connect(database)
        stored = {self.text(each.answers): each for each in staff.list_submissions(engine)}
        with engine.connect() as connection:
            ids = connection.execute(sa.select(submissions.c.id)).scalars().all()
            mails = Counter(connection.execute(sa.select(outbox.c.submission)).scalars())
        engine.dispose()
        assert len(ids) == len(stored)  # nobody is there twice
        lost = [text for text in self.acknowledged if text not in stored]
        assert not lost, f"{len(lost)} of {len(self.acknowledged)} are lost"
        for text, address in self.acknowledged.items():
            assert stored[text].id == address.rpartition("/")[2]
        assert set(mails.values()) <= {2}
        assert len(mails) == len(stored)
