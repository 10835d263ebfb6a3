"""The command ``intake``: the service itself, and what staff do with submissions."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from brochure.problems import ProblemsError
from intake.commands import arguments, operator_commands, staff_commands, team_commands
from intake.commands.running import UsageError, with_service
from intake.process import logs
from intake.service import Service
from intake.settings import env_file, settings
from intake.settings.settings import SettingsError
from intake.storage.database import Unavailable


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; return 0, or 1 after a message on standard error."""
    options = _parser().parse_args(argv)
    source = ""
    try:
        given, source = env_file.find(options.env)
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="intake", description="Receive and manage expressions of interest."
    )
    parser.add_argument(
        "--env",
        type=Path,
        metavar="FILE",
        help=f"settings; default: the environment's, or else those in {env_file.SYSTEM_FILE}",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help="run the service")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8001)
    serve.set_defaults(run=with_service(_serve, creates=True))
    operator_commands.add_to(commands)
    _add_submissions(commands)
    _add_export(commands.add_parser("export", help="write all submissions as CSV or JSON"))
    _add_purge(commands.add_parser("purge", help="delete old submissions and drafts"))
    _add_outbox(commands.add_parser("outbox", help="show emails that are waiting or failed"))
    team_commands.add_to(commands.add_parser("staff", help="manage who may sign in to the desk"))
    return parser


def _add_submissions(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    listing = commands.add_parser("list", help="list submissions, oldest first")
    listing.add_argument(
        "--status", help='a state of the desk, "held" or "spam"; "accepted": neither held nor spam'
    )
    listing.add_argument(
        "--drafts", action="store_true", help="list drafts, which have not been sent yet"
    )
    listing.set_defaults(run=with_service(staff_commands.list_stored))

    show = commands.add_parser("show", help="show a submission or a draft with all answers")
    show.add_argument("name", metavar="REF|DRAFT", type=arguments.reference_or_draft)
    show.set_defaults(run=with_service(staff_commands.show))
    finding = commands.add_parser("find", help="list everything that names a person")
    finding.add_argument("words", metavar="ADDRESS|NAME", nargs="+")
    finding.set_defaults(run=with_service(staff_commands.find))
    delete = commands.add_parser(
        "delete", help="delete submissions, drafts and whatever else intake find lists"
    )
    delete.add_argument("names", metavar="REF|DRAFT|NAME", nargs="+", type=arguments.name)
    delete.set_defaults(run=with_service(staff_commands.delete))
    accept = commands.add_parser(
        "accept", aliases=["release"], help="accept a held submission, and send its emails"
    )
    accept.add_argument("name", metavar="REF", type=arguments.reference)
    accept.set_defaults(run=with_service(staff_commands.accept))


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--drafts", action="store_true", help="write all drafts instead")
    parser.add_argument(
        "--about",
        metavar="ADDRESS|NAME",
        help="write everything that names one person instead, as JSON",
    )
    parser.add_argument("--format", choices=["csv", "json"], default="csv")
    parser.add_argument("--output", type=Path, help="write to a file instead of standard output")
    parser.set_defaults(run=with_service(staff_commands.write_export))


def _add_purge(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--older-than",
        metavar="DAYS",
        type=arguments.days,
        help="default: retention_days of the form",
    )
    parser.set_defaults(run=with_service(staff_commands.purge))


def _add_outbox(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", help="include emails that were sent")
    parser.add_argument(
        "--retry",
        nargs="?",
        const=True,  # a text would be taken for a reference
        metavar="REF",
        type=arguments.reference,
        help="send waiting emails as soon as possible; for one submission, failed ones too",
    )
    parser.add_argument(
        "--correct",
        nargs=2,
        metavar=("REF", "ADDRESS"),
        action=arguments.ReferenceFirst,
        help="send the emails meant for the sender of a submission to ADDRESS instead",
    )
    parser.add_argument(
        "--give-up",
        metavar="REF",
        type=arguments.reference,
        help="stop trying to send a submission's waiting and failed emails",
    )
    parser.set_defaults(run=with_service(staff_commands.show_outbox))


def _serve(service: Service, options: argparse.Namespace) -> None:
    logs.set_up()
    with contextlib.suppress(KeyboardInterrupt):  # raised again once it has shut down in order
        if not service.server(options.host, options.port).run():
            raise UsageError("The service stopped unexpectedly; the log says why.")
