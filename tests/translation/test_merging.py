"""What becomes of a unit in a file: the text there, the one here, and the exported one compared."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from brochure.files.translation_record import TranslationRecord, digest
from brochure.site.record_matching import refreshed, statuses
from brochure.site.translation_state import Status, TranslationState
from brochure.translation.formats.catalogue import CatalogueEntry
from brochure.translation.memory import _is_certain
from brochure.translation.merging import CurrentUnit, MergeResult, merge

SOURCE, LATER = "Who helps?", "Who is helping?"
TEXT, THEIRS = "Qui aide ?", "Qui nous aide ?"


class _Text(NamedTuple):
    """A unit of which only this is looked at."""

    key: str
    texts: dict[str, str]


def _here(source: str = SOURCE, text: str = TEXT, state: TranslationState = "done") -> CurrentUnit:
    return CurrentUnit(source, text, Status(state))


def _entry(
    target: str = THEIRS, state: TranslationState = "done", base: str | None = digest(TEXT)
) -> CatalogueEntry:
    return CatalogueEntry("a.b", SOURCE, target, state, base=base)


@pytest.mark.parametrize(
    ("state", "source", "record"),
    [
        ("done", SOURCE, TranslationRecord(SOURCE, digest(THEIRS))),
        ("done", LATER, TranslationRecord(SOURCE, digest(THEIRS), "outdated", digest(LATER))),
        ("review", SOURCE, TranslationRecord(SOURCE, digest(THEIRS), "review", digest(SOURCE))),
        ("review", LATER, TranslationRecord(SOURCE, digest(THEIRS), "review", digest(LATER))),
        ("outdated", LATER, TranslationRecord(SOURCE, digest(THEIRS), "review", digest(LATER))),
    ],
)
def test_what_is_taken_gets_the_record_of_what_it_was_made_from_and_of_what_stands_here(
    state: TranslationState, source: str, record: TranslationRecord
) -> None:
    merged = merge(_entry(state=state), _here(source), overwrite=False)
    assert merged == MergeResult("imported", record)


@pytest.mark.parametrize(("state", "kind"), [("done", "unchanged"), ("review", "unfinished")])
@pytest.mark.parametrize("text", [TEXT, "Qui aide, ici ?"])
def test_what_nobody_has_changed_in_the_file_stays_as_it_is_here(
    text: str, state: TranslationState, kind: str
) -> None:
    entry = _entry(target=TEXT, state=state)
    assert merge(entry, _here(text=text), overwrite=True) == (kind, None)


@pytest.mark.parametrize(
    ("base", "here", "kind"),
    [
        (digest("Qui a aidé ?"), _here(), "conflict"),
        (None, _here(), "conflict"),
        (None, _here(state="review"), "conflict"),
        (None, _here(state="outdated"), "imported"),  # what somebody has worked on
        (digest("Qui a aidé ?"), _here(text="", state="missing"), "imported"),
    ],
)
def test_what_both_sides_have_changed_is_a_conflict_unless_the_file_is_to_win(
    base: str | None, here: CurrentUnit, kind: str
) -> None:
    assert merge(_entry(base=base), here, overwrite=False).kind == kind
    assert merge(_entry(base=base), here, overwrite=True).kind == "imported"


@pytest.mark.parametrize(
    ("source", "state", "merged"),
    [
        (SOURCE, "outdated", MergeResult("confirmed", TranslationRecord(SOURCE, digest(TEXT)))),
        (SOURCE, "done", MergeResult("unchanged")),
        (LATER, "outdated", MergeResult("unchanged")),  # its translator has seen another source
    ],
)
def test_the_same_text_confirms_what_is_here_if_it_was_done_for_this_source(
    source: str, state: TranslationState, merged: MergeResult
) -> None:
    assert merge(_entry(target=TEXT), _here(source, state=state), overwrite=False) == merged


@pytest.mark.parametrize(
    ("record", "is_certain"),
    [
        (TranslationRecord(SOURCE, digest(TEXT)), True),
        (TranslationRecord(SOURCE, digest(TEXT), "outdated", digest(LATER)), True),
        (TranslationRecord(SOURCE, digest(TEXT), "review", digest(LATER)), False),
        (TranslationRecord(SOURCE, digest(TEXT), "unconfirmed", digest(LATER)), False),
        (TranslationRecord(SOURCE, digest(THEIRS)), False),
        (TranslationRecord(SOURCE, digest(THEIRS), "outdated", digest(LATER)), False),
    ],
)
def test_a_memory_takes_a_text_for_a_translation_only_if_somebody_has_made_it_of_that_source(
    record: TranslationRecord, *, is_certain: bool
) -> None:
    assert _is_certain(TEXT, record) == is_certain


@pytest.mark.parametrize(
    ("record", "state", "key"),
    [
        # Done, and edited since, under another key: nothing says that it is the same text.
        (TranslationRecord(SOURCE, digest(THEIRS)), "done", ""),
        # In review when its key changed: found by the source that it was made from,
        (TranslationRecord(SOURCE, digest(THEIRS), "review", digest(LATER)), "review", "old.key"),
        # or by the one that stood there at the last note.
        (TranslationRecord(LATER, digest(THEIRS), "review", digest(SOURCE)), "review", "old.key"),
        (TranslationRecord(LATER, digest(THEIRS), "review", digest(LATER)), "done", ""),
    ],
)
def test_a_text_in_review_is_found_under_another_key_by_either_of_its_sources(
    record: TranslationRecord, state: TranslationState, key: str
) -> None:
    unit = _Text("new.key", {"en": SOURCE, "fr": TEXT})
    found = statuses({unit.key: unit}, "fr", "en", {"old.key": record})[unit.key]
    assert (found.state, found.key) == (state, key)


def test_a_text_that_was_touched_while_outdated_is_noted_with_the_source_that_stood_there() -> None:
    unit = _Text("a.b", {"en": LATER, "fr": THEIRS})
    known = {"a.b": TranslationRecord(SOURCE, digest(TEXT), "outdated", digest(LATER))}
    found = statuses({unit.key: unit}, "fr", "en", known)
    assert found["a.b"].state == "review"
    assert refreshed([unit], "fr", "en", known, found) == {
        "a.b": TranslationRecord(SOURCE, digest(THEIRS), "review", digest(LATER))
    }
