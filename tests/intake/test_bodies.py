"""Bodies of any size and kind: too large ones are not read, malformed ones are refused."""

from __future__ import annotations

import contextlib
import socket
import time

import pytest

from brochure.schema import Form
from brochure.site import form_answers
from brochure.site.site import Site
from tests.intake.answers import Entered, different, good, on_page
from tests.intake.pages import nothing_stored, words
from tests.intake.serving import RunningIntake
from tests.intake.walking import FORM
from tests.site.pages import SHOWN

TAGS = ("en", "fr", "pt")


def too_large(form: Form) -> int:
    return 100_000 + 30 * sum(field.max_length for field in form_answers.fields(form))


@pytest.fixture
def place(running: RunningIntake, site: Site) -> str:
    """Return the address of a step with texts, below the intake's, of a draft that can be sent."""
    walker = running.walker().to_check(different(site))
    step = next(s for s in running.service.form.steps if any(f.type == "text" for f in s.fields))
    return f"en/draft/{walker.draft}/{step.id}"


@pytest.mark.parametrize("tag", SHOWN)
def test_a_body_larger_than_any_answer_is_refused_by_its_length_and_the_draft_is_kept(
    running: RunningIntake, site: Site, form: Form, tag: str, place: str
) -> None:
    place = place.replace("en/", f"{tag}/", 1)
    before = running.get(place).text
    refused = running.raw(place, b"need=" + b"x" * too_large(form), **FORM)
    assert refused.headers["connection"] == "close"
    page = running.get(refused.headers["location"])
    told = site.content.strings["refusal"]["too-large-text"][tag]
    assert words(told) in words(page.text)
    assert on_page(page.text) == on_page(before)


@pytest.mark.parametrize("declared", [True, False])
def test_a_body_that_is_too_large_is_not_read_completely(
    running: RunningIntake, form: Form, place: str, *, declared: bool
) -> None:
    """With its length declared or not: the response comes, and the server hangs up."""
    endless = 10**9
    how = f"Content-Length: {endless}" if declared else "Transfer-Encoding: chunked"
    head = f"POST /intake/{place} HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM['content-type']}\r\n"
    piece = b"need=" + b"x" * 8187
    chunk = piece if declared else b"2000\r\n" + piece + b"\r\n"
    sent, answer = 0, b""
    with socket.create_connection(
        (running.client.base_url.host, running.client.base_url.port)
    ) as wire:
        wire.settimeout(10)
        wire.sendall(f"{head}{how}\r\n\r\n".encode())
        with contextlib.suppress(OSError):  # it hangs up while the test is still sending
            while sent < 50_000_000:
                wire.sendall(chunk)
                sent += len(chunk)
        with contextlib.suppress(ConnectionResetError):
            answer = wire.recv(100)
    assert not answer or answer.startswith(b"HTTP/1.1 303 ")
    assert sent < 50_000_000
    assert sent < too_large(form) + 10_000_000  # what the system's buffers hold


@pytest.mark.slow
def test_the_longest_answers_that_the_form_accepts_are_not_too_large(
    running: RunningIntake, site: Site, form: Form
) -> None:
    texts = [field for field in form_answers.fields(form) if field.type in {"text", "textarea"}]
    longest: Entered = {field.id: ["💡" * field.max_length] for field in texts}
    lines: Entered = {f.id: ["a\n" * (f.max_length // 2)] for f in texts if f.type == "textarea"}
    for typed in (good(site) | longest, good(site) | longest | lines):
        assert "/receipt/" in running.send(typed).place


UNREADABLE: dict[str, tuple[bytes, dict[str, str]]] = {
    "bytes that are not UTF-8": (b"need=%FF%FE", FORM),
    "latin-1": ("need=São".encode("latin-1"), FORM),
    "raw bytes": (bytes(range(256)), FORM),
    "no pairs": (b"need", FORM),
    "too many fields": (b"&".join([b"need=x"] * 1000), FORM),
    "JSON": (b'{"need": "x"}', {"content-type": "application/json"}),
    "multipart": (
        b'--x\r\nContent-Disposition: form-data; name="need"\r\n\r\nx\r\n--x--\r\n',
        {"content-type": "multipart/form-data; boundary=x"},
    ),
    "text": (b"need=x", {"content-type": "text/plain"}),
    "no type": (b"need=x", {"content-type": ""}),
    "nothing": (b"", {}),
    "compressed": (b"\x1f\x8b\x08", FORM | {"content-encoding": "gzip"}),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_a_body_that_is_not_a_form_is_refused_and_the_draft_is_kept(
    running: RunningIntake, site: Site, case: str, place: str
) -> None:
    body, headers = UNREADABLE[case]
    for tag in TAGS:
        there = place.replace("en/", f"{tag}/", 1)
        before = running.get(there).text
        refused = running.raw(there, body, **headers)
        assert refused.status_code == 303
        page = running.get(refused.headers["location"])
        told = site.content.strings["refusal"]["unreadable-text"][tag]
        assert words(told) in words(page.text)
        assert on_page(page.text) == on_page(before)


def test_an_incomplete_body_stores_nothing_and_logs_no_error(
    running: RunningIntake, place: str, caplog: pytest.LogCaptureFixture
) -> None:
    before = on_page(running.get(place).text)
    head = f"POST /intake/{place} HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM['content-type']}\r\n"
    for how in ("Content-Length: 1000", "Transfer-Encoding: chunked"):
        address = (running.client.base_url.host, running.client.base_url.port)
        with socket.create_connection(address) as wire:
            wire.sendall(f"{head}{how}\r\n\r\nneed=".encode())
    assert running.get("health").status_code == 200
    time.sleep(0.2)
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
    assert on_page(running.get(place).text) == before
    assert nothing_stored(running)
