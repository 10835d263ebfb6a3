"""The command ``intake``: the service itself, and what staff do with submissions."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from brochure.problems import ProblemsError
from intake import logs, settings, settings_file
from intake.commands import arguments, operator_commands, staff_commands, team_commands
from intake.commands.staff_commands import UsageError
from intake.service import Service, open_service
from intake.settings import Settings, SettingsError
from intake.sign_in.member import ROLES
from intake.storage.database import Unavailable

Run = Callable[[Settings, argparse.Namespace], None]


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; return 0, or 1 after a message on standard error."""
    options = _parser().parse_args(argv)
    source = ""
    try:
        given, source = settings_file.find(options.env)
        options.source = source
        options.run(settings.load(given), options)
        sys.stdout.flush()
    except (SettingsError, ProblemsError, UsageError) as error:
        print(error, file=sys.stderr)
        if isinstance(error, SettingsError) and source:
            print(f"Settings: {source}.", file=sys.stderr)
        return 1
    except BrokenPipeError:  # who reads the output, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Unavailable as error:
        print(f"Database unavailable: {type(error).__name__}", file=sys.stderr)
        return 1
    return 0


def _with_service(
    run: Callable[[Service, argparse.Namespace], None], *, creates: bool = False
) -> Run:
    """Return a command that is given the service instead of its settings.

    Only one that ``creates`` makes a database where there is none: others would show an empty one
    for a mistake in the settings.
    """

    def with_service(chosen: Settings, options: argparse.Namespace) -> None:
        service = open_service(chosen, creates=creates)
        try:
            run(service, options)
        finally:
            service.engine.dispose()

    return with_service


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="intake", description="Receive and manage expressions of interest."
    )
    parser.add_argument(
        "--env",
        type=Path,
        metavar="FILE",
        help=f"settings; default: the environment's, or else those in {settings_file.SYSTEM_FILE}",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="run the service")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8001)
    serve.set_defaults(run=_with_service(_serve, creates=True))

    migration = commands.add_parser("migrate", help="bring the database to this version's layout")
    migration.add_argument("--backed-up", action="store_true", help="there is a backup; make none")
    migration.set_defaults(run=operator_commands.migrate_database)

    doctor_ = commands.add_parser("doctor", help="try every setting, as the service will use it")
    doctor_.set_defaults(run=operator_commands.examine)

    backup_ = commands.add_parser("backup", help="write a backup of the database, as it is now")
    backup_.add_argument("--to", type=Path, required=True, metavar="FOLDER")
    backup_.add_argument(
        "--keep",
        type=arguments.number,
        metavar="N",
        help="delete all but the newest N backups there",
    )
    backup_.set_defaults(run=operator_commands.back_up)
    restoring = commands.add_parser("restore", help="put a backup into an empty database")
    restoring.add_argument("file", type=Path, metavar="FILE")
    restoring.set_defaults(run=operator_commands.restore)

    listing = commands.add_parser("list", help="list submissions, oldest first")
    listing.add_argument(
        "--status", help="a state of the desk, held or spam; or accepted: neither of these two"
    )
    listing.add_argument("--drafts", action="store_true", help="list what has not been sent yet")
    listing.set_defaults(run=_with_service(staff_commands.list_stored))

    show = commands.add_parser("show", help="show a submission or a draft with all answers")
    show.add_argument("name", metavar="REF|DRAFT", type=arguments.reference_or_draft)
    show.set_defaults(run=_with_service(staff_commands.show))
    finding = commands.add_parser("find", help="list everything in which a person is named")
    finding.add_argument("words", metavar="ADDRESS|NAME", nargs="+")
    finding.set_defaults(run=_with_service(staff_commands.find))
    delete = commands.add_parser("delete", help="delete submissions, drafts and what find lists")
    delete.add_argument("names", metavar="REF|DRAFT|NAME", nargs="+", type=arguments.name)
    delete.set_defaults(run=_with_service(staff_commands.delete))
    release = commands.add_parser("release", help="accept a held submission and send its mails")
    release.add_argument("name", metavar="REF", type=arguments.reference)
    release.set_defaults(run=_with_service(staff_commands.release))

    exporting = commands.add_parser("export", help="write all submissions as CSV or JSON")
    exporting.add_argument("--drafts", action="store_true", help="write all drafts instead")
    exporting.add_argument(
        "--about", metavar="ADDRESS|NAME", help="write all that names one person instead, as JSON"
    )
    exporting.add_argument("--format", choices=["csv", "json"], default="csv")
    exporting.add_argument("--output", type=Path, help="write to a file instead of standard output")
    exporting.set_defaults(run=_with_service(staff_commands.write_export))

    purge = commands.add_parser("purge", help="delete old submissions and drafts")
    purge.add_argument(
        "--older-than",
        metavar="DAYS",
        type=arguments.days,
        help="default: retention_days of the form",
    )
    purge.set_defaults(run=_with_service(staff_commands.purge))

    _add_outbox(commands.add_parser("outbox", help="show mails that are waiting or failed"))
    _add_team(commands.add_parser("staff", help="say who may sign in to the desk"))
    return parser


def _add_outbox(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", help="include mails that were sent")
    parser.add_argument(
        "--retry",
        nargs="?",
        const=True,  # a text would be taken for a reference
        metavar="REF",
        type=arguments.reference,
        help="send what waits as soon as possible; of one submission, also what failed",
    )
    parser.add_argument(
        "--correct",
        nargs=2,
        metavar=("REF", "ADDRESS"),
        action=arguments.ReferenceFirst,
        help="send the mails to the sender of a submission to another address",
    )
    parser.add_argument(
        "--give-up",
        metavar="REF",
        type=arguments.reference,
        help="never send what waits or failed of a submission",
    )
    parser.set_defaults(run=_with_service(staff_commands.show_outbox))


def _add_team(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    listing = commands.add_parser("list", help="list who may sign in")
    listing.set_defaults(run=_with_service(team_commands.list_team))
    adding = commands.add_parser("add", help="let somebody sign in")
    adding.add_argument("--name", default="", help="as the history has it; default: the address")
    adding.add_argument("--language", metavar="TAG", help="default: the site's first language")
    role = commands.add_parser("role", help="give a member another role")
    removing = commands.add_parser("remove", help="sign a member out, and let them in no more")
    removing.add_argument("--erase", action="store_true", help="delete name and address, too")
    for command in (adding, role, removing):
        command.add_argument("address", metavar="ADDRESS")
    adding.add_argument("--role", choices=ROLES, required=True)
    role.add_argument("role", choices=ROLES, metavar="ROLE", help=", ".join(ROLES))
    adding.set_defaults(run=_with_service(team_commands.add))
    role.set_defaults(run=_with_service(team_commands.change_role))
    removing.set_defaults(run=_with_service(team_commands.remove))


def _serve(service: Service, options: argparse.Namespace) -> None:
    logs.set_up()
    with contextlib.suppress(KeyboardInterrupt):  # raised again once it has shut down in order
        if not service.server(options.host, options.port).run():
            raise UsageError("The service has ended by itself; the log says why.")
