"""Figures count what came in, by month, state, country and area, on both databases."""

from __future__ import annotations

import csv
import dataclasses
import datetime
import io
import json
import zoneinfo
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from brochure.render.localizer import Localizer
from brochure.schema import Form
from brochure.site.page_index import FORM
from brochure.site.site import Site
from intake.desk import figures
from intake.desk.labels import Labels
from intake.journey.form_version import FormVersion
from intake.journey.submission import Submission
from intake.storage import case_table
from intake.storage.case_table import HELD, SPAM
from intake.storage.store import Store
from intake.storage.tables import cases, submissions
from tests.intake.conftest import TEAM, MakeSubmission
from tests.intake.storage_helpers import store_submission

ZONE = zoneinfo.ZoneInfo("Pacific/Auckland")
Keep = Callable[..., str]


@pytest.fixture
def store(engine: Engine, form: Form, version: FormVersion) -> Store:
    """Return a store whose cases begin in a state."""
    return Store(engine, form, version, TEAM, first="received")


@pytest.fixture
def keep(store: Store, submission: MakeSubmission) -> Keep:
    """Return a function: a time, a state and answers → the reference of what is stored."""

    def kept(at: str, state: str = "received", **changes: Any) -> str:
        time = int(datetime.datetime.fromisoformat(at).replace(tzinfo=ZONE).timestamp())
        sent: Submission = dataclasses.replace(submission(**changes), received=time)
        store_submission(store, sent)
        its_row = sa.update(cases).where(cases.c.reference == sent.reference)
        with store.engine.begin() as connection:
            connection.execute(its_row.values(state=state))
        return sent.reference

    return kept


@pytest.fixture(scope="module")
def labels(site: Site, form: Form) -> Labels:
    """Return the names of things in Portuguese."""
    return Labels(Localizer(site, site.language("pt"), site.page_with(FORM)), form)


def counted(store: Store, by: str) -> dict[str, int]:
    """Return numbers by value."""
    return dict(figures.read(store.engine, ZONE).by[by])


def test_a_month_begins_at_midnight_in_the_sites_time_zone_and_none_is_left_out(
    store: Store, keep: Keep
) -> None:
    keep("2026-09-30T23:59:59")
    keep("2026-10-01T00:00:00")
    keep("2026-12-31T23:59:59")
    keep("2027-01-01T00:00:00")
    assert counted(store, "month") == {
        "2026-09": 1,
        "2026-10": 1,
        "2026-11": 0,
        "2026-12": 1,
        "2027-01": 1,
    }


def test_held_and_spam_are_counted_by_state_alone(store: Store, keep: Keep, site: Site) -> None:
    first, second = (area.id for area in site.content.areas[:2])
    keep("2026-05-01", "decided", country="CV", areas=[first, second])
    keep("2026-05-02", "received", country="CV", areas=[second])
    keep("2026-01-03", SPAM, country="GH", areas=[first])
    keep("2027-01-04", HELD, country="GH", areas=[first])
    found = figures.read(store.engine, ZONE)
    assert found.total == 2
    assert counted(store, "state") == {"decided": 1, "received": 1, SPAM: 1, HELD: 1}
    assert counted(store, "country") == {"CV": 2}
    assert counted(store, "area") == {first: 1, second: 2}
    assert counted(store, "month") == {"2026-05": 2}


def test_what_is_erased_stays_in_figures(store: Store, keep: Keep) -> None:
    reference = keep("2026-05-01", country="CV")
    with store.engine.begin() as connection:
        case_table.erase_submissions(connection, submissions.c.reference == reference)
    assert (counted(store, "country"), counted(store, "month")) == ({"CV": 1}, {"2026-05": 1})


def test_files_have_names_in_the_readers_language_and_what_the_content_lacks_by_its_id(
    store: Store, keep: Keep, labels: Labels
) -> None:
    keep("2026-03-01", "=former", country="CI", areas=[])
    with store.engine.begin() as connection:
        connection.execute(sa.update(cases).values(areas=",gone-area,", country=""))
    found = figures.read(store.engine, ZONE)
    data = json.loads(figures.as_json(found, labels))
    assert data["month"] == [{"value": "2026-03", "name": "março de 2026", "requests": 1}]
    assert data["country"] == [{"value": "", "name": "Não indicado", "requests": 1}]
    assert data["area"][-1] == {"value": "gone-area", "name": "gone-area", "requests": 1}
    states = [one["value"] for one in data["state"]]
    assert states[-3:] == ["=former", HELD, SPAM]
    text = figures.as_csv(found, labels)
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert rows[0] == ["by", "value", "name", "requests"]
    assert ["state", "'=former", "'=former", "1"] in rows
    assert len(rows) == 1 + sum(len(data[by]) for by in figures.BY)


def test_where_nothing_has_come_in_there_is_nothing_to_count(store: Store, labels: Labels) -> None:
    found = figures.read(store.engine, ZONE)
    assert (found.since, found.total) == (None, 0)
    assert json.loads(figures.as_json(found, labels))["month"] == []
