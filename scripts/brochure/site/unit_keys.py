"""The keys of units: how those of pages and strings are made, and what a key tells.

A key is made of ids: ``areas.protection.title``, ``strings.header.menu``, ``page.areas.title``,
``page.where#not-listed``.
"""

from __future__ import annotations

import re

_PAGE = re.compile(r"page\.([^.#]+)")
_STRINGS = "strings."
_BOUNDARY = re.compile(r"(?=[.#])")


def of_section(page: str, section_id: str) -> str:
    """Return the key of a section of a page, or of its title or description."""
    return f"page.{page}{'' if section_id.startswith('#') else '.'}{section_id}"


def of_string(name: str) -> str:
    """Return the key of a string that templates show, such as ``header.menu``."""
    return _STRINGS + name


def string(key: str) -> str | None:
    """Return the name of a string; ``None`` if the key is that of another text."""
    return key.removeprefix(_STRINGS) if key.startswith(_STRINGS) else None


def page(key: str) -> str | None:
    """Return the name of the page that has the text; ``None`` if it is a text of ``content/``."""
    match = _PAGE.match(key)
    return match[1] if match else None


def heading(key: str) -> str:
    """Return the id of the heading above a section of a page; empty for other texts."""
    return key.partition("#")[2]


def field(key: str) -> str:
    """Return the last name in the key of a text of ``content/``, such as ``title``."""
    return key.rpartition(".")[2]


def file(key: str) -> str:
    """Return the beginning that the keys of a file's texts share."""
    match = _PAGE.match(key)
    return match[0] if match else key.partition(".")[0]


def above(key: str) -> list[str]:
    """Return the keys above a key, the shortest first: areas, areas.protection."""
    return [key[: match.start()] for match in _BOUNDARY.finditer(key)]


def names(key: str) -> set[str]:
    """Return the ids and names of which a key is made."""
    return set(_BOUNDARY.split(key))
