"""The set-up holds: locked by hash, bound to no registry, documented, and layered."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
# The backslashes and brackets keep these patterns from matching themselves.
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npmjs|registry\.yarnpkg|(deb|security)\.debian\.org"
)
OWN_MACHINE = re.compile(r"(?<![\w./])/(work|root|home/\w+|Users/\w+)[/]")


def _run(*command: str | Path) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _tracked() -> list[Path]:
    listed = _run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def _pins(name: str) -> dict[str, str]:
    lock = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", lock, re.MULTILINE))


@pytest.mark.parametrize("name", ["site.txt", "test.txt"])
def test_every_locked_python_package_has_a_version_and_hashes(name: str) -> None:
    lock = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    requirements = re.split(r"\n(?=[a-z])", re.sub(r"^\s*#.*\n", "", lock, flags=re.MULTILINE))
    assert len(requirements) > 10
    for requirement in requirements:
        assert re.match(r"[a-z0-9-]+==[\w.]+ ", requirement)
        assert "--hash=sha256:" in requirement, requirement


@pytest.mark.parametrize("name", ["site.txt", "test.txt"])
def test_the_python_locks_name_no_address(name: str) -> None:
    lock = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    assert "://" not in lock
    assert "index-url" not in lock


def test_both_python_locks_agree_on_versions() -> None:
    site, test = (_pins(name) for name in ("site.txt", "test.txt"))
    both = site.keys() & test.keys()
    assert {name: site[name] for name in both} == {name: test[name] for name in both}


@pytest.mark.slow
def test_what_is_installed_is_the_lock_and_lacks_nothing() -> None:
    assert "LOCKED := $(PIP) --require-hashes --no-deps --requirement\n" in MAKEFILE
    assert _run(sys.executable, "-m", "pip", "check").strip() == "No broken requirements found."


def test_every_locked_npm_package_has_a_hash_and_no_address() -> None:
    lock = json.loads((ROOT / "tests/support/package-lock.json").read_text(encoding="utf-8"))
    packages = [package for path, package in lock["packages"].items() if path]
    assert packages
    for package in packages:
        assert package["integrity"].startswith("sha512-")
        assert "resolved" not in package


def _targets_of_help() -> list[str]:
    return re.findall(r"^make ([\w-]+)", _run("make", "help"), re.MULTILINE)


def test_make_help_names_every_target_of_the_makefile() -> None:
    targets = re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)
    assert targets
    assert _targets_of_help() == targets[1].split()


def test_make_help_names_every_target_that_a_guide_names() -> None:
    guides = [*ROOT.glob("*.md"), *ROOT.glob("guides/**/*.md")]
    text = "\n".join(guide.read_text(encoding="utf-8") for guide in guides)
    code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))
    named = set(re.findall(r"^`?make ([a-z-]+)", code, re.MULTILINE))
    assert named <= set(_targets_of_help())


def test_modules_import_only_from_the_layers_below_them() -> None:
    _run(Path(sys.executable).with_name("lint-imports"), "--no-cache")


def test_no_file_names_a_package_registry_or_a_folder_of_someones_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in _tracked()
        for pattern in (REGISTRY, OWN_MACHINE)
        if (match := pattern.search(path.read_text(encoding="utf-8", errors="ignore")))
    ]
    assert not found


def test_no_pattern_repeats_a_group_possessively() -> None:
    """Debian 12 has Python 3.11.2, and before 3.11.5 such patterns do not match what they should.

    Source: https://github.com/python/cpython/issues/106052
    """
    possessive = re.compile(r"\)(?:[*+?]|\{\d*,?\d*\})\+")
    code = [file for file in _tracked() if file.suffix in {".py", ".ini"}]
    lines = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in code
        if file != Path(__file__)
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if possessive.search(line)
    ]
    assert not lines
