"""Our side: a copy of this tree, so that measuring changes nothing in it."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

# No part of the site: made by tools, or in nobody's way.
_LEFT_OUT = {"site", "tests", "benchmarks", "var"}
# What the environment of `make bench` would tell the `make build` that is measured, and what
# would have Python compile our modules anew each time, but not those that pip has compiled.
_DROPPED = (
    *("ARGS", "MAKEFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "MFLAGS"),
    "PYTHONDONTWRITEBYTECODE",
)

# `make build` as a person types it. The copy shares the tree's .venv, which is not to be installed
# anew because the copy's files look newer.
BUILD = ("make", "--old-file=.venv/site-is-installed", "build")


def copy(root: Path, folder: Path) -> None:
    """Copy the project in ``root``, without what tools have made, and share its .venv."""

    def left_out(place: str, names: list[str]) -> set[str]:
        if Path(place) != root:
            return {"__pycache__"}
        return {name for name in names if name.startswith(".") or name in _LEFT_OUT}

    shutil.copytree(root, folder, ignore=left_out)
    (folder / ".venv").symlink_to(root / ".venv")


def environment() -> dict[str, str]:
    """Return the environment for both sides' commands.

    All that they leave behind goes into the temporary folder, compiled modules included: the
    first round, which is not counted, compiles them for both sides.
    """
    kept = {name: value for name, value in os.environ.items() if name not in _DROPPED}
    return kept | {"PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "bytecode")}
