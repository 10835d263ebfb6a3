"""Changes the code in many small ways, and reports the changes that no test catches.

Run it as ``make mutants``, or ``make mutants ARGS="--each 500 --seed 7"``. The tool is mutmut; what
is added here is a copy of the project in the layout that it expects, and a sample of one size from
each package that is drawn with a seed, so that two people get the same.
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

ROOT = Path(__file__).parent.parent.parent
COPY = ROOT / ".cache" / "mutants"

# Which modules each sample is drawn from, by the beginning of their names.
PACKAGES = {
    "files": "brochure.files.",
    "site": "brochure.site.",
    "translation": "brochure.translation.",
    "intake storage": "intake.",
}
GOAL = 0.9

# mutmut counts which function a test reaches in its own process alone: the commands that a test
# starts would end with an error if they tried to count, too.
_START = """
import os

if os.environ.get("MUTANT_UNDER_TEST") == "stats":
    del os.environ["MUTANT_UNDER_TEST"]
"""

# mutmut's exit codes of a mutant's test run: all tests passed, or none reached the mutant.
SURVIVED = {0, 33}


def main() -> int:
    """Draw the samples, run the tests on each mutant, and print the survivors of each package."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--each", type=int, default=200, help="mutants of each package")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--package", choices=PACKAGES, help="this one alone")
    options = parser.parse_args()
    copy_project()
    mutmut("nothing")  # generates the mutants, and finds out which tests reach which function
    names = sorted(outcomes())
    samples = {}
    for package in [options.package] if options.package else PACKAGES:
        prefix = PACKAGES[package]
        known = [name for name in names if name.startswith(prefix)]
        drawn = random.Random(options.seed).sample(known, min(options.each, len(known)))  # noqa: S311 - a sample, not a secret
        samples[package] = sorted(drawn)
    mutmut(*(name for sample in samples.values() for name in sample))
    codes = outcomes()
    if all(codes[name] is None for sample in samples.values() for name in sample):
        print(
            "No mutant was tested: a test fails in the copy without any change; it is shown above."
        )
        return 1
    return report(samples, codes)


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


def mutmut(*names: str) -> None:
    """Run mutmut on the mutants of these names, with the tests that need no server."""
    command = [str(Path(sys.executable).parent / "mutmut"), "run", *names]
    paths = (COPY / "mutants" / "src", COPY / "mutants", COPY / "start")
    environment = os.environ | {
        "TESTS": "offline",
        "PYTHONPATH": os.pathsep.join(map(str, paths)),
        "PYTEST_PLUGINS": "tests.support.fresh_caches",
    }
    subprocess.run(command, cwd=COPY, check=False, env=environment)


def outcomes() -> dict[str, int | None]:
    """Return the exit code of each mutant's test run by the mutant's name."""
    found: dict[str, int | None] = {}
    for file in (COPY / "mutants").rglob("*.meta"):
        found |= json.loads(file.read_text("utf-8"))["exit_code_by_key"]
    return found


def report(samples: Mapping[str, Sequence[str]], codes: Mapping[str, int | None]) -> int:
    """Print the share caught in each package, and the survivors; return 1 below the goal."""
    short = False
    for package, sample in samples.items():
        survivors = [name for name in sample if codes[name] is None or codes[name] in SURVIVED]
        caught = 1 - len(survivors) / len(sample)
        short |= caught < GOAL
        print(f"{package}: {caught:.0%} of {len(sample)} caught")
        for name in survivors:
            print(f"  {name}")
    print(f"Show one: cd {COPY.relative_to(ROOT)} && mutmut show NAME")
    return int(short)


if __name__ == "__main__":
    sys.exit(main())
