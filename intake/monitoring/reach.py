"""Whether people reach the service at its configured address: it requests its own health there."""

from __future__ import annotations

import logging
import ssl
import threading

import requests

from intake import metrics

log = logging.getLogger("intake")

# Seconds: before the first request, between two, and for a response.
_FIRST, _EVERY, _TIMEOUT = 2, 60, 10


def fetch(address: str) -> requests.Response:
    """Ask for an address as a browser on this machine would: with the system's authorities.

    Raises:
        requests.RequestException: there is no answer.
    """
    known = ssl.get_default_verify_paths()
    trust = known.cafile or known.capath or True
    return requests.get(address, timeout=_TIMEOUT, verify=trust, allow_redirects=False)


class Reach:
    """Asks for health at the site's address, and looks whether the ``service`` there is this one.

    ``state`` is *ok*, or what is wrong. Nothing is asked without an address.
    """

    def __init__(self, health: str, service: str) -> None:
        self._health, self._service = health, service
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="reach", daemon=True)
        self.state = "not asked yet" if health else "not asked: INTAKE_SITE_URL is not set"

    def start(self) -> None:
        """Poll in the background until shutdown."""
        if self._health:
            self._thread.start()

    def close(self) -> None:
        """Stop polling, without waiting for an answer."""
        self._closing.set()

    def _watch(self) -> None:
        pause = _FIRST
        while not self._closing.wait(pause):
            state, pause = self.ask(), _EVERY
            if state != self.state:
                level = logging.INFO if state == "ok" else logging.ERROR
                log.log(level, "checked the site's address", extra={"found": state})
            self.state = state
            metrics.site_reached.set(state == "ok")

    def ask(self) -> str:
        """Return ``ok``, or what is wrong at the address."""
        try:
            answer = fetch(self._health)
        except Exception as error:  # noqa: BLE001 - nothing may end this thread
            return f"{self._health} cannot be reached: {type(error).__name__}"
        if answer.is_redirect:
            there = answer.headers["location"]
            return f"{self._health} redirects to {there}: set INTAKE_SITE_URL to that site"
        try:
            found = answer.json()["service"]
        except (ValueError, LookupError, TypeError):
            return f"{self._health} answers {answer.status_code}, but is not an intake"
        return "ok" if found == self._service else f"{self._health} belongs to another intake"
