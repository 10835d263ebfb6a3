"""Checks a whole site: problems of reading, of the schema, and of the rules."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from brochure.checks import rules
from brochure.files import record_file
from brochure.problems import Problem, ProblemsError, errors
from brochure.site.loader import load
from brochure.site.site import Site


def check(root: Path, *, drafts: bool = True) -> tuple[Site | None, list[Problem]]:
    """Load the site in ``root`` and return it with all its problems, sorted by file and position.

    Without ``drafts``, draft languages and their problems are left out.
    """
    site, problems = load(root)
    if site is not None and not drafts:
        site = site.without_drafts()
        draft_paths = tuple(f"docs/{tag}/" for tag in site.excluded_drafts)
        draft_paths += tuple(record_file.name(tag) for tag in site.excluded_drafts)
        problems = [problem for problem in problems if not problem.path.startswith(draft_paths)]
    if site is not None:
        problems += rules.run(site)
    return site, sorted(set(problems))


def check_for_people(root: Path) -> tuple[Site | None, list[Problem]]:
    """Return what ``check`` returns, where errors of drafts are warnings: they stop nothing."""
    site, problems = check(root)
    if site is None or site.published == site.tags or not errors(problems):
        return site, problems
    published = {_place(problem) for problem in check(root, drafts=False)[1]}
    return site, [
        problem if _place(problem) in published else replace(problem, level="warning")
        for problem in problems
    ]


def _place(problem: Problem) -> tuple[str, int, int, str]:
    """Return what a problem has in common with itself in a site of fewer languages."""
    return problem.path, problem.line, problem.column, problem.rule


def site_or_raise(root: Path, *, drafts: bool = False) -> Site:
    """Return a site without errors: as it is published, or with its ``drafts``.

    Raises:
        ProblemsError: it has errors; all its problems are listed.
    """
    site, problems = check(root, drafts=drafts)
    if site is None or errors(problems):
        raise ProblemsError(problems)
    return site
