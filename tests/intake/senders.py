"""Many senders at once, the steps that were stored for them, and the receipts that they get."""

from __future__ import annotations

import http.client
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import sqlalchemy as sa

from brochure.site.site import Site
from intake.journey.draft import Draft
from intake.storage import listing
from intake.storage.database import connect
from intake.storage.tables import outbox, submissions
from tests.intake.answers import Entered, different, encoded, field_id
from tests.intake.steps import journey, posts
from tests.intake.walking import FORM

_TIMEOUT = 60
Connect = Callable[[int], http.client.HTTPConnection]


def _connect(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT)


@dataclass
class Sender:
    """Somebody on the way: the posts that are left, and the answers that were stored."""

    typed: Entered
    left: list[tuple[str, Entered]]
    draft: str = ""
    stored: Entered = field(default_factory=dict)


@dataclass
class ConcurrentSenders:
    """``acknowledged`` maps sent texts to receipts; ``on_the_way`` are those without one."""

    site: Site
    acknowledged: dict[str, str] = field(default_factory=dict)
    on_the_way: list[Sender] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    receipts: int = 0
    interrupted: int = 0
    _number: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        """Learn the way once."""
        self._journey = journey(self.site)

    def text(self, answers: Mapping[str, Sequence[str]]) -> str:
        """Return the text that identifies answers."""
        return answers[field_id(self.site, "text")][0]

    def _next(self) -> Sender:
        with self._lock:
            if self.on_the_way:
                return self.on_the_way.pop()
            self._number += 1
            address = f"ana{self._number}@example.org"
            typed = different(self.site, sender_address=address)
            return Sender(typed, list(posts(self._journey, typed, Draft("en"))))

    def send_one(self, connection: http.client.HTTPConnection) -> int:
        """Go on with somebody's way, or begin a new one; return the last status."""
        sender, status = self._next(), 0
        try:
            if not sender.draft:
                status, address = self._post(connection, "/intake/en/new", {})
                if status != http.HTTPStatus.SEE_OTHER:
                    return status
                sender.draft = address.split("/")[4]
            while sender.left:
                page, body = sender.left[0]
                path = f"/intake/en/draft/{sender.draft}/{page}"
                status, address = self._post(connection, path, body)
                if status != http.HTTPStatus.SEE_OTHER or "why=unavailable" in address:
                    return http.HTTPStatus.SERVICE_UNAVAILABLE
                self._passed(sender, address)
        finally:
            if sender.left and sender.draft:
                with self._lock:
                    self.on_the_way.append(sender)
        return status

    def _passed(self, sender: Sender, address: str) -> None:
        _, body = sender.left.pop(0)
        if sender.left:
            sender.stored |= {name: v for name, v in body.items() if name in sender.typed}
            return
        with self._lock:
            self.acknowledged[self.text(sender.typed)] = address
            self.receipts += 1

    def _post(
        self, connection: http.client.HTTPConnection, path: str, body: Entered
    ) -> tuple[int, str]:
        status = 0
        try:
            connection.request("POST", path, encoded(body), FORM)
            response = connection.getresponse()
            response.read()
            status, address = response.status, response.headers["location"] or ""
            if "why=unavailable" in address:
                status = http.HTTPStatus.SERVICE_UNAVAILABLE
            return response.status, address
        finally:
            with self._lock:
                self.statuses[status] += 1

    @contextmanager
    def sending(self, port: int, people: int = 8, connect: Connect = _connect) -> Iterator[None]:
        """Let people send repeatedly, until the server is gone or the block ends.

        Those to whom it hung up, or did not answer, are ``interrupted``.
        """
        ended = threading.Event()

        def send() -> None:
            connection = connect(port)
            try:
                while not ended.is_set():
                    if self.send_one(connection) != http.HTTPStatus.SEE_OTHER:
                        time.sleep(0.05)  # a person looks at the page first
            except (OSError, http.client.HTTPException):
                with self._lock:
                    self.interrupted += 1
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
        """Wait until some more have received an answer of this kind."""
        enough = self.statuses[status] + more
        self._until(lambda: self.statuses[status] >= enough, f"nobody gets {status}")

    def wait_for_receipts(self, more: int = 1) -> None:
        """Wait until some more have received a receipt."""
        enough = self.receipts + more
        self._until(lambda: self.receipts >= enough, "nobody gets a receipt")

    def _until(self, happened: Callable[[], bool], message: str) -> None:
        until = time.monotonic() + _TIMEOUT
        while not happened():
            assert time.monotonic() < until, f"{message}: {self.statuses}"
            time.sleep(0.005)

    def check(self, database: str) -> None:
        """Make sure that all that was acknowledged is in the database: once, with its emails."""
        engine = connect(database)
        sent = {self.text(each.answers): each for each in listing.list_submissions(engine)}
        with engine.connect() as connection:
            ids = connection.execute(sa.select(submissions.c.id)).scalars().all()
            mails = Counter(connection.execute(sa.select(outbox.c.submission)).scalars())
        assert len(ids) == len(sent)  # nobody is there twice
        lost = [text for text in self.acknowledged if text not in sent]
        assert not lost, f"{len(lost)} of {len(self.acknowledged)} are lost"
        for text, address in self.acknowledged.items():
            assert sent[text].id == address.rpartition("/")[2]
        assert set(mails.values()) <= {2}
        assert len(mails) == len(sent)
        kept = {each.draft: each.answers for each in listing.list_submissions(engine)}
        kept |= {draft.id: draft.answers for draft in listing.list_drafts(engine)}
        for sender in self.on_the_way:
            for name, values in sender.stored.items():
                assert kept[sender.draft].get(name, ()) == tuple(values), name
        engine.dispose()
