"""Checks a whole site: problems of reading, of the schema, and of the rules."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from brochure.checks import rules
from brochure.files import record_file
from brochure.problems import Problem, ProblemsError, errors
from brochure.site.language_files import language_path
from brochure.site.loader import load
from brochure.site.site import Site


def check(root: Path, *, drafts: bool = True) -> tuple[Site | None, list[Problem]]:
    """Load the site in ``root`` and return it with all its problems, sorted by file and position.

    Without ``drafts``, draft languages and their problems are left out.
    """
    return _checked(*load(root), drafts=drafts)


def _checked(
    site: Site | None, problems: list[Problem], *, drafts: bool
) -> tuple[Site | None, list[Problem]]:
    """Return a loaded site, perhaps without its drafts, with all its problems."""
    if site is not None and not drafts:
        site = site.without_drafts()
        paths = tuple(path for tag in site.excluded_drafts for path in _paths(tag))
        of_drafts = {problem for found in site.draft_problems.values() for problem in found}
        problems = [p for p in problems if not p.path.startswith(paths) and p not in of_drafts]
    of_rules = rules.run(site) if site is not None else []
    return site, sorted({*problems, *of_rules})


def check_for_people(root: Path) -> tuple[Site | None, list[Problem], list[Problem]]:
    """Return the site, the problems of what is published, and those of drafts alone.

    These stop nothing: their errors are warnings.
    """
    loaded = load(root)
    site, problems = _checked(*loaded, drafts=True)
    if site is None or not site.drafts or not problems:
        return site, problems, []
    published = _checked(*loaded, drafts=False)[1]
    places = set(map(_place, published))
    of_drafts = [problem for problem in problems if _place(problem) not in places]
    return (
        site,
        published,
        [replace(p, level="warning") if p.level == "error" else p for p in of_drafts],
    )


def _place(problem: Problem) -> tuple[str, int, int, str]:
    """Return the identity of a problem, which is the same in a site of fewer languages."""
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
    """Return a site with its drafts, except those with errors; and these errors.

    Raises:
        ProblemsError: what is published has errors; all problems are listed.
    """
    loaded = load(root)
    site, problems = _checked(*loaded, drafts=True)
    found = errors(problems)
    if site is not None and not found:
        return site, []
    published = _checked(*loaded, drafts=False)[1] if site and site.drafts else problems
    if site is None or errors(published):
        raise ProblemsError(problems)
    places = set(map(_place, published))
    left_out = [problem for problem in found if _place(problem) not in places]
    broken = [tag for tag in site.drafts if _is_broken(site, tag, left_out)]
    return site.without_drafts(broken), left_out


def _is_broken(site: Site, tag: str, left_out: list[Problem]) -> bool:
    """Whether a draft causes some of the errors of drafts."""
    if tag in site.draft_problems or any(p.path.startswith(_paths(tag)) for p in left_out):
        return True
    if tag in site.external_texts:  # all its texts are in its own files
        return False
    alone = rules.run(site.without_drafts([other for other in site.drafts if other != tag]))
    return not {_place(p) for p in errors(alone)}.isdisjoint(map(_place, left_out))


def _paths(tag: str) -> tuple[str, ...]:
    """Return how the paths of a language's own files begin."""
    return f"docs/{tag}/", record_file.name(tag), language_path(tag)
