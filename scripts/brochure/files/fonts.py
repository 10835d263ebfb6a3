"""The fonts of what is set here: those that come with the generator, and a site's own.

A site's own are files in ``content/fonts/``. No font of the machine is used: what is set is the
same everywhere. A document has of each font only the letters that it needs.
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
# A package with families for twenty more scripts, signs and emoji; those above are in it, too.
_FURTHER = "manimgx_fonts"
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
    """Return the fonts' files, in the order in which a character's font is looked for.

    Those of the site in ``root`` come after the generator's own, and before those for more scripts.

    Raises:
        ProblemsError: a package with a font is not installed.
    """
    own = sorted(f for f in (root / OWN).glob("*") if f.suffix.lower() in _SUFFIXES)
    return (*_of_packages(), *own, *_further())


@functools.cache
def _of_packages() -> tuple[Path, ...]:
    return tuple(file for name in _PACKAGES for file in sorted(_folder(name).glob("*.ttf")))


@functools.cache
def _further() -> tuple[Path, ...]:
    known = {_family(file, 0) for file in _of_packages()}
    return tuple(f for f in sorted(_folder(_FURTHER).glob("*.ttf")) if _family(f, 0) not in known)


def _folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        message = f"the package {package.replace('_', '-')}, which has a font, is not installed"
        hint = "Run `make build`, which installs it."
        problem = Problem("requirements/site.txt", 1, 1, "error", "missing-font", message, hint)
        raise ProblemsError([problem])
    folder = Path(spec.origin).parent
    return folder / "files" if (folder / "files").is_dir() else folder


def families(root: Path) -> list[str]:
    """Return the names of the families, in the order in which a character's font is looked for."""
    return list(dict.fromkeys(_family(file, file.stat().st_mtime_ns) for file in files(root)))


def lacking(root: Path, text: str) -> list[str]:
    """Return the characters of a text that no font has, in their order, each once."""
    different = dict.fromkeys(_UNDRAWN.sub("", text))
    without = _without_font(root, different)
    return [one for one in different if one in without and not one.isspace()]


def with_codes(root: Path, text: str) -> str:
    """Return a text with ``[U+1F600]`` in the place of each character that no font has.

    A space that no font has is an ordinary one.
    """
    without = _without_font(root, _UNDRAWN.sub("", text))
    if codes := {ord(one): f"[U+{ord(one):04X}]" for one in without if not one.isspace()}:
        text = _JOINERS.sub("", text).translate(codes)
    return text.translate({ord(one): " " for one in without if one.isspace()})


def _without_font(root: Path, characters: Iterable[str]) -> set[str]:
    """Return those of some characters that no font has; most are found before all are read."""
    without = set(characters)
    for file in files(root):
        if not without:
            break
        known = _characters(file, file.stat().st_mtime_ns)
        without = {one for one in without if ord(one) not in known}
    return without


@functools.lru_cache(maxsize=128)
def _characters(path: Path, _modified: int) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


@functools.lru_cache(maxsize=128)
def _family(path: Path, _modified: int) -> str:
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return str(font["name"].getBestFamilyName())
