"""The files of ``docs/`` that are not pages: where a picture or document of a text is.

All languages share ``docs/images/map.png``; ``docs/fr/images/map.png`` takes its place in French.
Texts name both ``images/map.png``.
"""

from __future__ import annotations

import functools
import posixpath
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from brochure.files import documents, translation_file
from brochure.files.picture_kinds import FORMATS
from brochure.text.suggestions import likely, suggestion

# Only what has one of these ends can be published; originals and backups have others.
PUBLISHED = frozenset({*FORMATS, *documents.KINDS})


@dataclass(frozen=True, eq=False)
class DocsFiles:
    """The files below ``docs/`` of the site in ``root``, whose languages are ``tags``."""

    root: Path
    tags: Collection[str]

    @functools.cached_property
    def paths(self) -> Mapping[str, Path]:
        """The files that could be published, by their paths below ``docs/`` with composed accents.

        Hidden files, and links to files outside, are left out.
        """
        docs = self.root / "docs"
        inside = docs.resolve()
        found = {}
        for path in sorted(docs.rglob("*")):
            name = path.relative_to(docs).as_posix()
            is_hidden = any(part.startswith((".", "~$")) for part in name.split("/"))
            if path.suffix.lower() not in PUBLISHED or is_hidden or not path.is_file():
                continue
            if path.name != translation_file.FILE and path.resolve().is_relative_to(inside):
                found[unicodedata.normalize("NFC", name)] = path
        return found

    def find(self, tag: str, target: str) -> str | None:
        """Return the path below ``docs/`` of what a text in language ``tag`` names.

        That is the language's own file, or else the one that all share; None if there is neither.
        """
        name = normalised(target)
        if name is None:
            return None
        if f"{tag}/{name}" in self.paths:
            return f"{tag}/{name}"
        return name if name in self.paths and not self.language(name) else None

    def language(self, path: str) -> str:
        """Return the language that a path below ``docs/`` belongs to; empty if all share it."""
        first = path.partition("/")[0]
        return first if first in self.tags else ""

    def hint(self, tag: str, target: str) -> str:
        """Return how to fix the name of a file that does not exist."""
        name = normalised(target) or normalised(re.sub(r"^[./\\]+", "", target)) or target
        bare = name.removeprefix(f"{self.language(name)}/") if self.language(name) else name
        if self.find(tag, bare) and bare != target:
            return f"Write {bare}: paths start from docs/, or from the language's folder."
        known = {
            path.removeprefix(f"{own}/"): path
            for path in self.paths
            if (own := self.language(path)) in {"", tag}
        }
        same = [path for path in known if path.casefold() == bare.casefold()]
        if same:
            return f"{suggestion(same[0])} Upper and lower case matter."
        others = [own for own in self.tags if f"{own}/{bare}" in self.paths]
        if others:
            return (
                f"It is only in docs/{others[0]}/: move it to docs/{bare}, which all languages"
                f" share, or add docs/{tag}/{bare}."
            )
        anywhere = f"Put it at docs/{bare}, for all languages, or at docs/{tag}/{bare}."
        return likely(bare, known) or anywhere


@functools.lru_cache(maxsize=10_000)  # each link of all texts is asked for
def suffix(target: str) -> str:
    """Return the end of a name, in lower case, such as ``.pdf``."""
    return posixpath.splitext(unquote(target.partition("#")[0].partition("?")[0]))[1].lower()


def normalised(target: str) -> str | None:
    """Return what a text names as a path with composed accents; None if it leads out of docs/."""
    name = unquote(target.partition("#")[0].partition("?")[0])
    path = posixpath.normpath(unicodedata.normalize("NFC", name))
    return None if path.startswith(("/", "..")) or path == "." else path
