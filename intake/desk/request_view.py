"""One case as its template shows it: what was answered, what happened, and what can be done."""

from __future__ import annotations

from dataclasses import dataclass

from brochure.schema import Desk
from brochure.site.form_answers import answer_to
from intake.desk.cases import CaseUpdate
from intake.desk.history_view import History, Line
from intake.desk.labels import Labels
from intake.desk.list_view import Choice, choices
from intake.desk.opened_case import OpenedCase
from intake.journey import record
from intake.sign_in.member import Member
from intake.storage.case_table import HELD, SPAM
from intake.storage.versions import Versions


@dataclass(frozen=True)
class Entries:
    """The values of a case's form; ``seen`` is the last event that the page shows."""

    revision: int
    seen: int
    states: tuple[Choice, ...]
    people: tuple[Choice, ...]
    note: str
    error: str


@dataclass(frozen=True)
class RequestView:
    """One case; ``kind`` is ``held``, ``spam``, ``final`` or empty."""

    reference: str
    institution: str
    person: str
    country: str
    areas: tuple[str, ...]
    language: str
    write_in: str
    received: str
    state: str
    kind: str
    assigned: str
    is_erased: bool
    steps: list[record.RecordStep]
    answers_lang: str
    other_words: str
    other_url: str
    held_text: str
    entries: Entries | None
    meanwhile: tuple[Line, ...]
    history: tuple[Line, ...]


class RequestMaker:
    """Makes the view of a case for one of the staff."""

    def __init__(self, labels: Labels, desk: Desk, versions: Versions, member: Member) -> None:
        self.labels, self.desk, self.versions, self.member = labels, desk, versions, member

    def view(  # noqa: PLR0913 - what a page consists of
        self,
        opened: OpenedCase,
        address: str,
        *,
        as_sent: bool = False,
        typed: CaseUpdate | None = None,
        error: str = "",
        seen: int | None = None,
    ) -> RequestView:
        """Return a case as its template shows it.

        What was ``typed`` is in its form again; what happened after the event ``seen`` is
        shown beside it. ``as_sent`` shows the questions in the words that the sender has read.
        """
        labels, case, submission = self.labels, opened.case, opened.submission
        told = History(labels, opened.members)
        answers = submission.answers if submission else {}
        version = self.versions.get(submission.form if submission else None)
        own, sent = version.language(labels.language.tag), version.language(case.language)
        tag, other = (sent, own) if as_sent else (own, sent)
        held = {"state": labels.state(self.desk.states[0].id), "other": labels.state(SPAM)}
        reply = answer_to(labels.form, "reply-language", answers)
        return RequestView(
            reference=case.reference,
            institution=case.institution,
            person=answer_to(labels.form, "person", answers),
            country=labels.country(case.country) if case.country else "",
            areas=tuple(map(labels.area, case.areas)),
            language=labels.language_name(case.language),
            write_in=labels.language_name(reply) if reply else "",
            received=labels.moment(case.received),
            state=labels.state(case.state),
            kind=labels.kind(case.state),
            assigned=opened.members.get(case.assigned or "", ""),
            is_erased=submission is None,
            steps=record.of(version, answers, tag),
            answers_lang=tag,
            other_words=self._words("as-read" if as_sent else "as-sent", other)
            if own != sent and submission
            else "",
            other_url=address if as_sent else f"{address}?words=sent",
            held_text=labels.filled("held-text", **held) if case.state == HELD else "",
            entries=self._entries(opened, typed, error) if self.member.may("handle") else None,
            meanwhile=() if seen is None else told.since(opened.events, seen),
            history=told.all(opened.events, case.received),
        )

    def _words(self, name: str, tag: str) -> str:
        return self.labels.filled(name, language=self.labels.language_name(tag))

    def _entries(self, opened: OpenedCase, typed: CaseUpdate | None, error: str) -> Entries:
        case, labels = opened.case, self.labels
        shown = typed or CaseUpdate(case.state, case.assigned or "")
        process = (*(state.id for state in self.desk.states), SPAM)
        possible = process if case.state in process else (case.state, *process)
        people = {"": labels.string("nobody"), **self._people(opened)}
        return Entries(
            case.revision,
            opened.last_event,
            choices({name: labels.state(name) for name in possible}, shown.state),
            choices(people, shown.assigned),
            shown.note,
            error,
        )

    def _people(self, opened: OpenedCase) -> dict[str, str]:
        """Return those to whom a case can be assigned, by id; this one first."""
        own = self.member.id in opened.team
        first = {self.member.id: self.labels.you(self.member.name)} if own else {}
        assigned = opened.case.assigned
        kept = {assigned: opened.members.get(assigned, "")} if assigned else {}
        return first | {
            one: name for one, name in {**opened.team, **kept}.items() if one not in first
        }
