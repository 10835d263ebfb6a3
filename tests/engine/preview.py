"""A running ``brochure serve`` or ``mkdocs serve``: what it prints, what it serves, and its end."""

from __future__ import annotations

import functools
import itertools
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.engine import project
from tests.support import texts

_MARKS = itertools.count(1)
# The words of a topic on the page of areas, which tests edit.
TOPIC = {"en": "A topic", "fr": "Un sujet", "pt": "Um assunto"}
TIMEOUT = 60  # seconds; an edit shows in about one, on a machine with nothing else to do


def edit_topic(place: Path, **words: str) -> None:
    """Give the topic of a copy other words in some languages, in one go."""
    texts.write(place, texts.topic(place).key, **words)


def until(holds: Callable[[], bool], what: str) -> None:
    """Wait until something holds."""
    end = time.monotonic() + TIMEOUT
    while not holds():
        assert time.monotonic() < end, f"timed out: {what}"
        time.sleep(0.05)


@dataclass
class Preview:
    """A preview of the copy ``place``, which makes its temporary files in ``temporary``."""

    place: Path
    temporary: Path
    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)
    begin: int = 0

    @functools.cached_property
    def address(self) -> str:
        """The address that it prints, without the final slash."""
        self.wait_for("Serving on http")
        found = re.search(r"Serving on (http://\S+)/", self.text)
        assert found
        return found[1]

    @property
    def text(self) -> str:
        """Everything that it has printed so far, or since ``restored`` has begun."""
        return "".join(self.lines[self.begin :])

    @contextmanager
    def restored(self) -> Iterator[None]:
        """Begin with nothing printed; at the end take back all edits, until that is shown."""
        assert self.address
        before, self.begin = project.contents(self.place), len(self.lines)
        yield
        if project.restore(self.place, before):
            mark = f"<!-- {next(_MARKS)} -->"
            project.edit(self.place / "overrides/main.html", "</body>", f"{mark}\n</body>")
            self.shows("/", mark)

    def edit_topic(self, **words: str) -> None:
        """Give the topic other words in some languages."""
        edit_topic(self.place, **words)

    def wait_for(self, words: str, after: int = 0) -> None:
        """Wait until it prints some words, after the first ``after`` characters."""
        until(lambda: words in self.text[after:] or self.process.poll() is not None, words)
        assert words in self.text[after:], f"ended without printing {words!r}:\n{self.text}"

    def get(self, path: str) -> tuple[int, str]:
        """Return the status and the text of an address."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=TIMEOUT) as answer:  # noqa: S310 - an address of ours
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def shows(self, path: str, words: str) -> None:
        """Wait until an address shows some words."""
        until(lambda: words in self.get(path)[1], f"{path} shows {words!r}")

    @contextmanager
    def awake(self) -> Iterator[None]:
        """Let it run for a test; between tests it does not look for edits. Its intake runs on."""
        os.killpg(self.process.pid, signal.SIGCONT)
        yield
        os.killpg(self.process.pid, signal.SIGSTOP)

    def end(self, how: signal.Signals) -> int:
        """Send a signal and return the exit code; Ctrl+C reaches all that runs in a terminal."""
        os.killpg(self.process.pid, signal.SIGCONT)
        if how == signal.SIGINT:
            os.killpg(self.process.pid, how)
        else:
            self.process.send_signal(how)
        return self.process.wait(TIMEOUT)

    def listen(self) -> None:
        """Collect what it prints, until it ends."""
        assert self.process.stdout
        self.lines.extend(iter(self.process.stdout.readline, ""))


@contextmanager
def preview(place: Path, *command: str, port: int = 0) -> Iterator[Preview]:
    """Start the preview of a copy; port 0 is a free one. ``command`` replaces the command."""
    temporary = place.parent / "temporary"
    temporary.mkdir(exist_ok=True)
    with subprocess.Popen(
        (sys.executable, "-m", *(command or ("brochure", "serve", "--port", str(port)))),
        cwd=place,
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,  # a process group of its own, as a terminal gives it
    ) as process:
        running = Preview(place, temporary, process)
        listener = threading.Thread(target=running.listen)
        listener.start()
        try:
            yield running
        finally:
            if process.poll() is None:
                running.end(signal.SIGTERM)  # which ends the intake too
            listener.join(TIMEOUT)
