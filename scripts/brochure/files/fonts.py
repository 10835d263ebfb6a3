"""The fonts of what is set here: those that come with the generator, and a site's own.

A site's own are files in ``content/fonts/``, for scripts that the others lack. No font of the
machine is used: what is set is the same everywhere.
"""

from __future__ import annotations

import functools
import importlib.util
import unicodedata
from collections.abc import Iterable
from pathlib import Path

# Packages with a family each, in the order in which a character's font is looked for.
_PACKAGES = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic")
OWN = Path("content", "fonts")
_SUFFIXES = {".ttf", ".otf"}
# Characters that are not drawn: control and format characters, spaces, joiners and selectors.
_UNDRAWN = {"Cc", "Cf", "Zs", "Zl", "Zp"}
_SELECTORS = range(0xFE00, 0xFE10)


def files(root: Path) -> tuple[Path, ...]:
    """Return the fonts' files: the generator's, then those of the site in ``root``.

    Raises:
        ModuleNotFoundError: a package with a font is not installed.
    """
    own = sorted(f for f in (root / OWN).glob("*") if f.suffix.lower() in _SUFFIXES)
    return (*_of_packages(), *own)


@functools.cache
def _of_packages() -> tuple[Path, ...]:
    return tuple(file for name in _PACKAGES for file in sorted(_folder(name).glob("*.ttf")))


def _folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"the package {package.replace('_', '-')} is not installed")
    return Path(spec.origin).parent / "files"


def families(root: Path) -> list[str]:
    """Return the names of the families, in the order in which a character's font is looked for."""
    return list(dict.fromkeys(_read(file, file.stat().st_mtime_ns)[0] for file in files(root)))


def lacking(root: Path, text: str) -> list[str]:
    """Return the characters of a text that no font has, in their order, each once."""
    known = _characters(files(root))
    return [one for one in dict.fromkeys(text) if ord(one) not in known and _is_drawn(one)]


def with_codes(root: Path, text: str) -> str:
    """Return a text with ``[U+1F600]`` in the place of each character that no font has."""
    replaced = {ord(one): f"[U+{ord(one):04X}]" for one in lacking(root, text)}
    if not replaced:
        return text
    unneeded = dict.fromkeys((0x200D, *_SELECTORS), "")  # what joins parts of one sign
    return text.translate(replaced | unneeded)


def _is_drawn(character: str) -> bool:
    return unicodedata.category(character) not in _UNDRAWN and ord(character) not in _SELECTORS


def _characters(paths: Iterable[Path]) -> frozenset[int]:
    return _united(tuple((path, path.stat().st_mtime_ns) for path in paths))


@functools.lru_cache(maxsize=8)
def _united(paths: tuple[tuple[Path, int], ...]) -> frozenset[int]:
    return frozenset().union(*(_read(*path)[1] for path in paths))


@functools.lru_cache(maxsize=64)
def _read(path: Path, _modified: int) -> tuple[str, frozenset[int]]:
    """Return the name of a font's family, and the characters that it has."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        name = font["name"].getBestFamilyName()
        return str(name), frozenset(font.getBestCmap())
