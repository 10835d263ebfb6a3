"""Checks a whole site: what cannot be read, what does not fit, and what the rules find."""

from __future__ import annotations

from pathlib import Path

from brochure import rules
from brochure.loader import load
from brochure.problems import Problem, ProblemsError, errors
from brochure.site import Site


def check(root: Path) -> tuple[Site | None, list[Problem]]:
    """Load the site in ``root`` and return it with all its problems, in the files' order."""
    site, problems = load(root)
    if site is not None:
        problems += rules.run(site)
    return site, sorted(set(problems))


def site_or_raise(root: Path) -> Site:
    """Return a site without errors.

    Raises:
        ProblemsError: it has errors; all of them are in it.
    """
    site, problems = check(root)
    if site is None or errors(problems):
        raise ProblemsError(problems)
    return site
