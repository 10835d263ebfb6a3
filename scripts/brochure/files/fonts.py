"""The fonts of what is set here: those that come with the generator, and a site's own.

A site's own are files in ``content/fonts/``, for scripts that the others lack. No font of the
machine is used: what is set is the same everywhere.
"""

from __future__ import annotations

import functools
import importlib.util
import re
from collections.abc import Iterable
from pathlib import Path

from brochure.problems import Problem, ProblemsError

# Packages with a family each, in the order in which a character's font is looked for.
_PACKAGES = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic")
OWN = Path("content", "fonts")
_SUFFIXES = {".ttf", ".otf"}
# Characters that no font needs: line ends, and those that Unicode calls default-ignorable.
_UNDRAWN = re.compile(
    "[\t\n\r\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# What joins parts of one sign, or chooses its look.
_JOINERS = re.compile("[\u200d\ufe00-\ufe0f]")


def files(root: Path) -> tuple[Path, ...]:
    """Return the fonts' files: the generator's, then those of the site in ``root``.

    Raises:
        ProblemsError: a package with a font is not installed.
    """
    own = sorted(f for f in (root / OWN).glob("*") if f.suffix.lower() in _SUFFIXES)
    return (*_of_packages(), *own)


@functools.cache
def _of_packages() -> tuple[Path, ...]:
    return tuple(file for name in _PACKAGES for file in sorted(_folder(name).glob("*.ttf")))


def _folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        message = f"the package {package.replace('_', '-')}, which has a font, is not installed"
        hint = "Run `make build`, which installs it; then this goes on."
        problem = Problem("requirements/site.txt", 1, 1, "error", "missing-font", message, hint)
        raise ProblemsError([problem])
    return Path(spec.origin).parent / "files"


def families(root: Path) -> list[str]:
    """Return the names of the families, in the order in which a character's font is looked for."""
    return list(dict.fromkeys(_read(file, file.stat().st_mtime_ns)[0] for file in files(root)))


def lacking(root: Path, text: str) -> list[str]:
    """Return the characters of a text that no font has, in their order, each once."""
    known = _characters(files(root))
    different = dict.fromkeys(_UNDRAWN.sub("", text))
    return [one for one in different if ord(one) not in known and not one.isspace()]


def with_codes(root: Path, text: str) -> str:
    """Return a text with ``[U+1F600]`` in the place of each character that no font has.

    A space that no font has is an ordinary one.
    """
    known = _characters(files(root))
    if known.issuperset(map(ord, _UNDRAWN.sub("", text))):
        return text
    if codes := {ord(one): f"[U+{ord(one):04X}]" for one in lacking(root, text)}:
        text = _JOINERS.sub("", text).translate(codes)
    return "".join(one if ord(one) in known or not _is_space(one) else " " for one in text)


def _is_space(character: str) -> bool:
    return character.isspace() and not _UNDRAWN.match(character)


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
