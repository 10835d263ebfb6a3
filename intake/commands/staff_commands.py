"""The subcommands of ``intake`` for staff: submissions, drafts and emails."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from brochure.site.form_answers import answer_to
from brochure.text.entered import is_email, mail_address
from brochure.text.suggestions import shorten
from intake.commands.running import UsageError
from intake.commands.terminal import say
from intake.desk import cases, disclosure, erasure, mails, persons
from intake.journey.draft import Draft
from intake.journey.submission import Submission
from intake.service import Service
from intake.storage import export, listing
from intake.storage.case_table import HELD, SPAM
from intake.storage.drafts import DRAFT_ID


def list_stored(service: Service, options: argparse.Namespace) -> None:
    """List submissions, or drafts, a line each."""
    if options.drafts:
        _list_drafts(service)
        return
    for stored in listing.list_submissions(service.engine, _status(service, options.status)):
        status = f"{stored.status} ({stored.reason})" if stored.reason else stored.status
        institution = answer_to(service.form, "institution", stored.answers)
        received = listing.format_utc(stored.received)
        say(f"{stored.reference}  {received}  {stored.language}  {status}  {institution}")


def _status(service: Service, named: str | None) -> str | None:
    desk = service.site.content.desk
    states = [state.id for state in desk.states] if desk else []
    known = ["accepted", *states, HELD, SPAM]
    if named and named not in known:
        raise UsageError(
            f'--status: "{named}" is not a status; expected one of {", ".join(known)}.'
        )
    return named


def _list_drafts(service: Service) -> None:
    for draft in listing.list_drafts(service.engine):
        steps = f"{len(draft.steps)} of {len(service.form.steps)} steps"
        times = listing.format_utc(draft.created), listing.format_utc(draft.changed)
        institution = answer_to(service.form, "institution", draft.answers)
        say("  ".join((draft.id, *times, draft.language, steps, institution)).rstrip())


def show(service: Service, options: argparse.Namespace) -> None:
    """Show a submission or a draft with all answers."""
    stored = _get(service, options.name)
    if isinstance(stored, Draft):
        times = listing.format_utc(stored.created), listing.format_utc(stored.changed)
        head = f"{stored.id}  begun {times[0]} UTC  changed {times[1]} UTC  {stored.language}"
    else:
        received = f"{listing.format_utc(stored.received)} UTC"
        parts = (stored.reference, received, stored.language, stored.status, stored.reason)
        head = "  ".join(parts)
    say(f"{head}\n")
    say(service.mail_builder.for_staff(stored))


def accept(service: Service, options: argparse.Namespace) -> None:
    """Accept a held submission, and queue its emails."""
    stored = _get(service, options.name)
    if isinstance(stored, Draft) or stored.status != HELD:
        raise UsageError(f"{options.name} is not held.")
    store = service.store()
    cases.accept(store, stored.reference).result()
    store.close()
    say(f"{stored.reference} accepted; its emails are in the outbox.")


def find(service: Service, options: argparse.Namespace) -> None:
    """List everything in which a person is named, a line each, with what ``delete`` calls it."""
    for found in persons.find(service.engine, " ".join(options.words)):
        name = found.id if found.kind in {"case", "draft"} else found.name
        received = listing.format_utc(found.at) if found.at else ""
        about = found.case if found.kind == "text" else ""
        line = (name, received, about, found.label, " ".join(found.where))
        say("  ".join(part for part in line if part))


def delete(service: Service, options: argparse.Namespace) -> None:
    """Delete submissions, drafts and what else names a person, with all that belongs to it."""
    for name in options.names:
        kind, id_ = _kind_and_id(name)
        if kind == "member":
            raise UsageError(f"{name}: erase members with: intake staff remove --erase ADDRESS")
        with service.engine.begin() as connection:
            done = erasure.erase(connection, kind, id_)
        if not done:
            raise UsageError(f"{_called(kind)} {id_} not found.")
        say(f"{name} deleted.")


def _kind_and_id(name: str) -> tuple[persons.Kind, str]:
    if found := persons.parse(name):
        return found
    return ("draft" if DRAFT_ID.fullmatch(name) else "case"), name


def _called(kind: persons.Kind) -> str:
    return "Submission" if kind == "case" else kind.capitalize()


def write_export(service: Service, options: argparse.Namespace) -> None:
    """Write all submissions, or all drafts, as CSV or JSON; or all about one person as JSON."""
    if options.about:
        found = persons.find(service.engine, options.about)
        named = [(each.kind, each.id) for each in found]
        with service.engine.begin() as connection:
            erasure.note_export(connection, named)
        _write(disclosure.as_json(service.engine, service.versions, named), options.output)
        return
    listed = listing.list_drafts if options.drafts else listing.list_submissions
    stored: Iterable[Submission | Draft] = listed(service.engine)
    if options.format == "csv":
        text = export.as_csv(stored, service.form, service.versions)
    else:
        text = export.as_json(stored, service.versions)
    _write(text, options.output)


def _write(text: str, output: Path | None) -> None:
    if not output:
        sys.stdout.buffer.write(text.encode())
        return
    try:
        export.write(text, output)
    except OSError as error:
        raise UsageError(f"{output}: {error.strerror}") from error


def purge(service: Service, options: argparse.Namespace) -> None:
    """Delete what is older than the form, the state of a request, or the command says."""
    days = options.older_than or service.form.retention_days
    with service.engine.begin() as connection:
        deleted = erasure.purge(connection, service.form, service.site.content.desk, days)
        erasure.purge_mails(connection)
    say(f"Deleted submissions whose time was over: {deleted}.")
    expired = listing.purge_drafts(service.engine, service.form.draft_days)
    say(f"Deleted drafts that nobody has changed for {service.form.draft_days} days: {expired}.")


def show_outbox(service: Service, options: argparse.Namespace) -> None:
    """Show emails that wait or failed; or try them again, correct their address, give them up."""
    if options.give_up or options.correct:
        _change_mails(service, options)
        return
    if options.retry is not None:
        reference = "" if options.retry is True else options.retry
        number = listing.retry_mails(service.engine, reference)
        say(f"Emails to be tried again as soon as possible: {number}.")
        return
    for mail in listing.list_mails(service.engine, sent=options.all):
        line = [mail[name] for name in ("reference", "kind", "status", "recipient")]
        line[0] = line[0] or ("(draft)" if mail["draft"] else "(staff)")
        if mail["status"] == "waiting" and mail["attempts"]:
            line.append(f"next attempt {listing.format_utc(mail['due'])}")
        say("  ".join(filter(None, [*line, mail["error"]])))


def _change_mails(service: Service, options: argparse.Namespace) -> None:
    """Give up the open emails about a submission, or send them to another address."""
    reference, *address = options.correct or (options.give_up,)
    with service.engine.begin() as connection:
        if address:
            if not is_email(address[0]):
                raise UsageError(f'"{shorten(address[0])}" is not an email address.')
            to = mail_address(address[0])
            number = mails.correct_all(connection, reference, to)
            say(f"Emails that now go to {to}: {number}.")
        else:
            say(f"Emails given up: {mails.give_up_all(connection, reference)}.")


def _get(service: Service, name: str) -> Submission | Draft:
    is_draft = DRAFT_ID.fullmatch(name)
    find = listing.get_draft if is_draft else listing.get_submission
    stored = find(service.engine, name)
    if stored is None:
        raise UsageError(f"{'Draft' if is_draft else 'Submission'} {name} not found.")
    return stored
