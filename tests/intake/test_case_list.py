"""The list of cases: filters, search, order, pages."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from brochure.schema import Desk, Form
from brochure.schema.desk import ALL, TO_DO
from brochure.site.site import Site
from intake.desk import case_list, mails
from intake.desk.case_filter import LONGEST, NOBODY, Filter
from intake.desk.case_list import PAGE, CasePage
from intake.journey.form_version import FormVersion
from intake.journey.submission import Submission
from intake.storage.case_table import HELD, SPAM
from intake.storage.store import Store
from intake.storage.tables import cases
from tests.intake.conftest import TEAM, MakeSubmission
from tests.intake.signing import add
from tests.intake.storage_helpers import store_submission

DAY = 86_400
Keep = Callable[..., str]


@pytest.fixture(scope="module")
def desk(site: Site) -> Desk:
    """Return the desk's definition."""
    assert site.content.desk
    return site.content.desk


@pytest.fixture
def store(engine: Engine, form: Form, version: FormVersion, desk: Desk) -> Store:
    """Return a store whose cases begin in the first state."""
    return Store(engine, form, version, TEAM, first=desk.states[0].id)


@pytest.fixture
def keep(store: Store, submission: MakeSubmission) -> Keep:
    """Return a function: columns of a case and answers → its reference, once it is stored."""

    def kept(days: int = 0, row: dict[str, Any] | None = None, **changes: Any) -> str:
        sent: Submission = submission(**changes)
        sent = dataclasses.replace(sent, received=sent.received - days * DAY)
        store_submission(store, sent)
        if row:
            its_row = sa.update(cases).where(cases.c.reference == sent.reference)
            with store.engine.begin() as connection:
                connection.execute(its_row.values(row))
        return sent.reference

    return kept


def shown(store: Store, desk: Desk, **chosen: Any) -> list[str]:
    """Return the references that a list has."""
    return [case.reference for case in read(store, desk, **chosen).cases]


def read(store: Store, desk: Desk, **chosen: Any) -> CasePage:
    """Return a list."""
    return case_list.read(store.engine, desk, Filter(**chosen))


def test_what_waits_for_nobody_is_in_views_of_its_own(store: Store, desk: Desk, keep: Keep) -> None:
    final = next(state.id for state in desk.states if state.final)
    new, old = keep(), keep(days=2)
    done, spam, held = keep(row={"state": final}), keep(row={"state": SPAM}), keep(reason="x")
    assert set(shown(store, desk)) == {new, old, held}
    assert shown(store, desk, view=TO_DO)[-1] == old
    assert shown(store, desk, view=final) == [done]
    assert shown(store, desk, view=SPAM) == [spam]
    assert shown(store, desk, view=HELD) == [held]
    assert len(shown(store, desk, view=ALL)) == 5
    numbers = {desk.states[0].id: 2, final: 1, SPAM: 1, HELD: 1}
    assert read(store, desk).numbers == numbers


def test_a_search_finds_whole_and_parts_of_names_without_case_and_accents(
    store: Store, desk: Desk, keep: Keep
) -> None:
    one = keep(institution="Secretaria de São Tomé", person="Łucja Ávila")
    other = keep(institution="100 % _Łódź_", sender_address="rui@exemplo.pt")
    for text in ("sao tome", "TOMÉ secretaria", "lucja", "Ávila são", one, one.replace("-", "")):
        assert shown(store, desk, text=text) == [one], text
    for text in ("lodz", "0 %", "%", "_", "rui@exemplo.pt", "exemplo", f" {other.lower()} "):
        assert shown(store, desk, text=text) == [other], text
    for text in ("sao lodz", "\\", "'; DROP TABLE cases; --", "2222-2222-2", "x" * 200):
        assert shown(store, desk, text=text) == [], text


def test_a_search_looks_everywhere_unless_one_has_chosen_where(
    store: Store, desk: Desk, keep: Keep
) -> None:
    spam = keep(row={"state": SPAM}, institution="Évora")
    assert shown(store, desk, text="evora") == [spam]
    listed = read(store, desk, text="evora", view=TO_DO)
    assert (listed.cases, listed.numbers) == ([], {SPAM: 1})  # where there is one, is told


def test_a_request_is_found_by_a_corrected_address_too(
    store: Store, desk: Desk, keep: Keep
) -> None:
    reference = keep(sender_address="typo@exmaple.org")
    with store.engine.begin() as connection:
        mails.correct_all(connection, reference, "Right@example.org")
    for text in ("right@example.org", "typo@exmaple.org"):
        assert shown(store, desk, text=text) == [reference]


def test_each_filter_leaves_out_what_does_not_fit(
    store: Store, desk: Desk, keep: Keep, site: Site
) -> None:
    first, second = (area.id for area in site.content.areas[:2])
    ana = add(store.engine, role="handle").id
    one = keep(country="CV", areas=[first, second], row={"assigned": ana, "language": "pt"})
    two = keep(days=9, country="GH", areas=[second])
    for chosen, expected in (
        ({"country": "CV"}, [one]),
        ({"area": first}, [one]),
        ({"area": second}, [one, two]),
        ({"area": first[:-1]}, []),
        ({"language": "pt"}, [one]),
        ({"assigned": ana}, [one]),
        ({"assigned": NOBODY}, [two]),
        ({"waiting": 7}, [two]),
        ({"waiting": 10}, []),
        ({"country": "GH", "assigned": NOBODY, "waiting": 7, "area": second}, [two]),
        ({"country": "GH", "assigned": ana}, []),
        ({"order": LONGEST}, [two, one]),
    ):
        assert shown(store, desk, **chosen) == expected, chosen
    assert set(read(store, desk).countries) == {"CV", "GH"}
    assert read(store, desk).team == {ana: "Ana Sá"}


def test_only_who_can_handle_a_case_is_offered_it(store: Store, desk: Desk) -> None:
    can = (
        add(store.engine, "a@example.org", "handle", "Zoë"),
        add(store.engine, "b@example.org", "administer", "Ben"),
    )
    add(store.engine, "c@example.org", "read", "Cy")
    assert list(read(store, desk).team.values()) == ["Ben", "Zoë"]
    assert len(read(store, desk).members) == len(can) + 1


def test_pages_are_whole_and_a_page_that_is_not_there_is_the_last(
    store: Store, desk: Desk, submission: MakeSubmission
) -> None:
    with store.engine.begin() as connection:
        for number in range(PAGE + 3):
            sent = submission()
            store.submissions.insert(
                connection, dataclasses.replace(sent, received=1000 + number // 2)
            )
    pages = [shown(store, desk, page=page) for page in (1, 2)]
    assert [len(page) for page in pages] == [PAGE, 3]
    assert len({*pages[0], *pages[1]}) == PAGE + 3
    last = read(store, desk, page=99)
    assert (last.filter.page, last.pages, last.total) == (2, 2, PAGE + 3)
    assert [case.reference for case in last.cases] == pages[1]


def test_the_answers_of_a_page_are_there_but_for_what_is_erased(
    store: Store, desk: Desk, keep: Keep
) -> None:
    here, gone = keep(), keep(row={"submission": None})
    listed = read(store, desk)
    assert {case.reference for case in listed.cases} == {here, gone}
    assert set(listed.answers) == {here}


def test_what_an_address_says_and_nobody_understands_says_nothing() -> None:
    odd = {"page": "-1", "waiting": "1e9", "text": " \0 a\t b ", "x": "y", "view": "z" * 99}
    assert Filter.of(odd) == Filter(text="a b", view="z" * 64)
    assert Filter.of({"page": "٣", "waiting": "0"}) == Filter()


@given(
    st.builds(
        Filter,
        st.sampled_from(["", TO_DO, "x"]),
        st.text(st.characters(codec="utf-8"), max_size=20).map(
            lambda text: " ".join(text.replace("\0", "").split())
        ),
        *[st.text("abCD-", max_size=4)] * 4,
        st.integers(0, 99_999),
        st.sampled_from(["", LONGEST]),
        st.integers(1, 99_999),
    )
)
def test_an_address_says_what_the_filter_is(chosen: Filter) -> None:
    assert Filter.of(chosen.query) == chosen
