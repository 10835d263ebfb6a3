"""Reads the pages of ``docs/``: front matter with title, description and role, then prose."""

from __future__ import annotations

import datetime
import functools
from pathlib import Path

from brochure.files.source import Source
from brochure.files.text_file import read_text
from brochure.files.yaml_reader import parse_yaml
from brochure.problems import Problem
from brochure.site.page import CHANGED, DAYS, FROM, METADATA, METADATA_KEYS, ROLE, UNTIL, Page
from brochure.site.validation_messages import shown_value, unknown_key

_FENCE = "---"


def read_pages(root: Path) -> tuple[dict[tuple[str, str], Page], set[str], list[Problem]]:
    """Return pages by language and name, the paths of those that cannot be used, and why."""
    pages: dict[tuple[str, str], Page] = {}
    unreadable: set[str] = set()
    docs = root / "docs"
    problems = [_outside_a_language(path.name) for path in docs.glob("*.md")]
    for path in sorted(docs.glob("*/**/*.md")):
        language, _, name = path.relative_to(docs).as_posix().removesuffix(".md").partition("/")
        page, found = _read_page(path, language, name)
        problems += found
        if page:
            pages[language, name] = page
        else:
            unreadable.add(path.relative_to(root).as_posix())
    return pages, unreadable, problems


def _outside_a_language(name: str) -> Problem:
    message = "this page is not in a language's folder"
    hint = "Move it into one, such as docs/en/."
    return Problem(f"docs/{name}", 1, 1, "error", "unknown-file", message, hint)


def _read_page(path: Path, language: str, name: str) -> tuple[Page | None, list[Problem]]:
    """Read a page: front matter with title and description, then prose."""
    shown = f"docs/{language}/{name}.md"
    text, problems = read_text(path, shown)
    if problems and not text:
        return None, problems
    page, found = parse_page(text, language, name)
    return page, problems + list(found) if page else problems or list(found)


@functools.lru_cache(maxsize=1_000)  # a preview reads the same pages after every edit
def parse_page(text: str, language: str, name: str) -> tuple[Page | None, tuple[Problem, ...]]:
    """Return the page that a file's text is, None if it is not one, and its problems."""
    shown = f"docs/{language}/{name}.md"
    source, body, body_line = _split(text, shown)
    if source.problems and source.data is None:
        return None, tuple(source.problems)
    metadata, metadata_problems = _read_metadata(source)
    days, day_problems = _read_days(source)
    page = Page(
        language=language,
        name=name,
        path=shown,
        title=metadata["title"],
        description=metadata["description"],
        body=body,
        body_line=body_line,
        source=source,
        other_metadata={
            k: text
            for k, text in metadata.items()
            if k in METADATA_KEYS and k not in METADATA and text
        },
        role=metadata[ROLE],
        shown_from=days.get(FROM),
        shown_until=days.get(UNTIL),
        changed=days.get(CHANGED),
    )
    return page, (*source.problems, *metadata_problems, *day_problems)


def _read_metadata(source: Source) -> tuple[dict[str, str], list[Problem]]:
    """Return the texts in all phases and the role, empty where there is none; and problems."""
    data = source.data if isinstance(source.data, dict) else {}
    keys = {**METADATA_KEYS, ROLE: ROLE}
    known = (*keys.values(), *DAYS, CHANGED)
    problems = [unknown_key(source, (key,), "the page", known) for key in data if key not in known]
    metadata = {}
    for part, key in keys.items():
        value = data.get(key)
        metadata[part] = value.strip() if isinstance(value, str) else ""
        if value is not None and not isinstance(value, str):
            message = f'the page\'s "{key}" is {shown_value(value)}; expected text'
            hint = f'Put it in quotes: {key}: "…".'
            problems.append(source.problem((key,), "wrong-type", message, hint))
    return metadata, problems


def _read_days(source: Source) -> tuple[dict[str, datetime.date], list[Problem]]:
    """Return the days that the front matter names, by their keys, and their problems."""
    data = source.data if isinstance(source.data, dict) else {}
    days, problems = {}, []
    for key in (*DAYS, CHANGED):
        value = data.get(key)
        if isinstance(value, datetime.date):
            days[key] = value
        elif value is not None:
            message = f'the page\'s "{key}" is {shown_value(value)}; expected a date'
            hint = f"Write it as year-month-day, without quotes: {key}: 2026-03-01."
            problems.append(source.problem((key,), "wrong-type", message, hint))
    return days, problems


def _split(text: str, shown: str) -> tuple[Source, str, int]:
    """Split a page into its front matter, its prose, and the line where the prose begins."""
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        return Source(shown), text, 1
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() == _FENCE:
            source = parse_yaml("\n".join(lines[1:number]), shown, first_line=2)
            return source, "\n".join(lines[number + 1 :]), number + 2
    message = "the front matter is not closed"
    hint = 'Add a line with "---" after title and description.'
    problem = Problem(shown, 1, 1, "error", "front-matter", message, hint)
    return Source(shown, problems=[problem]), "", 1
