"""The built site as parsed pages, and sites in other states, each built once for all workers."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from brochure.checks.run import site_or_raise
from brochure.site.site import Site
from brochure.text.phases import Phase
from engine.build import publish
from tests.engine import project
from tests.site.pages import TAGS, Pages, read
from tests.support import depth
from tests.support.made_once import made_once

TODAY = datetime.datetime.now(tz=datetime.UTC).date()
# What `requests:` may be, and the phase that they are in then.
STATES: dict[str, tuple[str, Phase]] = {
    "open": ("open", "open"),
    "closed": ("closed", "closed"),
    "window-now": (project.window(TODAY, -7, 7), "open"),
    "window-over": (project.window(TODAY, -30, -7), "closed"),
    "window-ahead": (project.window(TODAY, 7, 30), "not_yet"),
}
# Those of this run: a window that is over differs in its days from one that someone has closed.
LOOKED_AT = depth.some([state for state in STATES if state != "window-over"], [*STATES])
# A state in which requests are in each phase.
IN_PHASE = {"open": "open", "closed": "closed", "not_yet": "window-ahead"}


@pytest.fixture(scope="session")
def site(root: Path) -> Site:
    """Return the project's content, loaded and checked."""
    return site_or_raise(root)


@pytest.fixture(scope="session")
def pages(site: Site, built_site: Path) -> Pages:
    """Return every page of the built site."""
    return read(site, built_site)


@pytest.fixture(params=TAGS)
def tag(request: pytest.FixtureRequest) -> str:
    """Run the test once for each language of the site."""
    return str(request.param)


@pytest.fixture
def pages_of_tag(pages: Pages, tag: str) -> Pages:
    """Return the pages of one language."""
    return Pages({key: page for key, page in pages.items() if page.tag == tag})


@dataclass(frozen=True)
class States:
    """The site in each state of requests, built when a test first asks for it. Read only."""

    site: Site
    built: Path
    folder: Path
    loaded: dict[str, Site] = field(default_factory=dict)
    parsed: dict[str, Pages] = field(default_factory=dict)

    def build(self, state: str) -> Path:
        """Return the folder of the site in a state, a key of ``STATES``."""
        if STATES[state][0] == self.site.content.site.requests:
            self.loaded[state] = self.site
            return self.built

        def publish_copy(place: Path) -> None:
            project.copy(place)
            project.set_requests(place, STATES[state][0])
            self.loaded[state] = publish(place, place / "site").site

        return made_once(self.folder / f"requests-{state}", publish_copy) / "site"

    def content(self, state: str) -> Site:
        """Return what is shown in a state."""
        folder = self.build(state)
        if state not in self.loaded:
            self.loaded[state] = site_or_raise(folder.parent)
        return self.loaded[state]

    def pages(self, state: str, tag: str) -> Pages:
        """Return the pages of one language in a state."""
        if state not in self.parsed:
            self.parsed[state] = read(self.site, self.build(state))
        return Pages({key: page for key, page in self.parsed[state].items() if page.tag == tag})


@pytest.fixture(scope="session")
def states(site: Site, built_site: Path, shared_folder: Path) -> States:
    """Return the site in each state of requests, of which the built site is one."""
    return States(site, built_site, shared_folder)


@pytest.fixture(scope="session")
def served(serve_folder: Callable[[Path], str], built_site: Path) -> str:
    """Return the address at which the built site is served."""
    return serve_folder(built_site)


@pytest.fixture(scope="session")
def one_tab(browser: Browser, served: str) -> Iterator[Tab]:
    """Yield one tab for all tests that leave nothing in it: a new one takes longer than a page."""
    context = browser.new_context(base_url=served, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def shown(one_tab: Tab) -> Iterator[Tab]:
    """Yield a tab, as wide as it was, for addresses of the built site such as ``/fr/``.

    A test that moves the pointer, listens, intercepts requests or depends on what the tab has
    loaded before takes ``own_tab``.
    """
    yield one_tab
    one_tab.goto("about:blank")
    one_tab.set_viewport_size({"width": 1280, "height": 720})
    one_tab.emulate_media(media="null", color_scheme="null", forced_colors="null")


@pytest.fixture
def own_tab(browser: Browser, served: str) -> Iterator[Tab]:
    """Yield a tab of a new context."""
    context = browser.new_context(base_url=served, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(shown: Tab) -> Tab:
    """Return the tab, as wide as a phone."""
    shown.set_viewport_size({"width": 360, "height": 640})
    return shown
