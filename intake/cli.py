"""The command ``intake``: the service itself, and what staff do with submissions."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from brochure.problems import ProblemsError
from brochure.site.form_answers import answer_to
from intake import backup, doctor, export, logs, references, settings, settings_file, staff
from intake.database import Unavailable, open_engine
from intake.draft import Draft
from intake.migrations.migrate import MigrationError, migrate
from intake.service import Service, open_service
from intake.settings import Settings, SettingsError
from intake.storage import DRAFT_ID
from intake.submission import Submission

Run = Callable[[Settings, argparse.Namespace], None]


class UsageError(Exception):
    """The command cannot be run with these arguments."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return 0, or 1 after a message on standard error."""
    options = _parser().parse_args(arguments)
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
    migration.set_defaults(run=_migrate)

    doctor_ = commands.add_parser("doctor", help="try every setting, as the service will use it")
    doctor_.set_defaults(run=_doctor)

    backup_ = commands.add_parser("backup", help="write a backup of the database, as it is now")
    backup_.add_argument("--to", type=Path, required=True, metavar="FOLDER")
    backup_.add_argument(
        "--keep", type=_number, metavar="N", help="delete all but the newest N backups there"
    )
    backup_.set_defaults(run=_back_up)
    restoring = commands.add_parser("restore", help="put a backup into an empty database")
    restoring.add_argument("file", type=Path, metavar="FILE")
    restoring.set_defaults(run=_restore)

    listing = commands.add_parser("list", help="list submissions, oldest first")
    listing.add_argument("--status", choices=["accepted", "held"])
    listing.add_argument("--drafts", action="store_true", help="list what has not been sent yet")
    listing.set_defaults(run=_with_service(_list))

    show = commands.add_parser("show", help="show a submission or a draft with all answers")
    delete = commands.add_parser("delete", help="delete a submission or a draft, and its mails")
    for command, run in ((show, _show), (delete, _delete)):
        command.add_argument("name", metavar="REF|DRAFT", type=_reference_or_draft)
        command.set_defaults(run=_with_service(run))
    release = commands.add_parser("release", help="accept a held submission and send its mails")
    release.add_argument("name", metavar="REF", type=_reference)
    release.set_defaults(run=_with_service(_release))

    exporting = commands.add_parser("export", help="write all submissions as CSV or JSON")
    exporting.add_argument("--drafts", action="store_true", help="write all drafts instead")
    exporting.add_argument("--format", choices=["csv", "json"], default="csv")
    exporting.add_argument("--output", type=Path, help="write to a file instead of standard output")
    exporting.set_defaults(run=_with_service(_export))

    purge = commands.add_parser("purge", help="delete old submissions and drafts")
    purge.add_argument(
        "--older-than", metavar="DAYS", type=_days, help="default: retention_days of the form"
    )
    purge.set_defaults(run=_with_service(_purge))

    outbox = commands.add_parser("outbox", help="show mails that are waiting or failed")
    outbox.add_argument("--all", action="store_true", help="include mails that were sent")
    outbox.add_argument(
        "--retry",
        nargs="?",
        const=True,  # a text would be taken for a reference
        metavar="REF",
        type=_reference,
        help="send what waits as soon as possible; of one submission, also what failed",
    )
    outbox.set_defaults(run=_with_service(_outbox))
    return parser


def _reference(text: str) -> str:
    reference = references.parse(text)
    if reference is None:
        raise argparse.ArgumentTypeError(
            f"expected a reference such as 7K3P-9QFC-H, found {text!r}. Check each letter"
            " and digit: one of them may have been misheard."
        )
    return reference


def _reference_or_draft(text: str) -> str:
    return text if DRAFT_ID.fullmatch(text) else _reference(text)


def _days(text: str) -> int:
    return _number(text, "of days")


def _number(text: str, of_what: str = "from 1 on") -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise argparse.ArgumentTypeError(f"expected a number {of_what}, found {text!r}")
    return int(text)


def _get(service: Service, name: str) -> Submission | Draft:
    is_draft = DRAFT_ID.fullmatch(name)
    find = staff.get_draft if is_draft else staff.get_submission
    stored = find(service.engine, name)
    if stored is None:
        raise UsageError(f"{_kind(name)} {name} not found.")
    return stored


def _kind(name: str) -> str:
    return "Draft" if DRAFT_ID.fullmatch(name) else "Submission"


def _serve(service: Service, options: argparse.Namespace) -> None:
    logs.set_up()
    with contextlib.suppress(KeyboardInterrupt):  # raised again once it has shut down in order
        service.server(options.host, options.port).run()


def _migrate(chosen: Settings, options: argparse.Namespace) -> None:
    try:
        engine = open_engine(chosen.database, creates=False)
        done = migrate(engine, backed_up=options.backed_up)
    except (MigrationError, OSError) as error:
        raise UsageError(f"INTAKE_DATABASE: {error}") from error
    print("\n".join(done))


def _doctor(chosen: Settings, options: argparse.Namespace) -> None:
    file = options.env or (settings_file.SYSTEM_FILE if options.source else None)
    wrong = 0
    for finding in doctor.examine(chosen, file if file and file.is_file() else None):
        print(finding, flush=True)
        wrong += not finding.is_well
    if wrong:
        raise UsageError(f"{wrong} to be mended.")


def _back_up(chosen: Settings, options: argparse.Namespace) -> None:
    _report(lambda: backup.back_up(chosen.database, options.to, options.keep))


def _restore(chosen: Settings, options: argparse.Namespace) -> None:
    _report(lambda: backup.restore(chosen.database, options.file))


def _report(done: Callable[[], list[str]]) -> None:
    try:
        print("\n".join(done()))
    except backup.Failed as error:
        raise UsageError(str(getattr(error, "orig", error)).partition("\n")[0]) from error


def _list(service: Service, options: argparse.Namespace) -> None:
    if options.drafts:
        _list_drafts(service)
        return
    for stored in staff.list_submissions(service.engine, options.status):
        status = f"{stored.status} ({stored.reason})" if stored.reason else stored.status
        institution = answer_to(service.form, "institution", stored.answers)
        received = staff.format_utc(stored.received)
        print(f"{stored.reference}  {received}  {stored.language}  {status}  {institution}")


def _list_drafts(service: Service) -> None:
    for draft in staff.list_drafts(service.engine):
        steps = f"{len(draft.steps)} of {len(service.form.steps)} steps"
        times = staff.format_utc(draft.created), staff.format_utc(draft.changed)
        institution = answer_to(service.form, "institution", draft.answers)
        print("  ".join((draft.id, *times, draft.language, steps, institution)).rstrip())


def _show(service: Service, options: argparse.Namespace) -> None:
    stored = _get(service, options.name)
    if isinstance(stored, Draft):
        times = staff.format_utc(stored.created), staff.format_utc(stored.changed)
        head = f"{stored.id}  begun {times[0]} UTC  changed {times[1]} UTC  {stored.language}"
    else:
        received = f"{staff.format_utc(stored.received)} UTC"
        parts = (stored.reference, received, stored.language, stored.status, stored.reason)
        head = "  ".join(parts)
    print(f"{head}\n")
    print(service.mail_builder.for_staff(stored))


def _release(service: Service, options: argparse.Namespace) -> None:
    stored = _get(service, options.name)
    if isinstance(stored, Draft) or stored.status != "held":
        raise UsageError(f"{options.name} is not held.")
    store = service.store()
    store.release(stored)
    store.close()
    print(f"{stored.reference} accepted; its mails are in the outbox.")


def _delete(service: Service, options: argparse.Namespace) -> None:
    name = options.name
    delete = staff.delete_draft if DRAFT_ID.fullmatch(name) else staff.delete_submission
    if not delete(service.engine, name):
        raise UsageError(f"{_kind(name)} {name} not found.")
    print(f"{name} deleted.")


def _export(service: Service, options: argparse.Namespace) -> None:
    listed = staff.list_drafts if options.drafts else staff.list_submissions
    stored: Iterable[Submission | Draft] = listed(service.engine)
    if options.format == "csv":
        text = export.as_csv(stored, service.form, service.versions)
    else:
        text = export.as_json(stored, service.versions)
    if not options.output:
        sys.stdout.buffer.write(text.encode())
        return
    try:
        export.write(text, options.output)
    except OSError as error:
        raise UsageError(f"{options.output}: {error.strerror}") from error


def _purge(service: Service, options: argparse.Namespace) -> None:
    days = options.older_than or service.form.retention_days
    deleted = staff.purge(service.engine, days)
    print(f"Deleted submissions older than {days} days: {deleted}.")
    expired = staff.purge_drafts(service.engine, service.form.draft_days)
    print(f"Deleted drafts that nobody has changed for {service.form.draft_days} days: {expired}.")


def _outbox(service: Service, options: argparse.Namespace) -> None:
    if options.retry is not None:
        reference = "" if options.retry is True else options.retry
        number = staff.retry_mails(service.engine, reference)
        print(f"Mails that are tried again as soon as possible: {number}.")
        return
    for mail in staff.list_mails(service.engine, sent=options.all):
        line = [mail[name] for name in ("reference", "kind", "status", "recipient")]
        line[0] = line[0] or "(draft)"
        if mail["status"] == "waiting" and mail["attempts"]:
            line.append(f"next attempt {staff.format_utc(mail['due'])}")
        print("  ".join(filter(None, [*line, mail["error"]])))
