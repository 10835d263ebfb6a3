"""Fixtures for every test: a browser, the checkers of pages, a web server, the built site.

What a machine may lack is requested with ``need`` (tests/support/needs.py).
"""

from __future__ import annotations

import gc
import json
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import brotli
import deflate
import jinja2
import pytest
from hypothesis import configuration
from playwright.sync_api import Browser, Error, sync_playwright
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from brochure.files import compressed
from engine.build import publish
from tests.engine import project
from tests.support import depth, machine, needs
from tests.support.made_once import made_once
from tests.support.needs import need
from tests.support.server import serving
from tests.support.shared_templates import SharedTemplates

pytest_plugins = ("pytester",)
ROOT = Path(__file__).parent.parent
SERVED = ("tests/journey/", "tests/engine/test_preview")
# In the soak, it runs all tests on each of a few edited copies: those are made side by side.
WHOLE_RUNS = "tests/test_content_edits.py"
QUICK = ("tests/brochure/", "tests/translation/", "tests/intake/")
configuration.set_hypothesis_home_dir(ROOT / ".cache" / "hypothesis")
# Whatever the environment says: each worker, and each program that a test starts, would otherwise
# compile all modules again, which takes longer than most tests.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


def pytest_configure(config: pytest.Config) -> None:
    """Register the plugin that lists the tests that could not run."""
    config.pluginmanager.register(needs)
    if depth.DEPTH not in depth.DEPTHS:
        raise pytest.UsageError(f"TESTS={depth.DEPTH}: expected one of {', '.join(depth.DEPTHS)}")
    depth.load_hypothesis_profile()
    for number, handler in (
        (signal.SIGINT, signal.default_int_handler),
        (signal.SIGTERM, signal.SIG_DFL),
        (signal.SIGHUP, signal.SIG_DFL),
    ):
        # Shells start background jobs with SIGINT ignored; programs that tests start inherit that.
        if signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, handler)


class Together(LoadScopeScheduling):
    """Gives one of xdist's processes all tests that share what takes long to make.

    Those are the tests of a served site, and elsewhere those of a file, or of a copy that it edits.
    """

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(WHOLE_RUNS):
            return nodeid.partition("[")[2]
        served = next((path for path in SERVED if nodeid.startswith(path)), "")
        return served or nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Say which tests run in one process."""
    config.option.loadscopereorder = False  # the longest come first as they are collected
    return Together(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect the tests that do not belong to this run, and put what takes longest first.

    At the end, small files of quick tests keep all of xdist's processes busy.
    """
    left_out = [item for item in items if not depth.runs(item)]
    config.hook.pytest_deselected(items=left_out)
    chosen = [item for item in items if depth.runs(item)]
    of_file = Counter(item.path for item in chosen)
    long = {item.path for item in chosen if depth.takes_long(item)}
    last = len(SERVED)

    def place(item: pytest.Item) -> tuple[int, int]:
        """Where it comes: served sites, other files of servers and builds, files of quick tests."""
        if depth.SOAK and item.nodeid.startswith(WHOLE_RUNS):
            return -1, 0
        served = next((at for at, path in enumerate(SERVED) if item.nodeid.startswith(path)), last)
        is_quick = item.nodeid.startswith(QUICK) and item.path not in long
        return served + is_quick, -of_file[item.path]

    items[:] = sorted(chosen, key=place)


# Of CSS that browsers have, and the Nu checker does not know.
NEWER_CSS = re.compile(
    r"CSS: “(?:anchor-name|position-anchor|container-type|field-sizing)”: Property"
    r"|CSS: “inset-block”: “anchor|CSS: “(?:font-size|max-block-size)”: Parse Error"
    r"|CSS: “mask”: Too many values"
)


@pytest.fixture(scope="session", autouse=True)
def made_quickly() -> Iterator[None]:
    """Compress what tests build as quick as can be, and compile each template once for all sites.

    ``built_site``, which a process of its own builds, is compressed as it is for readers.
    """
    pack = {
        ".gz": lambda data: bytes(deflate.gzip_compress(data, 6)),
        ".br": lambda data: brotli.compress(data, quality=5),
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compressed, "_PACK", pack)
        patch.setattr(jinja2, "FileSystemBytecodeCache", lambda _: SharedTemplates())
        yield


def pytest_collection_finish() -> None:
    """Let the garbage collector look less often: tests leave much that they share, and no rings."""
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Yield one headless Chromium, driven by Playwright; open a new context in each test.

    ``page = browser.new_page()`` does so, and ``page.close()`` ends it.
    """
    with sync_playwright() as playwright:
        started: Browser | None = None
        reason = ""
        try:
            started = playwright.chromium.launch(
                executable_path=machine.chromium(), args=machine.CHROMIUM_FLAGS
            )
        except Error as error:
            reason = error.message.splitlines()[0]
        what = f"a Chromium that starts: {reason}" if machine.chromium() else "Chromium"
        chromium = need(started, what)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def axe_source() -> str:
    """Return axe's script: ``page.evaluate(axe_source)``, then ``page.evaluate("axe.run()")``."""
    script = need(machine.npm_file("axe-core/axe.min.js"), "axe-core (an npm package)")
    return script.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def nu_check() -> Callable[[Iterable[Path]], list[dict[str, Any]]]:
    """Return a function: paths of pages → the Nu HTML checker's messages, worst and mild.

    Each message has ``type`` (error or info), ``url``, ``lastLine``, ``message``, ``extract``.
    What it does not know of CSS yet is left out: anchors, units of containers, composed masks.
    One call with many pages is far quicker than many calls: Java starts once.
    """
    java = need(machine.java(), "Java")
    checker = need(machine.npm_file("vnu-jar/build/dist/vnu.jar"), "vnu-jar (an npm package)")

    def check(paths: Iterable[Path]) -> list[dict[str, Any]]:
        options = ("--format", "json", "--stdout")
        # For a short run; code compiled this way needs more of the stack.
        quick = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss2m")
        command: list[str | Path] = [java, *quick, "-jar", checker, *options, *paths]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        messages: list[dict[str, Any]] = json.loads(done.stdout or done.stderr)["messages"]
        return [message for message in messages if not NEWER_CSS.search(message["message"])]

    return check


@pytest.fixture(scope="session")
def serve_folder() -> Iterator[Callable[[Path], str]]:
    """Return a function: a folder → the address at which it is served until the tests end.

    An unknown address is answered with the ``404.html`` of its first folder, else the root's.
    """
    with ExitStack() as servers:
        yield lambda folder: servers.enter_context(serving(folder))


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """Return one folder for all of pytest's workers; what is in it is ``made_once``."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if hasattr(request.config, "workerinput") else base


@pytest.fixture(scope="session")
def built_site(shared_folder: Path) -> Path:
    """Return the folder of the whole site, built once for all workers. Read only."""

    def build(place: Path) -> None:
        command = (sys.executable, "-m", "brochure", "build", "--site-dir", place)
        built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert built.returncode == 0, f"The site does not build:\n{built.stdout}{built.stderr}"

    return made_once(shared_folder / "built-site", build)


@pytest.fixture(scope="session")
def small_site(shared_folder: Path) -> Path:
    """Return a small programme's project, built into ``site/`` once for all workers. Read only."""
    return made_once(
        shared_folder / "small-site", lambda place: publish(project.small(place), place / "site")
    )
