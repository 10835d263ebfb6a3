"""What the templates use: strings of the content, and the ids that links can name.

Templates are read as text. They name strings in full (``strings.header.skip_link``), so that
a search for one finds it, and so does this module.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from brochure.files import packaged

MOVED = "moved.html"  # what is at an old address of a page

_STRING = re.compile(r"\bstrings\.([a-z0-9_]+)(?:\.([a-z0-9_]+))?")
_ID = re.compile(r'\bid="([A-Za-z][\w-]*)"')
_CONTENT = re.compile(r"\bcontent\.([a-z_]+)")
_REFERENCE = re.compile(r"{%-?\s*(?:extends|include|import|from)\s+[\"']([^\"']+)[\"']")


@dataclass(frozen=True)
class StringUse:
    """A place in a template that shows a string; without an id it may show the whole group."""

    group: str
    id: str
    path: str
    line: int
    column: int

    @property
    def template(self) -> str:
        """The template's name."""
        return self.path.removeprefix("overrides/")


@dataclass(frozen=True, eq=False)
class Templates:
    """The templates of a site, in ``overrides/``, as they are when they are first read."""

    folder: Path

    @classmethod
    def of(cls, root: Path) -> Self:
        """Return those of the site in ``root``."""
        return cls(packaged.find(root, packaged.TEMPLATES))

    @functools.cached_property
    def texts(self) -> dict[str, str]:
        """Their source by name, such as ``pages/areas.html``."""
        files = sorted(self.folder.rglob("*.html"))
        return {
            file.relative_to(self.folder).as_posix(): file.read_text("utf-8", errors="replace")
            for file in files
            if file.is_file()
        }

    @functools.cached_property
    def strings(self) -> tuple[StringUse, ...]:
        """Every use of a string."""
        return tuple(self._strings())

    def _strings(self) -> Iterator[StringUse]:
        for name, text in self.texts.items():
            for number, line in enumerate(text.split("\n"), 1):
                for match in _STRING.finditer(line):
                    group, identifier = (
                        part.replace("_", "-") for part in (match[1], match[2] or "")
                    )
                    yield StringUse(
                        group, identifier, f"overrides/{name}", number, match.start() + 1
                    )

    def of_pages(self, roles: Iterable[str], *others: str) -> frozenset[str]:
        """Return the names of the templates that pages with these roles need, with the intake's.

        ``others`` are templates that the site needs beside those of its pages.
        """
        first = {"main.html", *(f"pages/{role}.html" for role in roles), *others}
        if "pages/form.html" in first:
            first |= {name for name in self.texts if name.startswith("intake/")}
        return frozenset(first).union(*map(self._family, first))

    @functools.cached_property
    def roles(self) -> tuple[str, ...]:
        """The roles that a page can have: each has a template."""
        return tuple(Path(name).stem for name in self.texts if name.startswith("pages/"))

    def ids(self, role: str) -> frozenset[str]:
        """Return the ids in the template of a page with a role, or of one without."""
        template = f"pages/{role}.html"
        return self._ids.get(template if template in self.texts else "main.html", frozenset())

    def files(self, role: str) -> frozenset[str]:
        """Return the stems of the files of ``content/`` that the page with a role may show."""
        return self._files.get(f"pages/{role}.html", frozenset())

    @functools.cached_property
    def _ids(self) -> dict[str, frozenset[str]]:
        return self._in_families(_ID)

    @functools.cached_property
    def _files(self) -> dict[str, frozenset[str]]:
        return self._in_families(_CONTENT)

    def _in_families(self, pattern: re.Pattern[str]) -> dict[str, frozenset[str]]:
        """Return what is found in each template, and in all that it is made of, by its name."""
        own = {name: frozenset(pattern.findall(text)) for name, text in self.texts.items()}
        return {
            name: frozenset().union(*(own[part] for part in self._family(name))) for name in own
        }

    def shows(self, role: str, location: Iterable[str | int]) -> bool:
        """Whether the template of the pages with a role names what is there in the content."""
        path = re.escape(".".join(map(str, location)))
        return bool(re.search(rf"\bcontent\.{path}\b", self.texts.get(f"pages/{role}.html", "")))

    @functools.cached_property
    def _references(self) -> dict[str, list[str]]:
        return {name: _REFERENCE.findall(text) for name, text in self.texts.items()}

    def _family(self, template: str) -> set[str]:
        """Return the names of a template, and of all that it extends, includes and imports."""
        pending, seen = [template], set[str]()
        while pending:
            name = pending.pop()
            if name not in seen and name in self.texts:
                seen.add(name)
                pending += self._references[name]
        return seen
