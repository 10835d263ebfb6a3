"""Reads the tables of the guides, so that tests can compare them with the code."""

from __future__ import annotations

import re
from pathlib import Path

GUIDES = Path(__file__).parents[2] / "guides"


def section(guide: str, heading: str) -> str:
    """Return what is below a heading of a guide, up to the next heading of its level or above.

    Raises:
        LookupError: the guide does not have the heading.
    """
    text = (GUIDES / guide).read_text(encoding="utf-8")
    found = re.search(rf"^(#+) {re.escape(heading)}\n", text, re.MULTILINE)
    if found is None:
        raise LookupError(f'{guide} has no heading "{heading}"')
    rest = text[found.end() :]
    outside_code = re.sub(r"^```.*?^```$", _blank, rest, flags=re.MULTILINE | re.DOTALL)
    end = re.search(rf"^#{{1,{len(found[1])}}} ", outside_code, re.MULTILINE)
    return rest[: end.start()] if end else rest


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def table(guide: str, heading: str) -> list[list[str]]:
    """Return the rows of the first table below a heading, without its head.

    Raises:
        LookupError: the guide does not have the heading, or a table below it.
    """
    found = re.search(r"(?:^\|.*\n)+", section(guide, heading), re.MULTILINE)
    if found is None:
        raise LookupError(f'{guide} has no table below "{heading}"')
    rows = [re.split(r"(?<!\\)\|", line.strip("|\n")) for line in found[0].splitlines()]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def code(text: str) -> list[str]:
    """Return what is written in a cell or a paragraph as code."""
    return re.findall(r"`([^`]+)`", text)


def same(listed: list[str], found: set[str]) -> None:
    """Compare what a table lists with the code, and name what is missing or superfluous."""
    missing = found - set(listed)
    assert not missing, f"missing from the guide: {missing}"
    assert not set(listed) - found, f"superfluous in the guide: {set(listed) - found}"
    assert len(listed) == len(set(listed)), "listed twice"
