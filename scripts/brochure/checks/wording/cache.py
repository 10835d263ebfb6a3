"""Caches the findings of the rules on wording, between builds and edits, below ``.cache/``.

What they find depends on the text, what they know of it, and the rules: that is the key. There is
one file for each language. A file that is missing, damaged or from other rules counts as empty, so
it can be deleted at any time; what a check did not ask for is dropped from it.
"""

from __future__ import annotations

import contextlib
import functools
import platform
import tempfile
from hashlib import blake2b
from pathlib import Path

import babel
import markdown
import pydantic

from brochure import text as text_package
from brochure.checks import wording
from brochure.checks.wording import Context, Exemptions, Finding

FOLDER = Path(".cache", "brochure", "wording")

_Found = tuple[tuple[str, Finding], ...]


class FindingsCache:
    """The findings in the language ``tag`` of the site in ``root``."""

    def __init__(self, root: Path, tag: str) -> None:
        self._path = root / FOLDER / f"{tag}.json"
        self._stored = _read(self._path)
        self._used: dict[str, _Found] = {}

    def findings(self, text: str, context: Context, exemptions: Exemptions) -> _Found:
        """Return the findings of the rules in a text, each with the rule's ID."""
        known = text, context, tuple(exemptions)
        key = _key(*known)
        if key not in self._used:
            stored = self._stored.get(key)
            self._used[key] = _found(*known) if stored is None else stored
        return self._used[key]

    def save(self) -> None:
        """Write the file if anything is new; where that is not possible, nothing is cached."""
        if self._used.keys() <= self._stored.keys():
            return
        content = _File(rules=rules_digest(), found=self._used).model_dump_json()
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            # Another process may write the same file: each writes its own, and the last one stays.
            with tempfile.TemporaryDirectory(dir=self._path.parent, prefix=".") as folder:
                new = Path(folder, self._path.name)
                new.write_text(content, encoding="utf-8")
                new.replace(self._path)


class _File(pydantic.BaseModel):
    """The content of a file: the rules' digest, and their findings by the digest of each text."""

    rules: str
    found: dict[str, _Found]


def _read(path: Path) -> dict[str, _Found]:
    """Return the content of a file; nothing if it is unusable."""
    try:
        file = _File.model_validate_json(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return file.found if file.rules == rules_digest() else {}


@functools.cache
def rules_digest() -> str:
    """Return a digest of all that decides what is found in a text: it changes with the rules."""
    parts = [platform.python_version(), babel.__version__, markdown.__version__]
    for path in rule_files():
        parts += [path.name, path.read_text(encoding="utf-8")]
    return _digest("\0".join(parts))


def rule_files() -> list[Path]:
    """Return the files of the rules, and of what they know about texts."""
    folders = (Path(package.__path__[0]) for package in (wording, text_package))
    return [path for folder in folders for path in sorted(folder.glob("*.*"))]


@functools.lru_cache(maxsize=50_000)  # one process may check several copies of a site
def _found(text: str, context: Context, exemptions: Exemptions) -> _Found:
    return tuple(wording.findings(text, context, exemptions))


@functools.lru_cache(maxsize=50_000)  # a preview asks for the same texts after every edit
def _key(text: str, context: Context, exemptions: tuple[tuple[str, str], ...]) -> str:
    return _digest(repr((text, context, exemptions)))


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
