"""Loads ``content/`` and ``docs/`` of a site and collects every problem on the way."""

from __future__ import annotations

import difflib
from pathlib import Path

from brochure.explain import unknown_key
from brochure.models import Content
from brochure.problems import Problem
from brochure.site import Page, Site
from brochure.source import Source, parse_yaml, read_yaml
from brochure.text import headings
from brochure.textfile import read_text
from brochure.validation import validate

_FENCE = "---"
_METADATA = ("title", "description")


def load(root: Path) -> tuple[Site | None, list[Problem]]:
    """Load the site in ``root``.

    Returns:
        the site, or ``None`` where files that every site needs cannot be used; and the
        problems of encoding, syntax and form. What the texts say is for the rules.
    """
    sources, problems = _read_content(root)
    broken = bool(problems)
    content, misfits, lost = validate(sources)
    if broken:  # a file that cannot be read has been reported as such, not as missing
        unreadable = {problem.path for problem in problems}
        misfits = [p for p in misfits if p.rule != "missing-file" or p.path not in unreadable]
    problems += misfits
    pages, page_problems = _read_pages(root)
    problems += page_problems
    if content is None:
        return None, problems
    return Site(root, content, sources, pages, frozenset(lost)), problems


def _read_content(root: Path) -> tuple[dict[str, Source], list[Problem]]:
    sources: dict[str, Source] = {}
    problems: list[Problem] = []
    for path in sorted((root / "content").glob("*.y*ml")):
        name = f"content/{path.name}"
        if path.stem not in Content.model_fields or path.suffix != ".yaml":
            near = difflib.get_close_matches(path.stem, list(Content.model_fields), 1)
            hint = (
                f'Rename it to "{near[0]}.yaml".'
                if near
                else f"Known files: {', '.join(f'{stem}.yaml' for stem in Content.model_fields)}."
            )
            problems.append(
                Problem(name, 1, 1, "error", "unknown-file", "nothing reads this file", hint)
            )
            continue
        source = read_yaml(path, name)
        problems += source.problems
        if source.problems and source.data is None:
            continue
        problems += _check_top(source, path.stem)
        if isinstance(source.data, dict) and source.data.get(path.stem) is not None:
            sources[path.stem] = source
    return sources, problems


def _check_top(source: Source, stem: str) -> list[Problem]:
    """A file is a mapping with one key, which is the file's name."""
    if not isinstance(source.data, dict) or source.data.get(stem) is None:
        message = f'the file should begin with the key "{stem}:" and hold its entries below it'
        return [
            source.problem((), "missing-key", message, f'Write "{stem}:" before the first entry.')
        ]
    return [unknown_key(source, (key,), "the file", [stem]) for key in source.data if key != stem]


def _read_pages(root: Path) -> tuple[dict[tuple[str, str], Page], list[Problem]]:
    pages: dict[tuple[str, str], Page] = {}
    problems: list[Problem] = []
    for path in sorted((root / "docs").glob("*/**/*.md")):
        relative = path.relative_to(root / "docs")
        page, found = read_page(
            path, relative.parts[0], Path(*relative.parts[1:]).with_suffix("").as_posix()
        )
        pages[page.language, page.name] = page
        problems += found
    return pages, problems


def read_page(path: Path, language: str, name: str) -> tuple[Page, list[Problem]]:
    """Read a page: front matter with title and description, then prose."""
    shown = f"docs/{language}/{name}.md"
    text, problems = read_text(path, shown)
    source, body, body_line = _front_matter(text, shown)
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
                    f'the page\'s "{key}" should be a text',
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
        tuple(headings(body, body_line)),
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
