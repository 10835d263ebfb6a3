"""Audits the folder of a built site."""

from __future__ import annotations

from pathlib import Path

from brochure.checks.audit import rules
from brochure.checks.audit.reading import Progress, read
from brochure.checks.audit.settings import Settings
from brochure.problems import Problem


def audit(
    folder: Path,
    name: str | None = None,
    settings: Settings | None = None,
    progress: Progress = lambda _done, _all: None,
) -> list[Problem]:
    """Return all problems of a built site, sorted by file and position.

    Raises:
        ProblemsError: it is not the folder of a built site.
        OSError: a file cannot be read.
    """
    built = read(folder, name or folder.as_posix(), settings or Settings(), progress)
    return sorted(set(rules.run(built)))
