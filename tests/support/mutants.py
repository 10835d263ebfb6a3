"""Changes the code in many small ways, and reports those that no test catches.

Run it as ``make mutants``, or ``make mutants ARGS="--each 500 --seed 7"``. mutmut changes the code;
what is added here is a copy of the project in the layout that it expects, and a sample of one size
from each package that is drawn with a seed, so that two people get the same.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.support import mutation

ROOT = Path(__file__).parent.parent.parent
COPY = ROOT / ".cache" / "mutants"

MUTMUT = str(Path(sys.executable).parent / "mutmut")


class Tests(NamedTuple):
    """Tests that are tried on mutants, and how deep they go."""

    depth: str
    paths: tuple[str, ...]


class Package(NamedTuple):
    """How the names of its modules begin, and the tests that may reach it."""

    prefix: str
    tests: Tests


_GENERATOR = Tests(
    "offline",
    (
        "tests/brochure",
        "tests/translation",
        "tests/engine",
        "tests/site",
        "tests/paper",
        "tests/intake/test_form_answers.py",
    ),
)
# The storage is tried on PostgreSQL, too.
_STORAGE = Tests("offline", ("tests/intake",))
PACKAGES = {
    "files": Package("brochure.files.", _GENERATOR),
    "site": Package("brochure.site.", _GENERATOR),
    "translation": Package("brochure.translation.", _GENERATOR),
    "intake storage": Package("intake.", _STORAGE),
}
GOAL = 0.9

# mutmut counts which function a test reaches in its own process alone: the commands that a test
# starts would end with an error if they tried to count, too.
_START = """
import os

if os.environ.get("MUTANT_UNDER_TEST") == "stats":
    del os.environ["MUTANT_UNDER_TEST"]
"""


def main() -> int:
    """Draw the samples, try each mutant on the tests that reach it, and print the survivors."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--each", type=int, default=200, help="mutants of each package")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=300, help="of tests, tried on each mutant")
    parser.add_argument("--packages", nargs="+", choices=PACKAGES, default=list(PACKAGES))
    options = parser.parse_args()
    copy_project()
    names = generate()
    samples = {}
    for package in options.packages:
        prefix = PACKAGES[package].prefix
        known = [name for name in names if name.startswith(prefix)]
        drawn = random.Random(options.seed).sample(known, min(options.each, len(known)))  # noqa: S311 - a sample, not a secret
        samples[package] = sorted(drawn)
    results: dict[str, str] = {}
    for tests in dict.fromkeys(PACKAGES[package].tests for package in samples):
        wanted = [
            x for package in samples if PACKAGES[package].tests == tests for x in samples[package]
        ]
        results |= tried(wanted, tests, options.seconds)
    return report(samples, results)


def copy_project() -> None:
    """Copy what Git tracks, with the code in ``src``, which is where mutmut looks for it."""
    shutil.rmtree(COPY, ignore_errors=True)
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True)
    for name in listed.stdout.decode().splitlines():
        inside = name.replace("scripts/", "src/", 1) if name.startswith("scripts/") else name
        inside = f"src/{inside}" if name.startswith("intake/") else inside
        target = COPY / inside
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target)
    # Python does not look again for a folder of its path that it has missed once.
    (COPY / "mutants" / "src").mkdir(parents=True)
    for folder in (COPY, COPY / "mutants"):  # tests look for the code where it usually is
        (folder / "scripts").symlink_to("src")
        (folder / "intake").symlink_to("src/intake")
    (COPY / "start").mkdir()
    (COPY / "start" / "sitecustomize.py").write_text(_START, encoding="utf-8")


def generate() -> list[str]:
    """Let mutmut write all mutants, and return their names; it finds no test to run."""
    command = [MUTMUT, "run", "none"]
    ended = subprocess.run(command, cwd=COPY, check=False, capture_output=True, text=True)
    files = sorted((COPY / "mutants").rglob("*.meta"))
    if not files:
        raise SystemExit(f"mutmut has made no mutants:\n{ended.stdout}{ended.stderr}")
    return sorted(x for y in files for x in json.loads(y.read_text("utf-8"))["exit_code_by_key"])


def tried(names: Sequence[str], tests: Tests, seconds: float) -> dict[str, str]:
    """Return by name what became of the mutants: caught, survived, stopped, or not reached."""
    paths = (COPY / "mutants" / "src", COPY / "mutants", COPY / "start")
    files = {key: COPY / key.lower() for key in (mutation.NAMES, mutation.RESULTS)}
    files[mutation.NAMES].write_text("\n".join(names), encoding="utf-8")
    environment = {key: str(file) for key, file in files.items()} | {
        "TESTS": tests.depth,
        "PYTHONPATH": os.pathsep.join(map(str, paths)),
        mutation.SECONDS: str(seconds),
    }
    command = [sys.executable, "-m", "pytest", "-p", mutation.__name__, "--numprocesses=0", "-qq"]
    log = COPY / "log.txt"
    with log.open("w", encoding="utf-8") as output:
        ended = subprocess.run(
            [*command, "--rootdir=.", *tests.paths],
            cwd=COPY / "mutants",
            env=os.environ | environment,
            stdout=output,
            check=False,
        )
    if ended.returncode:
        raise SystemExit(f"The mutants could not be tried:\n{log.read_text('utf-8')}")
    return dict(json.loads(files[mutation.RESULTS].read_text("utf-8")))


def report(samples: Mapping[str, Sequence[str]], results: Mapping[str, str]) -> int:
    """Print the share caught in each package, and the survivors; return 1 below the goal."""
    short = False
    for package, sample in samples.items():
        others = [name for name in sample if results[name] != mutation.CAUGHT]
        caught = 1 - len(others) / len(sample)
        short |= caught < GOAL
        print(f"{package}: {caught:.0%} of {len(sample)} caught")
        for name in others:
            print(f"  {name}: {results[name]}")
    print(f"Show one: cd {COPY.relative_to(ROOT)} && mutmut show NAME")
    return int(short)


if __name__ == "__main__":
    sys.exit(main())
