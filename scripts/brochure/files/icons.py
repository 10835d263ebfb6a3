"""Icons: those of Material for MkDocs, found without loading the theme, and a programme's own."""

from __future__ import annotations

import functools
import importlib.util
from pathlib import Path

from brochure.text.suggestions import closest

# Before the name of a drawing in content/identity/.
OWN = "identity"


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


def is_own(name: str) -> bool:
    """Whether an icon is a programme's drawing, such as ``identity/passport``."""
    return name.startswith(f"{OWN}/")


def path(root: Path, name: str) -> Path:
    """Return the file of an icon, whether or not it exists; ``root`` is the site's folder."""
    return (root / "content" if is_own(name) else folder()) / f"{name}.svg"


def offered(root: Path) -> tuple[str, ...]:
    """Return the names of the icons that editors offer: own ones, of things, of networks."""
    sets = (folder() / "material", folder() / "fontawesome" / "brands")
    files = sorted(file for icons in sets for file in icons.rglob("*.svg"))
    return (*_own(root), *(_name(file) for file in files))


def similar(root: Path, name: str) -> list[str]:
    """Return names of existing icons that look like ``name``."""
    return closest(name, _own(root), 3) if is_own(name) else _similar_of_the_theme(name)


@functools.lru_cache
def _similar_of_the_theme(name: str) -> list[str]:
    # Half a second for 14,000 names, each time that the preview checks what is not yet fixed.
    return closest(name, map(_name, folder().rglob("*.svg")), 3)


def _own(root: Path) -> list[str]:
    files = sorted((root / "content" / OWN).glob("*.svg"))
    return [f"{OWN}/{file.stem}" for file in files]


def _name(file: Path) -> str:
    return file.relative_to(folder()).with_suffix("").as_posix()
