"""Turns an exception in a template into a problem with file and line, like those of content."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import jinja2

from brochure.files import packaged
from brochure.problems import Problem, ProblemsError


@contextmanager
def templates_explained(root: Path) -> Iterator[None]:
    """Turn an exception that a template raises into a problem; let all others through.

    Raises:
        ProblemsError: a template has raised an exception.
    """
    try:
        yield
    except Exception as error:
        problems = template_error(error, root)
        if problems:
            raise problems from error
        raise


def template_error(error: Exception, root: Path) -> ProblemsError | None:
    """Return the exception as a problem, or ``None`` if it was not raised by a template."""
    templates = packaged.find(root, packaged.TEMPLATES)
    if isinstance(error, jinja2.TemplateSyntaxError):
        path, line = Path(error.filename or error.name or "?"), error.lineno
    else:
        frames = [
            f
            for f in traceback.extract_tb(error.__traceback__)
            if Path(f.filename).is_relative_to(templates)
        ]
        if not frames:
            return None
        path, line = Path(frames[-1].filename), frames[-1].lineno or 1
    if path.is_relative_to(root):
        name = path.relative_to(root).as_posix()
    else:  # a template of the generator's own
        name = f"overrides/{path.relative_to(templates) if path.is_absolute() else path}"
    message = f"template error: {error}"
    hint = "Fix this line. guides/change-the-look.md lists what a template may use."
    return ProblemsError([Problem(name, line, 1, "error", "template", message, hint)])
