"""Confirmations that wait for the next note: ``translations/confirm.yaml``, one line each.

    - fr areas.protection.title 3f9a2c1b

That is the language, the key of the unit, and the version of the source and the translation that
somebody has compared; for people who edit in a browser and run no command.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from brochure.files.yaml_reader import read_yaml
from brochure.problems import Position, Problem

NAME = "translations/confirm.yaml"


class Confirmation(NamedTuple):
    """What a line confirms, and where it is."""

    tag: str
    key: str
    version: str
    position: Position

    def problem(self, message: str, hint: str) -> Problem:
        """Return a problem at its line."""
        return Problem(NAME, *self.position, "error", "confirmation", message, hint)


def line(tag: str, key: str, version: str) -> str:
    """Return a line, ready to paste."""
    return f"- {tag} {key} {version}"


def read(root: Path) -> tuple[tuple[Confirmation, ...], list[Problem]]:
    """Read the file of a project, which need not exist."""
    if not (root / NAME).exists():
        return (), []
    source = read_yaml(root / NAME, NAME)
    found, problems = [], source.problems
    hint = "Paste the line from the message that asked for it, such as: - fr areas.title 3f9a2c1b"
    if not isinstance(source.data, tuple | None):
        message = "the file is not a list; expected a line that begins with - for each confirmation"
        problems.append(source.problem((), "confirmation", message, hint))
    elif source.data:
        for index, item in enumerate(source.data):
            words = item.split() if isinstance(item, str) else []
            if len(words) == len(Confirmation._fields) - 1:
                tag, key, version = words
                found.append(Confirmation(tag, key, version, source.position((index,))))
            else:
                written = f'the line is "{item}"' if words else "the item is not a line of text"
                message = f"{written}; expected a language, a key and a version"
                problems.append(source.problem((index,), "confirmation", message, hint))
    return tuple(found), problems


def render(confirmations: Iterable[Confirmation]) -> str | None:
    """Return the file's text with these lines; ``None`` if it is not needed any more."""
    lines = [line(*confirmation[:3]) for confirmation in confirmations]
    return "\n".join([*lines, ""]) if lines else None
