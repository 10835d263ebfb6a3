"""Submissions leave the database whole, and run nothing where they are opened."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from brochure.schema import Form
from brochure.site import form_answers
from brochure.site.site import Site
from intake.journey.submission import Submission
from intake.storage.store import Store
from tests.intake.answers import field_id
from tests.intake.conftest import Run, StoreOne
from tests.intake.storage_helpers import store_submission


def test_export_as_json_contains_everything(run: Run, store_one: StoreOne) -> None:
    stored = store_one("honeypot", text="=1+1\n“Évora” 💡")
    text = run("export", "--format", "json")[1]
    assert "“Évora” 💡" in text  # for people, too
    (record,) = json.loads(text)
    values = {name: list(values) for name, values in stored.answers.items()}
    assert {name: each["values"] for name, each in record["answers"].items()} == values
    assert [record[n] for n in ("reference", "language", "status", "reason")] == [
        *(stored.reference, "fr", "held", "honeypot")
    ]


def test_export_as_csv_is_read_by_a_spreadsheet_and_runs_nothing_there(
    run: Run, store_one: StoreOne, site: Site, form: Form, tmp_path: Path
) -> None:
    formulas = ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "＝1"]
    for formula in formulas:
        store_one(institution=formula, text=f"Évora; “x”,\n{formula}", line='"=1"')
    file = tmp_path / "export.csv"
    assert run("export", "--output", str(file)) == (0, "", "")
    text = file.read_bytes().decode()
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    names = ["reference", "received", "language", "status", "reason"]
    fields = [field.id for field in form_answers.fields(form)]
    assert list(rows[0]) == names + fields + [f"{name} (as put)" for name in fields]
    columns = (field_id(site, n) for n in ("institution", "telephone", "line", "text"))
    institution, telephone, line, text_ = columns
    assert sorted(row[institution] for row in rows) == sorted(f"'{f}" for f in formulas)
    assert all(row[telephone].startswith("'+351") for row in rows)
    assert {row[line] for row in rows} == {'"=1"'}
    assert {row[text_].splitlines()[0] for row in rows} == {"Évora; “x”,"}
    assert run("export")[1] == text


def test_export_keeps_answers_to_questions_that_the_form_no_longer_has(
    run: Run, store_one: StoreOne, store: Store, form: Form
) -> None:
    store_one()
    gone = Submission({"quota": ("Twelve",), "unasked": ()}, "en")
    store_submission(store, gone)
    rows = list(csv.DictReader(io.StringIO(run("export")[1].removeprefix("\ufeff"), newline="")))
    fields = [*(field.id for field in form_answers.fields(form)), "quota"]
    assert list(rows[0])[5:] == [*fields, *(f"{name} (as put)" for name in fields)]
    assert sorted(row["quota"] for row in rows) == ["", "Twelve"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_export_to_a_place_that_cannot_be_written_is_an_error(
    run: Run, store_one: StoreOne, tmp_path: Path
) -> None:
    store_one()
    file = tmp_path / "nowhere" / "export.csv"
    assert run("export", "--output", str(file)) == (1, "", f"{file}: No such file or directory\n")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_an_export_is_its_owners_alone_also_in_the_place_of_an_older_one(
    run: Run, store_one: StoreOne, tmp_path: Path
) -> None:
    store_one()
    new, old = tmp_path / "new.csv", tmp_path / "old.csv"
    old.write_text("x" * 100_000, encoding="utf-8")
    old.chmod(0o644)
    for file in (new, old):
        assert run("export", "--output", str(file))[0] == 0
        assert file.stat().st_mode & 0o777 == 0o600
    assert new.read_bytes() == old.read_bytes()
    assert run("export", "--output", "/dev/null")[0] == 0
    assert run("export", "--output", str(tmp_path))[0] == 1
