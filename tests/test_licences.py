"""guides/licences.md names the licence of all that is installed and of all that a site shows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.markers import Marker

from brochure.checks.run import site_or_raise
from brochure.files import icons
from brochure.render.icons import icon
from tests.support import guides

ROOT = Path(__file__).parent.parent
GUIDE = "licences.md"
# What packages write that state no SPDX expression.
SPDX = {
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD 2-Clause License": "BSD-2-Clause",
    "BSD License": "BSD",
    "GNU General Public License v2 (GPLv2)": "GPL-2.0",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
# Licences that ask for nothing but a notice.
PERMISSIVE = {"MIT", "BSD", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "PSF-2.0", "ISC"}
PERMISSIVE |= {"0BSD", "MIT-0", "BlueOak-1.0.0"}


def _licence(package: str) -> str:
    """Return the licence that an installed package states: SPDX where it can be told."""
    about = metadata.metadata(package).json
    if expression := about.get("license_expression"):
        return str(expression)
    stated = str(about.get("license", "")).strip()
    if stated.startswith("Copyright") and "Permission is hereby granted, free of charge" in stated:
        return "MIT"
    if stated and "\n" not in stated and stated != "UNKNOWN":
        return SPDX.get(stated, stated)
    classifiers = (entry.split(" :: ") for entry in about.get("classifier", ()))
    names = {parts[-1] for parts in classifiers if parts[0] == "License" and len(parts) > 2}
    return " OR ".join(sorted(SPDX[name] for name in names)) or "none stated"


def _locked(name: str) -> Iterator[str]:
    """Yield the packages of a lock file that this machine installs."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    for package, marker in re.findall(
        r"^([a-z0-9-]+)(?:\[\w+\])?==\S+(?: ; (.*?))? \\$", text, re.MULTILINE
    ):
        if not marker or Marker(marker).evaluate():
            yield package


def _listed(heading: str) -> dict[str, str]:
    """Return the licence of each package in a table of the guide."""
    rows = guides.table(GUIDE, heading)
    return {package: licence for licence, packages in rows for package in packages.split(", ")}


def test_the_guide_lists_every_package_that_runs_the_site_with_the_licence_it_states() -> None:
    stated = {package: _licence(package) for package in _locked("site.txt")}
    assert len(stated) > 20
    listed = _listed("What runs it")
    assert {name: listed.get(name) for name in stated} == stated
    assert set(listed) <= set(_all_locked("site.txt"))


def _all_locked(name: str) -> list[str]:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    return re.findall(r"^([a-z0-9-]+)(?:\[\w+\])?==", text, re.MULTILINE)


def test_the_guide_lists_every_tool_of_the_tests_whose_licence_asks_for_more_than_a_notice() -> (
    None
):
    python = {package: _licence(package) for package in _locked("test.txt")}
    lock = json.loads((ROOT / "tests/support/package-lock.json").read_text(encoding="utf-8"))
    npm = {
        path.removeprefix("node_modules/"): about["license"]
        for path, about in lock["packages"].items()
        if path
    }
    asking = {
        name: licence
        for name, licence in (python | npm).items()
        if not PERMISSIVE.intersection(re.split(r" (?:OR|AND) ", licence.strip("()")))
    }
    assert _listed("What tests it") == asking


def _icons(value: Any) -> Iterator[str]:
    """Yield the icons that a file of the content names."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "icon" and isinstance(inner, str):
                yield inner
            else:
                yield from _icons(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _icons(inner)


def _sets() -> set[str]:
    """Return the sets of icons that the content or a template uses."""
    files = sorted((ROOT / "content").glob("*.yaml"))
    named = [name for file in files for name in _icons(yaml.safe_load(file.read_bytes()))]
    for template in (ROOT / "overrides").rglob("*.html"):
        named += re.findall(r"""\bicon\(["']([^"']+)""", template.read_text(encoding="utf-8"))
    return {name.partition("/")[0] for name in named if not icons.is_own(name)}


def test_every_set_of_icons_that_pages_use_is_listed_in_the_guide_and_on_the_site() -> None:
    rows = guides.table(GUIDE, "In a built site")
    listed = {name.removesuffix("/…") for part, *_ in rows for name in guides.code(part)}
    shipped = (ROOT / "overrides/assets/licences.txt").read_text(encoding="utf-8")
    assert _sets()
    for name in _sets():
        assert name in listed, f"{name}: add a row to guides/{GUIDE}"
        assert f'Icons "{name}/…"' in shipped, f"{name}: add it to overrides/assets/licences.txt"


OWN = {"this project", "the programme"}


def test_what_a_site_contains_by_others_is_named_on_the_site_itself() -> None:
    shipped = (ROOT / "overrides/assets/licences.txt").read_text(encoding="utf-8")
    others = {
        origin.partition(",")[0].partition(" (")[0]
        for _, origin, licence in guides.table(GUIDE, "In a built site")
        if origin not in OWN and licence != "see below"
    }
    assert {"Pagefind", "Snowball", "Natural Earth"} <= others
    assert {name for name in others if name not in shipped} == set()


def test_licences_that_must_go_with_each_copy_are_on_the_site_in_full() -> None:
    text = (ROOT / "overrides/assets/licences.txt").read_text(encoding="utf-8")
    shipped = " ".join(text.split())
    assert "Copyright 2022 CloudCannon" in shipped
    assert "The above copyright notice and this permission notice shall be included" in shipped
    assert "Copyright (c) 2001, Dr Martin Porter" in shipped
    assert "Redistributions in binary form must reproduce the above copyright notice" in shipped


def _unlisted(files: Iterable[str]) -> list[str]:
    """Return the files of a built site that are not in the guide's table."""
    rows = guides.table(GUIDE, "File by file")
    patterns = [pattern.removeprefix("/") for names, _ in rows for pattern in guides.code(names)]
    plain = {name.removesuffix(".br").removesuffix(".gz") for name in files}
    return sorted(name for name in plain if not any(fnmatchcase(name, one) for one in patterns))


@pytest.mark.slow
def test_the_guide_says_where_each_file_of_a_built_site_comes_from(built_site: Path) -> None:
    files = [path.relative_to(built_site) for path in built_site.rglob("*") if path.is_file()]
    assert _unlisted(file.as_posix() for file in files) == []


@pytest.mark.parametrize(
    "name", ["assets/jquery.js", "assets/font.woff2", "fr/extra.css", "assets/search/other.wasm"]
)
def test_a_file_of_unknown_origin_is_noticed(name: str) -> None:
    assert _unlisted([name]) == [name]


@pytest.mark.parametrize("name", ["fontawesome/brands/linkedin", "fontawesome/solid/earth-europe"])
def test_the_notice_that_an_icon_brings_with_it_stays_in_the_page(root: Path, name: str) -> None:
    assert "CC BY 4.0" in icon(site_or_raise(root), name)


def test_the_project_states_its_licence_in_the_same_words_everywhere() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text.splitlines()[0]
    assert "Version 2.0" in text.splitlines()[1]
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert "Apache License 2.0" in (ROOT / "README.md").read_text(encoding="utf-8")
