"""The audit finds nothing on our site, and what is known to be wrong on one of stock Material's."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from benchmarks import baseline
from brochure.checks.audit.run import audit
from brochure.checks.audit.settings import NAME, Settings, read
from brochure.problems import Problem
from brochure.site.site import Site
from tests.site.conftest import STATES, States
from tests.site.pages import TAGS
from tests.site.test_weight import BUDGET, MARKS, REQUESTS
from tests.support import depth


@pytest.fixture(scope="session")
def settings(root: Path) -> Settings:
    """Return what our site is compared with."""
    return read(root / NAME, NAME)


@pytest.mark.slow
def test_our_site_has_no_problem(built_site: Path, settings: Settings) -> None:
    assert audit(built_site, settings=settings) == []


@pytest.mark.slow
@pytest.mark.parametrize("state", depth.some(["closed", "window-ahead"], list(STATES)))
def test_our_site_has_no_problem_whether_requests_are_open_or_closed(
    states: States, settings: Settings, state: str
) -> None:
    assert audit(states.build(state), settings=settings) == []


def test_the_limits_are_what_the_readme_promises(root: Path, settings: Settings) -> None:
    assert (settings.page, settings.requests, settings.hosts) == (
        BUDGET,
        REQUESTS + MARKS,
        (),
    )
    readme = " ".join((root / "README.md").read_text(encoding="utf-8").split())
    assert f"at most {BUDGET:,} bytes compressed, in at most two requests" in readme


def test_the_policy_that_the_audit_compares_with_is_what_the_server_sends(
    root: Path, settings: Settings
) -> None:
    sent = (root / "deploy/nginx.conf").read_text(encoding="utf-8")
    assert re.findall(r'Content-Security-Policy "([^"]*)"', sent) == [settings.policy]


@pytest.fixture(scope="module")
def stock(site: Site, tmp_path_factory: pytest.TempPathFactory) -> list[Problem]:
    """Return the problems of the same site, made by stock Material with static-i18n."""
    folder = tmp_path_factory.mktemp("stock")
    baseline.write(site, folder)
    command = (sys.executable, "-m", "mkdocs", "build", "--quiet")
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env=environment)
    return audit(folder / "site", "site")


@pytest.mark.soak
def test_stock_material_names_translations_by_relative_addresses_on_every_page(
    site: Site, stock: list[Problem]
) -> None:
    relative = [
        p for p in stock if p.message.startswith("the address of a translation is relative")
    ]
    assert len(relative) == len(site.pages)
    assert {problem.rule for problem in relative} == {"hreflang"}


@pytest.mark.soak
def test_stock_material_has_no_x_default(site: Site, stock: list[Problem]) -> None:
    lacking = [p for p in stock if p.message.startswith('no hreflang="x-default"')]
    assert len(lacking) == len(site.pages)


@pytest.mark.soak
def test_stock_material_has_its_404_page_in_the_last_language(stock: list[Problem]) -> None:
    (problem,) = [problem for problem in stock if problem.rule == "not-found-page"]
    assert problem.path == "site/404.html"
    message = f'the page\'s lang is "{TAGS[-1]}", but that of index.html is "{TAGS[0]}"'
    assert problem.message == message


@pytest.mark.soak
def test_stock_material_loads_fonts_from_another_host(stock: list[Problem]) -> None:
    hosts = Counter(p.message.rpartition(" ")[2] for p in stock if p.rule == "outside-host")
    assert set(hosts) == {"fonts.googleapis.com", "fonts.gstatic.com"}
