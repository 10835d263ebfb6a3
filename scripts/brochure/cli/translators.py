"""The translators' commands: status, export, import."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from brochure.cli.failures import all_or_nothing
from brochure.problems import ProblemsError, counted, render, summary
from brochure.site.loader import load

if TYPE_CHECKING:
    from brochure.site.site import Site


def add_to(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], root: argparse.ArgumentParser
) -> None:
    """Add the commands to the command line."""
    status = commands.add_parser(
        "status", parents=[root], help="show what is missing, outdated, to be reviewed and done"
    )
    status.add_argument("--language", metavar="TAG", help="only this language")
    status.add_argument("--format", choices=["text", "json", "html"], default="text")
    status.add_argument(
        "--base",
        metavar="URL",
        default="",
        help="link to the pages of a preview, such as http://127.0.0.1:8000/",
    )
    status.add_argument("--keys", action="store_true", help="list the keys of all units")
    status.set_defaults(run=_status)

    export = commands.add_parser("export", parents=[root], help="export a file for translators")
    export.add_argument("tag", metavar="TAG")
    export.add_argument("--format", choices=["po", "xliff", "tmx"], default="po")
    export.add_argument(
        "--only",
        metavar="STATES",
        default="missing,outdated,review,done",
        help="such as missing,outdated",
    )
    export.add_argument("--output", type=Path, help="the file (default: TAG.po, …)")
    export.set_defaults(run=_export)

    import_ = commands.add_parser("import", parents=[root], help="import a translated file")
    import_.add_argument("file", metavar="FILE", type=Path, help="a .po, .xliff or .tmx file")
    import_.add_argument(
        "--language", metavar="TAG", help="the language, if the file does not say it"
    )
    import_.add_argument(
        "--skip-refused", action="store_true", help="import the units that are not refused"
    )
    import_.add_argument(
        "--overwrite",
        action="store_true",
        help="where a text has changed here too, use the one in the file",
    )
    import_.set_defaults(run=_import)


def _status(options: argparse.Namespace) -> int:
    from brochure.translation.status import collect_status

    site = _site(options)
    if options.keys:
        print("\n".join(unit.key for unit in site.all_units))
        return 0
    statuses = collect_status(site, _tags(options, site))
    match options.format:
        case "json":
            from brochure.translation import status_data

            print(status_data.as_json(site, statuses, options.base))
        case "html":
            from brochure.translation import status_page

            print(status_page.render(site, statuses, options.base))
        case _:
            from brochure.translation import status_table

            print(status_table.text(site, statuses))
    return 0


def _export(options: argparse.Namespace) -> int:
    from brochure.translation import exporting, memory, memory_exchange
    from brochure.translation.status import STATES

    site = _site(options)
    (tag,) = _tags(options, site, options.tag)
    for problem in memory.problems(site, tag):
        print(problem, file=sys.stderr)
    states = options.only.split(",")
    if unknown := set(states) - set(STATES):
        print(
            f"Unknown state: {', '.join(sorted(unknown))}. States: {', '.join(STATES)}.",
            file=sys.stderr,
        )
        return 2
    if options.format == "tmx":
        content, count = memory_exchange.export(site, tag)
        summary = f"{count} entries of the translation memory"
    else:
        catalogue = exporting.catalogue(site, tag, states)
        content = exporting.FORMATS[options.format].write(catalogue)
        words = sum(len(entry.source.split()) for entry in catalogue.entries)
        summary = (
            f"{counted(len(catalogue.entries), 'unit')}, {counted(words, 'word')} of the source"
        )
    path = options.output or Path(f"{tag}.{options.format}")
    try:
        path.write_bytes(content)
    except OSError as error:  # a full disk names no file
        raise OSError(error.errno, error.strerror, str(path)) from error
    print(f"{path}: {summary}")
    return 0


def _import(options: argparse.Namespace) -> int:
    from brochure.translation import memory_exchange
    from brochure.translation.importing import import_file

    root = options.root.resolve()
    if options.file.suffix.lower() == memory_exchange.SUFFIX:
        return _import_memory(options)
    try:
        with all_or_nothing():
            imported = import_file(
                _site(options),
                options.file,
                language=options.language,
                skip_refused=options.skip_refused,
                overwrite=options.overwrite,
            )
    except ProblemsError as error:
        print(render(error.problems), file=sys.stderr)
        print("Nothing was imported. Use --skip-refused to import the rest.", file=sys.stderr)
        return 1
    for problem in (*imported.conflicts, *imported.refused):
        print(problem, file=sys.stderr)
    for path in imported.paths:
        print(f"  {path.relative_to(root)}")
    print(
        f"{imported.language}: {counted(imported.imported, 'unit')} imported,"
        f" {imported.unchanged} unchanged, {imported.unfinished} unfinished,"
        f" {len(imported.conflicts)} in conflict, {len(imported.refused)} refused"
    )
    return 0


def _import_memory(options: argparse.Namespace) -> int:
    from brochure.translation import memory_exchange

    site = _site(options)
    with all_or_nothing():
        imported = memory_exchange.import_file(site, options.file, options.language)
    for path in imported.paths:
        print(f"  {path.relative_to(site.root)}")
    added = ", ".join(f"{tag}: {count}" for tag, count in imported.added.items())
    print(
        f"Added to the translation memory: {added}; already there: {imported.known}; left out"
        " because of codes or characters that texts of the site cannot have:"
        f" {imported.left_out}.\n"
        "The site is unchanged: the next exports offer the new entries."
    )
    return 0


def _site(options: argparse.Namespace) -> Site:
    site, problems = load(options.root.resolve())
    if site is None:
        raise ProblemsError(problems)
    if problems:
        print(f"Warning: the content has {summary(problems)}; run brochure check.", file=sys.stderr)
    return site


def _tags(options: argparse.Namespace, site: Site, tag: str | None = None) -> list[str]:
    """Return the language that the options name, or all that are translated.

    Raises:
        ProblemsError: the site does not have that language.
    """
    wanted = options.language if tag is None else tag
    if wanted is not None and wanted not in site.tags[1:]:
        from brochure.translation.noting import unknown

        raise ProblemsError([unknown(f'unknown language "{wanted}"', wanted, site.tags[1:])])
    return list(site.tags[1:]) if wanted is None else [wanted]
