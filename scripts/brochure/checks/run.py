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
        paths = tuple(path for tag in site.excluded_drafts for path in _paths(tag))
        problems = [problem for problem in problems if not problem.path.startswith(paths)]
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


def site_for_preview(root: Path) -> tuple[Site, list[Problem]]:
    """Return a site with its drafts, except those with errors in their files; and those errors.

    Raises:
        ProblemsError: there are other errors; all its problems are listed.
    """
    site, problems = check(root)
    found = errors(problems)
    drafts = () if site is None else site.drafts
    broken = {t: [p for p in found if p.path.startswith(_paths(t))] for t in drafts}
    left_out = [problem for of_draft in broken.values() for problem in of_draft]
    if site is None or len(left_out) < len(found):
        raise ProblemsError(problems)
    return site.without_drafts([tag for tag in drafts if broken[tag]]), left_out


def _paths(tag: str) -> tuple[str, str]:
    """Return how the paths of a language's own files begin."""
    return f"docs/{tag}/", record_file.name(tag)
