"""The commands that keep what translations were made from: note and confirm."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection
from typing import TYPE_CHECKING

from brochure.cli.failures import all_or_nothing
from brochure.problems import ProblemsError, counted, errors

if TYPE_CHECKING:
    from brochure.site.site import Site


def add_to(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], root: argparse.ArgumentParser
) -> None:
    """Add the commands to the command line."""
    note = commands.add_parser(
        "note", parents=[root], help="record what translations are made from, before a merge"
    )
    note.add_argument(
        "--start",
        metavar="TAG",
        action="append",
        default=[],
        help="start the record of a language that never had one",
    )
    note.set_defaults(run=_note)

    confirm = commands.add_parser(
        "confirm", parents=[root], help="confirm that translations fit their sources"
    )
    confirm.add_argument(
        "keys", metavar="KEY", nargs="+", help='a unit\'s key, or a pattern: "areas.*"'
    )
    confirm.add_argument("--language", metavar="TAG", help="only in this language")
    confirm.set_defaults(run=_confirm)


def _note(options: argparse.Namespace) -> int:
    from brochure.checks.run import check
    from brochure.translation import noting

    site, problems = check(options.root.resolve())
    found = [p for p in errors(problems) if p.rule not in noting.SETTLED_LATER]
    drafts = [] if site is None else [lang.tag for lang in site.languages if lang.is_draft]
    broken = [tag for tag in drafts if any(p.path.startswith(f"docs/{tag}/") for p in found)]
    if others := [p for p in found if not p.path.startswith(tuple(f"docs/{t}/" for t in broken))]:
        raise ProblemsError(others)
    if site is None:
        raise ProblemsError(problems)
    if broken:
        print(f"Left out, because of errors: {', '.join(broken)}", file=sys.stderr)
    return write(site, options.start, broken)


def write(site: Site, start: Collection[str] = (), skip: Collection[str] = ()) -> int:
    """Note what translations are made from, and print it; return the exit code."""
    from brochure.translation import noting

    try:
        noted = noting.note(site, start, skip)
    except OSError as error:
        print(f"Could not update translations/: {error.strerror}", file=sys.stderr)
        return 1
    for tag in noted.restarted:
        print(f"translations/{tag}.txt belonged to other content, and was reset.", file=sys.stderr)
    if noted.paths:
        texts = counted(noted.changed, "text")
        print(
            f"Updated translations/ ({texts}, {noted.confirmed} confirmed). Commit:",
            file=sys.stderr,
        )
        for path in noted.paths:
            print(f"  {path.relative_to(site.root)}", file=sys.stderr)
    return 0


def _confirm(options: argparse.Namespace) -> int:
    from brochure.site.loader import load
    from brochure.translation import noting

    site, problems = load(options.root.resolve())
    if site is None:
        raise ProblemsError(problems)
    tags = site.tags[1:] if options.language is None else [options.language]
    with all_or_nothing():
        confirmed = noting.confirm(site, options.keys, tags)
    for tag, key in confirmed:
        print(f"{tag}: {key} confirmed")
    if not confirmed:
        print("None of these translations is outdated or needs review.")
    return 0
