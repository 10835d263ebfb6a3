"""ARCHITECTURE.md shows the packages and their order as they are."""

from __future__ import annotations

import itertools
import pkgutil
import re
import tomllib
from collections import Counter, defaultdict
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
GENERATOR = ROOT / "scripts" / "brochure"
_GENERATOR, _, _INTAKE = TEXT.partition("| look here for |")[2].partition("## The intake's rooms")
INTAKE = _INTAKE.partition("\n## ")[0]
_ROW = re.compile(r"^\| `([\w/]+)/`(?:, [^|]*)? \| (.*) \|$", re.MULTILINE)
_MODULE = re.compile(r"`(\w+)` \([^()]+\)(?:, |$)")
# Packages beside the generator's.
_BESIDE = {"engine", "geometry"}


def _rooms() -> dict[Path, list[str]]:
    """Return what the rows say of the modules of each package, by its folder."""
    rooms = defaultdict[Path, list[str]](list)
    for name, text in _ROW.findall(_GENERATOR):
        rooms[(ROOT / "scripts" if name in _BESIDE else GENERATOR) / name].append(text)
    for name, text in _ROW.findall(INTAKE):
        rooms[ROOT / "intake" / name].append(text)
    return rooms


ROOMS = _rooms()


def _contract(name: str) -> dict[str, Any]:
    """Return the import contract whose name begins so."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (found,) = (
        contract
        for contract in settings["tool"]["importlinter"]["contracts"]
        if contract["name"].startswith(name)
    )
    return dict(found)


def _layers(contract: dict[str, Any]) -> list[list[str]]:
    return [layer.replace("brochure.", "").split(" | ") for layer in contract["layers"]]


def test_the_picture_shows_the_layers_of_the_contracts() -> None:
    inner = _layers(_contract("The generator's imports"))
    _, above = _layers(_contract("What is above the generator"))
    assert inner[1] == above[-1:]
    assert _picture(TEXT) == [inner[0], above, *inner[2:]]
    assert _picture(INTAKE) == _layers(_contract("The intake's imports"))


def _picture(text: str) -> list[list[str]]:
    """Return the layers that the first picture of a text shows."""
    lines = text.partition("```\n")[2].partition("```")[0].splitlines()
    return [re.split(r"  +", line)[0].split(" | ") for line in lines]


def test_the_intakes_rooms_are_in_the_order_of_their_picture() -> None:
    named = re.findall(r"^\| `(\w+)/", INTAKE, re.MULTILINE)
    rooms = [room for layer in _picture(INTAKE) for room in layer]
    packages = [room for room in rooms if (ROOT / "intake" / room).is_dir()]
    assert [room for room, _ in itertools.groupby(named)] == packages


@pytest.mark.parametrize("name", ["The generator's imports", "The intake's imports"])
def test_a_room_without_a_layer_breaks_the_contract(name: str) -> None:
    assert _contract(name)["exhaustive"]


JOURNEYS = {
    part.partition("\n")[0]: re.findall(r"^\d+\. .*(?:\n +.*)*", part, re.MULTILINE)
    for part in TEXT.split("\n## ")
    if part.partition("\n\n")[2].startswith("1. ")
}


def test_each_journey_is_ten_lines() -> None:
    assert len(JOURNEYS) == 4
    for heading, lines in JOURNEYS.items():
        assert len(lines) == 10, heading
        assert not [line for line in lines if "\n" in line or len(line) > 135]


@pytest.mark.parametrize("heading", JOURNEYS)
def test_what_a_journey_names_exists(heading: str) -> None:
    """Each name of a module, a function or a class that follows that of its room."""
    names = set(re.findall(r"`((?:[a-z]\w*\.)+\w+)`", "\n".join(JOURNEYS[heading])))
    rooms = {path.name for base in (GENERATOR, ROOT / "intake") for path in base.glob("[a-z]*")}
    named = {name for name in names if name.split(".")[0] in rooms | {"engine"}}
    assert len(named) > 2
    assert {name for name in named if not _resolves(name)} == set()


def _resolves(name: str) -> bool:
    """Whether a module or a member of one is called so, in any of the three packages."""
    full = (f"brochure.{name}", f"intake.{name}", name)
    for one in full:
        with suppress(ImportError, AttributeError):
            pkgutil.resolve_name(one)
            return True
    return False


def test_the_generator_has_eight_packages_and_one_module_beside_them() -> None:
    packages = {path.parent for path in GENERATOR.glob("*/__init__.py")}
    assert packages == {folder for folder in ROOMS if folder.parent == GENERATOR}
    assert len(packages) == 8
    modules = {path.name for path in GENERATOR.glob("*.py")}
    assert modules == {"__init__.py", "__main__.py", "problems.py"}


@pytest.mark.parametrize("folder", ROOMS, ids=lambda folder: folder.relative_to(ROOT).as_posix())
def test_each_module_of_a_room_is_named_once_with_a_phrase(folder: Path) -> None:
    named: list[str] = []
    for text in ROOMS[folder]:
        assert _MODULE.sub("", text) == "", "expected `name` (phrase), `name` (phrase)"
        named += _MODULE.findall(text)
    modules = {path.stem for path in folder.glob("[a-z]*.py")}
    packages = {path.parent.name for path in folder.glob("*/__init__.py")}
    there = modules | packages
    assert there <= set(named), "add it to its row in ARCHITECTURE.md, with a phrase"
    assert sorted(named) == sorted(there)


def test_only_packages_with_one_rule_a_module_have_no_row() -> None:
    """And those with one migration a module."""
    packages = {path.parent for base in (GENERATOR, *_tops()) for path in base.rglob("__init__.py")}
    without = {path.relative_to(ROOT).as_posix() for path in packages - ROOMS.keys()}
    assert without == {
        "intake",
        "scripts/brochure",
        "scripts/brochure/checks/audit/rules",
        "scripts/brochure/checks/rules",
        "scripts/brochure/checks/wording",
        "intake/storage/migrations/versions",
    }


def _tops() -> list[Path]:
    return [ROOT / "intake", *(ROOT / "scripts" / name for name in _BESIDE)]


@pytest.mark.parametrize("program", [GENERATOR, ROOT / "intake"], ids=["generator", "intake"])
def test_no_two_classes_of_a_program_have_one_name(program: Path) -> None:
    """But for those of one module, which begin with an underscore."""
    names = [
        name
        for path in program.rglob("*.py")
        for name in re.findall(r"^class ([A-Z]\w*)", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert sorted(name for name, count in Counter(names).items() if count > 1) == []
