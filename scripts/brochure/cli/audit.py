"""The command that checks a built site: audit."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from brochure.cli.progress import Progress
from brochure.problems import errors, render

_MANY = 20  # problems, of which one wants to know what kinds they are


def add_to(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], root: argparse.ArgumentParser
) -> None:
    """Add the command to the command line."""
    audit = commands.add_parser(
        "audit", parents=[root], help="audit the HTML of a built site, whichever generator built it"
    )
    audit.add_argument("folder", type=Path, help="the folder of the built site, such as site/")
    audit.add_argument(
        "--budgets",
        metavar="FILE",
        type=Path,
        help="what pages may weigh and load (default: the audit.yaml of a site within the project)",
    )
    audit.add_argument("--format", choices=["text", "json", "github"], default="text")
    audit.set_defaults(run=_audit)


def _audit(options: argparse.Namespace) -> int:
    from brochure.checks.audit import settings
    from brochure.checks.audit.run import audit

    file, own = options.budgets, options.root / settings.NAME
    is_own_site = options.folder.resolve().is_relative_to(options.root.resolve())
    if file is None and is_own_site and own.exists():
        file = own
    wanted = settings.read(file, str(file)) if file else settings.Settings()
    problems = audit(options.folder, options.folder.as_posix(), wanted, Progress("pages read"))
    print(render(problems, options.format))
    if options.format == "text" and len(problems) > _MANY:
        for rule, number in Counter(problem.rule for problem in problems).most_common():
            print(f"{number:8,} {rule}")
    return 1 if errors(problems) else 0
