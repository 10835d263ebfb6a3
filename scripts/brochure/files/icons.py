"""The icons of Material for MkDocs, found without loading the theme."""

from __future__ import annotations

import functools
import importlib.util
from pathlib import Path

from brochure.text.suggestions import closest


@functools.cache
def folder() -> Path:
    """Return the folder that holds the icons as ``<set>/<name>.svg``.

    Raises:
        ModuleNotFoundError: the theme is not installed.
    """
    spec = importlib.util.find_spec("material")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("mkdocs-material is not installed")
    return Path(spec.origin).parent / "templates" / ".icons"


@functools.cache
def path(name: str) -> Path:
    """Return the file of an icon such as ``material/airplane``, whether or not it exists."""
    return folder() / f"{name}.svg"


def offered() -> tuple[str, ...]:
    """Return the names of the icons that editors offer: of things, and of social networks."""
    sets = (folder() / "material", folder() / "fontawesome" / "brands")
    files = sorted(file for icons in sets for file in icons.rglob("*.svg"))
    return tuple(file.relative_to(folder()).with_suffix("").as_posix() for file in files)


def similar(name: str) -> list[str]:
    """Return names of existing icons that look like ``name``."""
    known = (
        file.relative_to(folder()).with_suffix("").as_posix() for file in folder().rglob("*.svg")
    )
    return closest(name, known, 3)
