"""The project with its drafts, and as it is published; tabs that show a built copy."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from tests.languages.sites import Built, BuiltSites


@pytest.fixture(scope="session")
def built_sites(shared_folder: Path) -> BuiltSites:
    """Return what makes copies of the project."""
    folder = shared_folder / "languages"
    folder.mkdir(exist_ok=True)
    return BuiltSites(folder)


@pytest.fixture(scope="session")
def drafted(built_sites: BuiltSites) -> Built:
    """Return the project with its drafts."""
    return built_sites.build("drafted")


@pytest.fixture(scope="session")
def published(built_sites: BuiltSites) -> Built:
    """Return the project without its drafts."""
    return built_sites.build("published", drafts=False)


@pytest.fixture(scope="session")
def tabs(browser: Browser, serve_folder: Callable[[Path], str]) -> Iterator[Callable[[Path], Tab]]:
    """Return a function: the folder of a site → the one tab for all tests of that site."""
    with ExitStack() as contexts:

        @functools.cache
        def tab(folder: Path) -> Tab:
            context = browser.new_context(base_url=serve_folder(folder), reduced_motion="reduce")
            contexts.callback(context.close)
            return context.new_page()

        yield tab


@pytest.fixture
def show(tabs: Callable[[Path], Tab]) -> Callable[[Built], Tab]:
    """Return a function: a built copy → a tab for its addresses, such as ``/ar/``."""

    def shown(built: Built) -> Tab:
        tab = tabs(built.folder)
        tab.goto("about:blank")
        tab.set_viewport_size({"width": 1280, "height": 720})
        tab.emulate_media(media="null", color_scheme="null")
        return tab

    return shown
