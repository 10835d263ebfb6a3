"""The command ``intake``: the service itself, and the staff's day."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from brochure.problems import ProblemsError
from intake import logs, references, settings, staff
from intake.database import Unavailable
from intake.service import Service, open_service
from intake.settings import SettingsError
from intake.submission import Submission


class UsageError(Exception):
    """What was asked for does not exist."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, or 1 with a clear message."""
    options = _parser().parse_args(arguments)
    try:
        service = open_service(settings.load())
        try:
            options.run(service, options)
        finally:
            service.engine.dispose()
    except (SettingsError, ProblemsError, UsageError) as error:
        print(error, file=sys.stderr)
        return 1
    except Unavailable as error:
        print(f"The database cannot be used: {type(error).__name__}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="intake", description="Receives expressions of interest, and lets staff handle them."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="run the service")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8001)
    serve.set_defaults(run=_serve)

    listing = commands.add_parser("list", help="list submissions, oldest first")
    listing.add_argument("--status", choices=["accepted", "held"])
    listing.set_defaults(run=_list)

    show = commands.add_parser("show", help="show one submission whole")
    release = commands.add_parser("release", help="accept a held submission and send its mails")
    delete = commands.add_parser("delete", help="delete a submission and its mails")
    for command, run in ((show, _show), (release, _release), (delete, _delete)):
        command.add_argument("reference", metavar="REF", type=_reference)
        command.set_defaults(run=run)

    export = commands.add_parser("export", help="write all submissions as CSV or JSON")
    export.add_argument("--format", choices=["csv", "json"], default="csv")
    export.add_argument("--output", type=Path, help="a file instead of standard output")
    export.set_defaults(run=_export)

    purge = commands.add_parser("purge", help="delete old submissions")
    purge.add_argument(
        "--older-than", metavar="DAYS", type=_days, help="default: what the form says"
    )
    purge.set_defaults(run=_purge)

    outbox = commands.add_parser("outbox", help="show mails that wait or failed")
    outbox.add_argument("--all", action="store_true", help="sent ones as well")
    outbox.set_defaults(run=_outbox)
    return parser


def _reference(text: str) -> str:
    reference = references.normal(text)
    if reference is None:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no reference: it has nine letters and digits, and the last one does not"
            " fit the others if one was misheard"
        )
    return reference


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise argparse.ArgumentTypeError(f"expected a number of days, found {text!r}")
    return int(text)


def _found(service: Service, reference: str) -> staff.Kept:
    kept = staff.one(service.engine, reference)
    if kept is None:
        raise UsageError(f"There is no submission {reference}.")
    return kept


def _serve(service: Service, options: argparse.Namespace) -> None:
    logs.set_up()
    service.server(options.host, options.port).run()


def _list(service: Service, options: argparse.Namespace) -> None:
    for kept in staff.every(service.engine, options.status):
        institution = next(iter(kept.answers.get("institution", ())), "")
        reason = f" ({kept.reason})" if kept.reason else ""
        print(
            f"{kept.reference}  {kept.when}  {kept.language}  {kept.status}{reason}  {institution}"
        )


def _show(service: Service, options: argparse.Namespace) -> None:
    kept = _found(service, options.reference)
    print(f"{kept.reference}  {kept.when} UTC  {kept.language}  {kept.status}  {kept.reason}\n")
    print(service.composer.in_default_language(kept.answers))


def _release(service: Service, options: argparse.Namespace) -> None:
    kept = _found(service, options.reference)
    if kept.status != "held":
        raise UsageError(f"{kept.reference} is not held.")
    store = service.store()
    store.release(Submission(kept.answers, kept.language, id=kept.id, reference=kept.reference))
    store.close()
    print(f"{kept.reference} is accepted; its mails are in the outbox.")


def _delete(service: Service, options: argparse.Namespace) -> None:
    if not staff.delete(service.engine, options.reference):
        raise UsageError(f"There is no submission {options.reference}.")
    print(f"{options.reference} is deleted.")


def _export(service: Service, options: argparse.Namespace) -> None:
    kept = staff.every(service.engine)
    as_csv = options.format == "csv"
    text = staff.as_csv(kept, service.form) if as_csv else staff.as_json(kept)
    if not options.output:
        sys.stdout.buffer.write(text.encode())
        return
    try:
        options.output.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise UsageError(f"{options.output}: {error.strerror}") from error


def _purge(service: Service, options: argparse.Namespace) -> None:
    days = options.older_than or service.form.retention_days
    gone = staff.purge(service.engine, days)
    print(f"{gone} submissions older than {days} days are deleted.")


def _outbox(service: Service, options: argparse.Namespace) -> None:
    for mail in staff.mails(service.engine, sent=options.all):
        line = [mail[name] for name in ("reference", "kind", "status", "recipient")]
        if mail["status"] == "waiting" and mail["attempts"]:
            line.append(f"next try {staff.moment(mail['due'])}")
        print("  ".join(filter(None, [*line, mail["error"]])))
