"""Reads the pages of ``docs/``: front matter with title and description, then prose."""

from __future__ import annotations

from pathlib import Path

from brochure.files.text_file import read_text
from brochure.files.yaml_reader import Source, parse_yaml
from brochure.problems import Problem
from brochure.site.page import Page
from brochure.site.validation_messages import shown_value, unknown_key

_FENCE = "---"
_METADATA = ("title", "description")


def read_pages(root: Path) -> tuple[dict[tuple[str, str], Page], set[str], list[Problem]]:
    """Return pages by language and name, the names of those that cannot be used, and why."""
    pages: dict[tuple[str, str], Page] = {}
    unread: set[str] = set()
    problems: list[Problem] = [
        Problem(
            f"docs/{path.name}",
            1,
            1,
            "error",
            "unknown-file",
            "nothing reads this page: it is in no language's folder",
            "Move it into one, such as docs/en/.",
        )
        for path in (root / "docs").glob("*.md")
    ]
    for path in sorted((root / "docs").glob("*/**/*.md")):
        language, *inner = path.relative_to(root / "docs").with_suffix("").parts
        page, found = _read_page(path, language, "/".join(inner))
        problems += found
        if page:
            pages[page.language, page.name] = page
        else:
            unread.add(path.relative_to(root).as_posix())
    return pages, unread, problems


def _read_page(path: Path, language: str, name: str) -> tuple[Page | None, list[Problem]]:
    """Read a page: front matter with title and description, then prose."""
    shown = f"docs/{language}/{name}.md"
    text, problems = read_text(path, shown)
    if problems and not text:
        return None, problems
    source, body, body_line = _front_matter(text, shown)
    if source.problems and source.data is None:
        return None, problems or source.problems
    problems += source.problems
    data = source.data if isinstance(source.data, dict) else {}
    for key in data:
        if key not in _METADATA:
            problems.append(unknown_key(source, (key,), "the page", _METADATA))
    values = []
    for key in _METADATA:
        value = data.get(key)
        if value is not None and not isinstance(value, str):
            problems.append(
                source.problem(
                    (key,),
                    "wrong-type",
                    f'the page\'s "{key}" should be a text, but is {shown_value(value)}',
                    f'Put it in quotes: {key}: "…".',
                )
            )
        values.append(value.strip() if isinstance(value, str) else "")
    page = Page(
        language,
        name,
        shown,
        values[0],
        values[1],
        body,
        body_line,
        source,
    )
    return page, problems


def _front_matter(text: str, shown: str) -> tuple[Source, str, int]:
    """Split a page into its front matter, its prose, and the line where the prose begins."""
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        return Source(shown), text, 1
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() == _FENCE:
            source = parse_yaml("\n".join(lines[1:number]), shown, first_line=2)
            return source, "\n".join(lines[number + 1 :]), number + 2
    problem = Problem(
        shown,
        1,
        1,
        "error",
        "front-matter",
        "the front matter has no end",
        'Put a line with "---" after title and description.',
    )
    return Source(shown, problems=[problem]), "", 1
