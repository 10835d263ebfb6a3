"""Checks a whole site: what cannot be read, what does not fit, and what the rules find."""

from __future__ import annotations

from pathlib import Path

from brochure.checks import rules
from brochure.problems import Problem, ProblemsError, errors
from brochure.site.loader import load
from brochure.site.site import Site


def check(root: Path, *, drafts: bool = True) -> tuple[Site | None, list[Problem]]:
    """Load the site in ``root`` and return it with all its problems, in the files' order.

    Without ``drafts`` neither languages that are drafts nor their problems are in it.
    """
    site, problems = load(root)
    if site is not None and not drafts:
        site = site.without_drafts()
        theirs = tuple(f"docs/{tag}/" for tag in site.excluded_drafts)
        theirs += tuple(f"translations/{tag}.json" for tag in site.excluded_drafts)
        problems = [problem for problem in problems if not problem.path.startswith(theirs)]
    if site is not None:
        problems += rules.run(site)
    return site, sorted(set(problems))


def site_or_raise(root: Path, *, drafts: bool = False) -> Site:
    """Return a site without errors; as it is published, or with its ``drafts``.

    Raises:
        ProblemsError: it has errors; all of them are in it.
    """
    site, problems = check(root, drafts=drafts)
    if site is None or errors(problems):
        raise ProblemsError(problems)
    return site
