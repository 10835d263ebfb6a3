"""ARCHITECTURE.md shows the packages and their order as they are."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
GENERATOR = ROOT / "scripts" / "brochure"
LISTED = re.findall(
    r"^\| `(\w+)/` \| (.*) \|$", TEXT.partition("| look here for |")[2], re.MULTILINE
)


def test_the_picture_shows_the_layers_of_the_contract() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract, *_ = settings["tool"]["importlinter"]["contracts"]
    layers = [layer.replace("brochure.", "").split(" | ") for layer in contract["layers"]]
    picture = TEXT.partition("```\n")[2].partition("```")[0].splitlines()
    assert [re.split(r"  +", line)[0].split(" | ") for line in picture] == layers


def test_the_generator_has_nine_packages_and_one_module_beside_them() -> None:
    packages = {path.parent.name for path in GENERATOR.glob("*/__init__.py")}
    assert packages == {package for package, _ in LISTED} - {"intake"} | {"cli"}
    assert len(packages) == 9
    modules = {path.name for path in GENERATOR.glob("*.py")}
    assert modules == {"__init__.py", "__main__.py", "problems.py"}


@pytest.mark.parametrize(("package", "text"), LISTED)
def test_each_module_that_it_names_exists(package: str, text: str) -> None:
    folder = GENERATOR / package if (GENERATOR / package).is_dir() else ROOT / package
    for name in re.findall(r"`(\w+)/?`", text):
        assert (folder / f"{name}.py").is_file() or (folder / name).is_dir(), name
