"""Publishes a draft, if it has all that a published language needs."""

from __future__ import annotations

import functools
from dataclasses import replace
from pathlib import Path

from brochure.checks import rules
from brochure.files import atomic, yaml_editor
from brochure.files.atomic import Files
from brochure.problems import Problem, ProblemsError, errors
from brochure.site.language_files import language_path
from brochure.site.loader import load
from brochure.translation.cldr_tags import language_error


def publish(root: Path, tag: str) -> None:
    """Make a draft a published language.

    Raises:
        ProblemsError: something that a published language needs is missing or wrong; it lists
            everything. Or the language's file does not allow the edit.
    """
    site, found = load(root)
    if site is None:
        raise ProblemsError(found)
    if tag not in site.tags or not site.language(tag).is_draft:
        drafts = ", ".join(language.tag for language in site.languages if language.is_draft)
        raise language_error(tag, "this language is not a draft", f"Drafts: {drafts or 'none'}.")
    published = tuple(
        language.model_copy(update={"status": "published"}) if language.tag == tag else language
        for language in site.languages
    )
    content = site.content.model_copy(update={"languages": published})
    problems = found + rules.run(replace(site, content=content))
    if errors(problems):
        raise ProblemsError(errors(problems))
    atomic.write_all(_without_status(root, tag))


def _without_status(root: Path, tag: str) -> Files:
    """Return a draft's file as that of a published language.

    Raises:
        ProblemsError: the file does not allow the edit.
    """
    name = language_path(tag)
    try:
        edit = functools.partial(yaml_editor.remove, key="status")
        return {root / name: atomic.apply_edit(root / name, edit)}
    except yaml_editor.EditError as error:
        message = f"cannot edit this file automatically: {error.reason}"
        hint = 'Delete "status: draft" from it; then the language is published.'
        problem = Problem(name, error.line, 1, "error", "not-written", message, hint)
        raise ProblemsError([problem]) from None
