"""The project with its drafts, and as it is published; tabs that show a built copy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from tests.languages.sites import Built, BuiltSites


@pytest.fixture(scope="session")
def built_sites(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> BuiltSites:
    """Return what makes copies of the project."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if hasattr(request.config, "workerinput") else base
    folder = shared / "languages"
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


@pytest.fixture
def show(browser: Browser, serve_folder: Callable[[Path], str]) -> Iterator[Callable[[Built], Tab]]:
    """Return a function: a built copy → a tab for its addresses, such as ``/ar/``."""
    with ExitStack() as contexts:

        def shown(built: Built) -> Tab:
            address = serve_folder(built.folder)
            context = browser.new_context(base_url=address, reduced_motion="reduce")
            contexts.callback(context.close)
            return context.new_page()

        yield shown
