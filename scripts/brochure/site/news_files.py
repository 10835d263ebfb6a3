"""Reads ``content/news/``: one file for each piece of news, whose name is its id."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

from brochure.files.source import Source
from brochure.problems import Problem
from brochure.schema.offers import NEWS_ID_PATTERN
from brochure.site.record_folder import JoinedFiles, RecordFolder

FORMER_FILE = "content/news.yaml"


def _renaming(name: str) -> str:
    valid = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return f'Rename it to "{valid or "a-name"}.yaml": lower-case letters, digits and hyphens.'


_FILES = RecordFolder("news", "id", NEWS_ID_PATTERN, "news item", "date: 2026-03-01", _renaming)


def read_news(root: Path) -> tuple[JoinedFiles | None, set[str], list[Problem]]:
    """Return the news, newest first, the paths of the files that cannot be used, and why.

    There are none if the site has no news.
    """
    files, unreadable, problems = _FILES.read(root)
    if (root / FORMER_FILE).exists():
        message = "each news item has a file of its own, in content/news/"
        hint = (
            "Create a file for each, such as content/news/a-short-name.yaml, with the keys"
            " date, title and text; then delete this one."
        )
        problems.append(Problem(FORMER_FILE, 1, 1, "error", "unknown-file", message, hint))
    names = sorted(files, key=lambda name: (_date(files[name]), name), reverse=True)
    return _FILES.joined(files, names) if files else None, unreadable, problems


def _date(source: Source) -> datetime.date:
    """Return the date of the news; those without one are reported, and come last."""
    date: Any = source.data.get("date")
    return date if isinstance(date, datetime.date) else datetime.date.min
