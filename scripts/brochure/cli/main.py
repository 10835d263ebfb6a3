"""The command ``brochure``: arguments in, text out. The modules beside it have the rest."""

from __future__ import annotations

import argparse
import functools
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from brochure.cli import audit, failures, languages, new, notes, translators
from brochure.cli.progress import Progress
from brochure.problems import ProblemsError, counted, errors, render

if TYPE_CHECKING:
    from brochure.problems import Problem
    from brochure.site.site import Site


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code, 1 if the content has errors or a file fails."""
    try:
        try:
            return _run(_parser().parse_args(arguments))
        finally:
            sys.stdout.flush()  # now, not after the last line that could handle an error
    except BrokenPipeError:
        failures.discard_output()
        return failures.CLOSED_PIPE
    except OSError as error:
        failures.discard_output()
        print(failures.description(error), file=sys.stderr)
        return 1


def _run(options: argparse.Namespace) -> int:
    try:
        return int(options.run(options))
    except ProblemsError as error:
        print(render(error.problems), file=sys.stderr)
        return 1


@functools.cache
def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="brochure", description="Checks, builds and shows a multilingual brochure site."
    )
    parser.add_argument(
        "--root",
        type=Path,
        default=Path(),
        help="the project's folder (default: the current folder)",
    )
    root = argparse.ArgumentParser(add_help=False)  # --root may follow the command, too
    root.add_argument("--root", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_to(commands, root)
    audit.add_to(commands, root)
    new.add_to(commands, root)
    notes.add_to(commands, root)
    languages.add_to(commands, root)
    translators.add_to(commands, root)
    return parser


def _add_to(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], root: argparse.ArgumentParser
) -> None:
    """Add the everyday commands: check, build, serve and schemas."""
    check = commands.add_parser("check", parents=[root], help="check content and translations")
    check.add_argument("--format", choices=["text", "json", "github"], default="text")
    check.add_argument("--fix", action="store_true", help="repair what can be repaired safely")
    check.add_argument(
        "--links", action="store_true", help="also ask other sites whether links to them still work"
    )
    check.set_defaults(run=_check)

    build = commands.add_parser("build", parents=[root], help="write the site to site/")
    build.add_argument("--site-dir", type=Path, help="the folder to write to (default: site/)")
    build.add_argument(
        "--drafts", action="store_true", help="include draft languages, for a review"
    )
    build.add_argument(
        "--host",
        choices=["server", "static"],
        help="where it is published, a server or a static host: overrides content/site.yaml",
    )
    build.add_argument(
        "--without-documents", action="store_true", help="skip the leaflet and the letter"
    )
    build.set_defaults(run=_build)

    serve = commands.add_parser(
        "serve", parents=[root], help="preview the site, rebuilt on each edit"
    )
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    serve.set_defaults(run=_serve)

    schemas = commands.add_parser(
        "schemas", parents=[root], help="regenerate the JSON Schemas for editors"
    )
    schemas.set_defaults(run=_schemas)


def _check(options: argparse.Namespace) -> int:
    from brochure.checks.run import check_for_people

    root = options.root.resolve()
    if options.fix:
        _fix(root)
    site, problems, of_drafts = check_for_people(root)
    if site is not None and options.links:
        from brochure.checks.web.run import check_links

        problems += check_links(site, Progress("addresses asked"))
    if site is not None and not errors(problems):
        problems += _of_documents(site)
    print(render(problems, options.format, of_drafts))
    if site is not None and options.format == "text":
        _print_form_route(site)
    return 1 if site is None or errors(problems) else 0


def _of_documents(site: Site) -> list[Problem]:
    """Return why documents could not be published, such as a text that does not fit on paper."""
    from brochure.render.paper.making import make_documents_of

    try:
        make_documents_of(site.without_drafts(), Progress("documents tried"))
    except ProblemsError as error:
        return list(error.problems)
    return []


def _print_form_route(site: Site) -> None:
    """Print where the form's answers go if the site's own intake does not get them."""
    if site.content.form and not site.form_address:
        print(f"form: answered by email to {site.content.site.contact.email}: the host is static")
    elif site.form_address and not site.form_path:
        print(f"form: sent to {site.form_address}")


def _fix(root: Path) -> None:
    from brochure.site.loader import load
    from brochure.translation.fix import fix

    site, _ = load(root)
    if site is None:
        return  # the check will report why
    with failures.all_or_nothing():
        fixed = fix(site)
    for problem in (*fixed.repairs, *fixed.problems):
        print(problem, file=sys.stderr)
    repairs, files = counted(len(fixed.repairs), "repair"), counted(len(fixed.paths), "file")
    print(f"{repairs} in {files}", file=sys.stderr)


def _build(options: argparse.Namespace) -> int:
    """Build the site, then note the languages that it has: without drafts, the published ones."""
    from engine.build import publish

    root = options.root.resolve()
    folder = (options.site_dir or root / "site").resolve()
    on_progress = None if options.without_documents else Progress("documents made")
    built = publish(root, folder, drafts=options.drafts, host=options.host, on_progress=on_progress)
    if built.problems:
        print(render(built.problems))
    print(f"{built}: {folder}")
    _print_form_route(built.site)
    notes.write(built.site)
    return 0


def _serve(options: argparse.Namespace) -> int:
    from engine.serve import serve

    try:
        serve(options.root.resolve(), options.host, options.port)
    except OSError as error:
        address = f"{options.host}:{options.port}"
        print(f"Cannot serve on {address}: {error.strerror}. Try another --port.", file=sys.stderr)
        return 1
    return 0


def _schemas(options: argparse.Namespace) -> int:
    from brochure.files import icons
    from brochure.schema.json_schema import Completions, write
    from brochure.site.loader import load

    root = options.root.resolve()
    site, problems = load(root)
    if site is None:
        raise ProblemsError(problems)
    for path in write(root, site.authored, Completions(site.page_names, icons.offered(root))):
        print(path)
    return 0
