"""The system's Firefox, driven by WebDriver BiDi: Playwright drives only its own Firefox.

https://w3c.github.io/webdriver-bidi/ describes the commands that are sent here.
"""

from __future__ import annotations

import json
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

TIMEOUT = 60  # seconds
TAB, ENTER, ESCAPE = "\ue004", "\ue006", "\ue00c"
_EVENTS = ["log.entryAdded", "network.fetchError", "network.responseCompleted"]


@dataclass
class Firefox:
    """One tab; ``errors`` are those since the last page was opened."""

    connection: ClientConnection
    context: str = ""
    errors: list[str] = field(default_factory=list)
    _sent: int = 0

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command and return its result."""
        self._sent += 1
        command = {"id": self._sent, "method": method, "params": parameters}
        self.connection.send(json.dumps(command))
        while True:
            message: dict[str, Any] = json.loads(self.connection.recv(TIMEOUT))
            if message["type"] == "event":
                self._record(message["method"], message["params"])
            elif message["id"] == self._sent:
                assert message["type"] == "success", f"{method}: {message}"
                result: dict[str, Any] = message["result"]
                return result

    def _record(self, event: str, about: dict[str, Any]) -> None:
        if event == "log.entryAdded":
            if about["level"] == "error":
                self.errors.append(about["text"])
        elif event == "network.responseCompleted":
            if about["response"]["status"] >= 400:
                self.errors.append(f"{about['request']['url']}: {about['response']['status']}")
        elif about["errorText"] != "NS_BINDING_ABORTED":  # the page was left meanwhile
            self.errors.append(f"{about['request']['url']}: {about['errorText']}")

    def open(self, url: str, width: int) -> None:
        """Show a page in a window of some width, until all of it is loaded."""
        size = {"width": width, "height": 800}
        self.send("browsingContext.setViewport", context=self.context, viewport=size)
        self.errors.clear()
        self.send("browsingContext.navigate", context=self.context, url=url, wait="complete")

    def evaluate(self, expression: str) -> Any:
        """Return the value of an expression of JavaScript in the page."""
        found = self.send(
            "script.evaluate",
            expression=f"JSON.stringify({expression})",
            target={"context": self.context},
            awaitPromise=True,
        )
        assert found["type"] == "success", f"{expression}: {found}"
        return json.loads(found["result"].get("value", "null"))

    def press(self, keys: str) -> None:
        """Press keys, one after the other."""
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        keyboard = {"type": "key", "id": "keyboard", "actions": actions}
        self.send("input.performActions", context=self.context, actions=[keyboard])

    def tab_to(self, selector: str) -> None:
        """Press Tab until the focus is on an element."""
        for _ in range(200):
            if self.evaluate(f"document.activeElement.matches({json.dumps(selector)})"):
                return
            self.press(TAB)
        raise AssertionError(f"Tab does not reach {selector}")

    def wait_for(self, expression: str) -> None:
        """Wait until an expression holds, also over the load of another page."""
        end = time.monotonic() + TIMEOUT
        while not self.evaluate(f"document.readyState === 'complete' && ({expression})"):
            if time.monotonic() > end:
                shown = self.evaluate("document.body.innerText.slice(0, 500)")
                raise AssertionError(f"timed out: {expression}; the page shows: {shown}")
            time.sleep(0.05)


@contextmanager
def running(program: Path, profile: Path) -> Iterator[Firefox]:
    """Start Firefox without a window, and end it."""
    command: list[str | Path] = [program, "--headless", "--no-remote", "--profile", profile]
    with subprocess.Popen(
        [*command, "--remote-debugging-port=0"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stderr
            lines = iter(process.stderr.readline, "")
            found = (re.search(r"BiDi listening on (ws://\S+)", line) for line in lines)
            address = next(match[1] for match in found if match)
            with connect(f"{address}/session", max_size=None, open_timeout=TIMEOUT) as connection:
                firefox = Firefox(connection)
                firefox.send("session.new", capabilities={})
                firefox.send("session.subscribe", events=_EVENTS)
                # The first tab never has the focus; a new one does, and its buttons take keys.
                firefox.context = firefox.send("browsingContext.create", type="tab")["context"]
                yield firefox
                firefox.send("browser.close")
        finally:
            process.kill()
