"""Small sites for tests: a good one, and what cases change in it."""

from __future__ import annotations

import functools
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

from brochure.site.loader import load
from brochure.site.site import Site

HERE = Path(__file__).parent
GOOD = HERE / "good"
CASES = HERE / "cases"
EXPECTED, DELETED = "expected.txt", "deleted.txt"


def good_site(folder: Path) -> Path:
    """Copy the good site to a new folder below ``folder`` and return it."""
    return shutil.copytree(GOOD, folder / "site")


def case_site(folder: Path, case: Path) -> Path:
    """Return a copy of the good site with a case laid over it.

    A case is a folder with files in the place of the site's; ``deleted.txt`` names those that the
    site lacks, and ``RECIPES`` those that are better not stored.
    """
    site = good_site(folder)
    if (case / DELETED).exists():
        for name in (case / DELETED).read_text(encoding="utf-8").split():
            remove(site / name)
    shutil.copytree(
        case, site, dirs_exist_ok=True, ignore=shutil.ignore_patterns(EXPECTED, DELETED)
    )
    if case.name in RECIPES:
        name, change = RECIPES[case.name]
        file = site / name
        file.write_bytes(change(file.read_bytes() if file.exists() else b""))
    return site


def loaded(root: Path) -> Site:
    """Load a site without problems."""
    site, problems = load(root)
    assert site is not None
    assert not problems
    return site


@functools.cache
def good() -> Site:
    """Return the good site, loaded once for all tests that only read it."""
    return loaded(GOOD)


def remove(path: Path) -> None:
    """Delete a file, or a folder with all that is in it."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def write(site: Path, name: str, text: str) -> None:
    """Write a file of the site, in a new folder if it needs one."""
    (site / name).parent.mkdir(parents=True, exist_ok=True)
    (site / name).write_text(text, encoding="utf-8")


def edit(site: Path, name: str, old: str, new: str) -> None:
    """Replace ``old``, which must be there, in a file of the site."""
    text = (site / name).read_text(encoding="utf-8")
    assert old in text
    (site / name).write_text(text.replace(old, new), encoding="utf-8")


def _in_latin_1(data: bytes) -> bytes:
    return data.decode().replace("’", "'").encode("latin-1", "replace")


def _with_controls(data: bytes) -> bytes:
    return (
        data.decode().replace("title", "\x1btitle").replace("the areas", "\u2028the\x07").encode()
    )


def _with_loose_accents(data: bytes) -> bytes:
    return data.decode().replace("ção", unicodedata.normalize("NFD", "ção"), 1).encode()


# Files at which editors, linters or Git would stumble are made out of those of the good site, or of
# nothing.
RECIPES: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "byte-order-mark": ("content/areas.yaml", lambda data: b"\xef\xbb\xbf" + data),
    "control-characters": ("docs/en/areas.md", _with_controls),
    "latin-1": ("content/areas.yaml", _in_latin_1),
    "latin-1-page": ("docs/fr/index.md", _in_latin_1),
    "line-ends-of-windows": ("content/areas.yaml", lambda data: data.replace(b"\n", b"\r\n")),
    "logo-too-large": ("content/identity/logo.png", lambda data: data + bytes(2_000_000)),
    "loose-accents": ("content/areas.yaml", _with_loose_accents),
    "names-that-clash": ("docs/images/Map.svg", lambda _: b"<svg/>"),
    "nul": ("content/facts.yaml", lambda data: data + b"\0"),
    "too-large": ("content/areas.yaml", lambda data: data + b"#" * 1_000_000),
    "yaml-braces": ("content/areas.yaml", lambda _: b"areas: " + b"{" * 100_000),
    "yaml-brackets": ("content/areas.yaml", lambda _: b"areas: " + b"[" * 100_000),
}
