"""ARCHITECTURE.md shows the packages and their order as they are."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
GENERATOR = ROOT / "scripts" / "brochure"
_GENERATOR, _, _INTAKE = TEXT.partition("| look here for |")[2].partition("## The intake's rooms")
_ROW = re.compile(r"^\| `(\w+)/` \| (.*) \|$", re.MULTILINE)
LISTED = [(GENERATOR / name, text) for name, text in _ROW.findall(_GENERATOR)]
INTAKE = _INTAKE.partition("\n## ")[0]
IN_INTAKE = [(ROOT / "intake" / name, text) for name, text in _ROW.findall(INTAKE)]


def test_the_picture_shows_the_layers_of_the_contract() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract, *_ = settings["tool"]["importlinter"]["contracts"]
    layers = [layer.replace("brochure.", "").split(" | ") for layer in contract["layers"]]
    picture = TEXT.partition("```\n")[2].partition("```")[0].splitlines()
    assert [re.split(r"  +", line)[0].split(" | ") for line in picture] == layers


def test_the_intakes_rooms_are_in_the_order_of_their_contract() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    *_, contract = settings["tool"]["importlinter"]["contracts"]
    layers = [layer.replace("intake.", "").split(" | ") for layer in contract["layers"]]
    rows = re.findall(r"^\| (`.*?) \|", INTAKE, re.MULTILINE)
    assert [re.findall(r"`(\w+)/?`", row) for row in rows] == layers


def test_the_generator_has_nine_packages_and_one_module_beside_them() -> None:
    packages = {path.parent.name for path in GENERATOR.glob("*/__init__.py")}
    assert packages == {folder.name for folder, _ in LISTED} | {"cli"}
    assert len(packages) == 9
    modules = {path.name for path in GENERATOR.glob("*.py")}
    assert modules == {"__init__.py", "__main__.py", "problems.py"}


@pytest.mark.parametrize(("folder", "text"), [*LISTED, *IN_INTAKE])
def test_each_module_that_it_names_exists(folder: Path, text: str) -> None:
    assert folder.is_dir()
    for name in re.findall(r"`(\w+)/?`", text):
        assert (folder / f"{name}.py").is_file() or (folder / name).is_dir(), name
