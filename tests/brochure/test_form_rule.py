"""What the form names has to exist: tried on the project's own form."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.checks.run import check
from tests.engine import project


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("page: express-interest", "page: express-intrest", '"express-intrest", which does not'),
        ("field: kind", "field: kinds", 'depends on "kinds", which is not a field'),
        ("values: [civil-society]", "values: [civil-socety]", 'depends on "civil-socety", which'),
        ("options_from: areas", "max_length: 3", '"areas" has nothing to choose from'),
    ],
)
def test_a_form_that_names_what_does_not_exist_is_a_problem(
    tmp_path: Path, before: str, after: str, message: str
) -> None:
    place = project.copy(tmp_path)
    form = place / "content" / "form.yaml"
    text = form.read_text(encoding="utf-8")
    assert before in text
    form.write_text(text.replace(before, after, 1), encoding="utf-8")
    _, problems = check(place)
    assert [problem.rule for problem in problems if message in problem.message] == ["unknown-id"]
    assert all(problem.line > 1 for problem in problems)
