"""When a reader first sees something: a real browser on a slow link, before the sample of nginx.

The link has a round trip of 400 ms and carries 400 kbit/s: HTTP/1.1 without TLS, as the plainest
case. A *first visit* begins with no connection and nothing stored; a *second page* follows it on
the connection that there is by then, and so does each *step* of the form, from the press of the
button before it.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks import load_generator, slow_link
from benchmarks.command_times import run
from benchmarks.paired_timings import print_now
from benchmarks.service import serving
from benchmarks.slow_link import Link
from brochure.checks.run import site_or_raise
from brochure.schema import FormField
from brochure.site import form_answers
from brochure.site.page_index import HOME
from brochure.site.site import Site
from tests.support import lighthouse, machine, nginx

ROUND_TRIP, BITS = 0.4, 400_000
# A step of the form follows on a post and its redirect: two round trips, where a page takes one.
TARGETS = {"first visit": 1.1, "second page": 0.6, "step": 1.1, "Lighthouse's model": 1.7}
# A browser may note it only after the page is loaded.
_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime / 1000"


@dataclass(frozen=True)
class Result:
    """The seconds until something is seen on the pages of one kind of visit."""

    name: str
    seconds: tuple[float, ...]

    @staticmethod
    def header() -> str:
        """Return the line above the results."""
        return (
            f"{'first paint, 400 ms and 400 kbit/s':46}{'median':>9}{'from – to':>18}{'target':>10}"
        )

    def __str__(self) -> str:
        """Return the figures, and whether the target is met."""
        median, target = statistics.median(self.seconds), TARGETS[self.name.partition(":")[0]]
        span = f"{min(self.seconds):.2f} – {max(self.seconds):.2f} s"
        met = "met" if median <= target else "missed"
        return f"{self.name:46}{median:>7.2f} s{span:>18}{f'≤ {target} s':>10}  {met}"


def measure(place: Path, commands: Path, rounds: int) -> list[Result]:
    """Build the copy in ``place``, and open its pages so often, each time as a new reader.

    Raises:
        RuntimeError: the site cannot be built, or nginx or a browser is missing.
    """
    if machine.nginx() is None or machine.why_chromium_fails():
        raise RuntimeError("To measure the first paint takes nginx and Chromium: make test.")
    print_now("paint: building the site …")
    run(place, commands / "brochure", "build")
    site = site_or_raise(place)
    names = [HOME, "form", "where"]
    pages = {
        role: site.address(site.tags[0], name) for role in names if (name := site.page_with(role))
    }
    found: dict[str, list[float]] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(place, Path(folder) / "intake.db") as service,
        _slow(place / "site", Path(folder), service.port) as port,
        sync_playwright() as playwright,
    ):
        rules = f"MAP {nginx.HOST} 127.0.0.1:{port}"
        browser = playwright.chromium.launch(
            executable_path=machine.chromium(),
            args=[*machine.CHROMIUM_FLAGS, f"--host-resolver-rules={rules}"],
        )
        for number in range(rounds):
            for role, other in zip(pages, [*list(pages)[1:], *pages], strict=False):
                first, second = _visit(browser, pages[role], pages[other])
                found.setdefault(f"first visit: {role}", []).append(first)
                found.setdefault(f"second page: {other}", []).append(second)
                visit = f"{role} {first:.2f} s, then {other} {second:.2f} s"
                print_now(f"paint {number + 1} of {rounds}: {visit}")
            for step, seconds in _journey(browser, site, pages["form"]):
                found.setdefault(f"step: {step}", []).append(seconds)
                print_now(f"paint {number + 1} of {rounds}: {step} {seconds:.2f} s")
        browser.close()
    found |= _by_lighthouse(place / "site", site.content.site.url, pages)
    return [Result(name, tuple(seconds)) for name, seconds in found.items()]


def _by_lighthouse(site: Path, url: str, pages: Mapping[str, str]) -> dict[str, list[float]]:
    """Return the first paint of each page in Lighthouse's model of a phone, if it is installed."""
    if machine.npm_file("lighthouse/cli/index.js") is None:
        print_now("paint: Lighthouse is not installed: make test.")
        return {}
    found = {}
    with tempfile.TemporaryDirectory() as folder, nginx.running(site, Path(folder)) as server:
        rules = [f"MAP {urlsplit(url).netloc}:443 127.0.0.1:{server.port}"]
        for role, address in pages.items():
            seen = lighthouse.judge(url + address, rules, ["performance"]).first_paint
            found[f"Lighthouse's model: {role}"] = [seen]
            print_now(f"paint: {role} {seen:.2f} s in Lighthouse's model")
    return found


@contextmanager
def _slow(site: Path, folder: Path, intake: int) -> Iterator[int]:
    """Serve a built site as the sample does, but without TLS, on a slow link; yield the port."""
    with (
        nginx.running(site, folder, intake, edits={" ssl http2;": ";"}) as server,
        slow_link.slowed(server.port, Link(ROUND_TRIP, BITS)) as port,
    ):
        yield port


def _journey(browser: Browser, site: Site, start: str) -> Iterator[tuple[str, float]]:
    """Answer the form on a phone, and yield when each step is seen after the press before it."""
    assert site.content.form  # noqa: S101 - the page of the form was found
    context = browser.new_context(viewport={"width": 360, "height": 640})
    tab = context.new_page()
    tab.goto(f"http://{nginx.HOST}/{start}", wait_until="load")
    tab.locator("main form button").click()
    for step in site.content.form.steps:
        tab.wait_for_url(f"**/{step.id}", wait_until="load")
        yield step.id, _seen(tab)
        for one in step.fields:
            if tab.locator(f".field:has([name='{one.id}'])").is_visible():
                _answer(tab, site, one)
        tab.locator("form.form .onward button").first.click()
    context.close()


def _seen(tab: Page) -> float:
    return float(tab.wait_for_function(_PAINT).json_value())


def _answer(tab: Page, site: Site, one: FormField) -> None:
    value = next(iter(form_answers.values(site, one)), "") or load_generator.answer(site, one, 1)
    if one.type in {"radios", "checkboxes"}:
        tab.locator(f"[name='{one.id}'][value='{value}']").check()
    elif one.type == "country":
        tab.locator(f"#{one.id}").select_option(value)
    else:
        tab.locator(f"#{one.id}").fill(value)


def _visit(browser: Browser, first: str, second: str) -> tuple[float, float]:
    """Open a page as a new reader, and then another; return when each is seen."""
    context = browser.new_context(viewport={"width": 360, "height": 640})
    tab = context.new_page()
    seconds = []
    for address in (first, second):
        tab.goto(f"http://{nginx.HOST}/{address}", wait_until="load")
        seconds.append(_seen(tab))
    context.close()
    return seconds[0], seconds[1]
