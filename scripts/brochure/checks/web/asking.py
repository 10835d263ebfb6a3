"""Asks web servers for addresses, as a considerate guest does.

One address at a time; between two of one host there is a pause, in which others are asked. HEAD
comes first, GET only where HEAD is refused, and no page is downloaded. One that asks to wait
(429, 503 with Retry-After) is asked again after the time named.
"""

from __future__ import annotations

import contextlib
import datetime
import email.utils
import ssl
import time
from collections import deque
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urldefrag, urlsplit

import requests

Progress = Callable[[int, int], object]

_PERMANENT = {HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT}
_LATER = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}


@dataclass(frozen=True)
class Politeness:
    """How to ask; times in seconds. A server that asks for more than ``longest_wait`` is left."""

    pause: float = 1
    timeout: float = 20
    longest_wait: float = 60
    attempts: int = 3
    redirects: int = 10


@dataclass(frozen=True)
class LinkResponse:
    """The result of a request: its last status, or why there is none.

    ``moved_to`` is where it has moved for good. ``failure`` is empty if there is a status.
    """

    status: int = 0
    moved_to: str = ""
    failure: str = ""
    is_certificate: bool = False


def ask(
    addresses: Collection[str], user_agent: str, politeness: Politeness, progress: Progress
) -> Iterator[tuple[str, LinkResponse]]:
    """Yield each address with its answer, in the order in which they come."""
    waiting = deque((address, 1) for address in addresses)
    ready: dict[str, float] = {}  # when a host may be asked again
    done = 0
    with requests.Session() as session:
        session.headers["User-Agent"] = user_agent
        session.max_redirects = politeness.redirects
        while waiting:
            address, attempt = _next(waiting, ready)
            progress(done, len(addresses))
            answer, pause = _ask(session, address, politeness)
            ready[_host(address)] = time.monotonic() + max(pause, politeness.pause)
            is_passing = not answer.is_certificate and (answer.failure or answer.status in _LATER)
            if is_passing and attempt < politeness.attempts and pause <= politeness.longest_wait:
                waiting.append((address, attempt + 1))
            else:
                done += 1
                yield address, answer


def _host(address: str) -> str:
    return urlsplit(address).netloc.lower()


def _next(waiting: deque[tuple[str, int]], ready: dict[str, float]) -> tuple[str, int]:
    """Take the address whose host may be asked first, and wait until it may."""
    chosen = min(waiting, key=lambda item: max(ready.get(_host(item[0]), 0), time.monotonic()))
    waiting.remove(chosen)
    time.sleep(max(0, ready.get(_host(chosen[0]), 0) - time.monotonic()))
    return chosen


def _ask(
    session: requests.Session, address: str, politeness: Politeness
) -> tuple[LinkResponse, float]:
    """Ask once; return the answer, and how long the host asks to be left alone."""
    address, fragment = urldefrag(address)
    try:
        with _response(session, address, politeness.timeout) as response:
            moved = _moved_to(response)
            if moved and fragment and "#" not in moved:
                moved = f"{moved}#{fragment}"
            return LinkResponse(response.status_code, moved), _pause(response)
    except requests.TooManyRedirects:
        return LinkResponse(HTTPStatus.LOOP_DETECTED), 0
    except requests.exceptions.SSLError as error:
        return LinkResponse(failure=_certificate(error), is_certificate=True), 0
    except requests.Timeout:
        return LinkResponse(failure=f"no answer within {politeness.timeout:g} seconds"), 0
    except (requests.RequestException, ValueError) as error:
        return LinkResponse(failure=_reason(error)), 0


@contextlib.contextmanager
def _response(
    session: requests.Session, address: str, timeout: float
) -> Iterator[requests.Response]:
    """Ask with HEAD, then with GET if HEAD is refused for any reason but too many questions."""
    head = session.head(address, timeout=timeout, allow_redirects=True)
    if head.status_code < HTTPStatus.BAD_REQUEST or head.status_code in _LATER:
        yield head
        return
    with session.get(address, timeout=timeout, stream=True) as response:
        yield response


def _moved_to(response: requests.Response) -> str:
    """Return where permanent redirects lead, up to the first one that is not."""
    addresses = [step.url for step in response.history] + [response.url]
    moved = ""
    for step, address in zip(response.history, addresses[1:], strict=True):
        if step.status_code not in _PERMANENT:
            break
        moved = address
    return moved


def _pause(response: requests.Response) -> float:
    """Return the seconds for which the server asks, in numbers or as a date."""
    value = response.headers.get("Retry-After", "")
    if response.status_code not in _LATER or not value:
        return 0
    if value.isdigit():
        return float(value)
    try:
        until = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return 0
    until = until if until.tzinfo else until.replace(tzinfo=datetime.UTC)
    return max(0, (until - datetime.datetime.now(datetime.UTC)).total_seconds())


def _certificate(error: BaseException) -> str:
    """Return the fault of a certificate, such as ``certificate has expired``."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return cause.verify_message or str(cause.reason)
    return "no secure connection"


def _reason(error: BaseException) -> str:
    """Return the last cause that the system names, such as ``Connection refused``."""
    for cause in _causes(error):
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror
    return type(error).__name__


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and those inside it; urllib3 keeps them as arguments or reasons."""
    seen: list[BaseException] = []
    found: list[object] = [error]
    while found:
        cause = found.pop()
        if isinstance(cause, BaseException) and cause not in seen:
            seen.append(cause)
            found += [cause.__cause__, cause.__context__, getattr(cause, "reason", None)]
            found += cause.args
            yield cause
