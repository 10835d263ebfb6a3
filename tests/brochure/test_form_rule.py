"""What the form names has to exist: tried on the project's own form."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.checks.run import check
from tests.engine import project

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("field: kind", "field: kinds", 'depends on "kinds", which is not a field'),
        ("values: [civil-society]", "values: [civil-socety]", 'depends on "civil-socety", which'),
        ("options_from: areas", "max_length: 3", '"areas" has no options'),
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


@pytest.mark.parametrize(
    ("before", "after", "message", "hint"),
    [
        (
            "role: sender-address",
            "# nothing",
            'no field has the role "sender-address"',
            'Add "role: sender-address" to the field of type email',
        ),
        (
            "role: reply-language",
            "role: institution",
            'duplicate role "institution" (first at field "institution")',
            "Remove one of the two",
        ),
        (
            "id: region\n          type: text",
            "id: region\n          role: institution\n          type: text",
            'duplicate role "institution" (first at field "institution")',
            "Remove one of the two",
        ),
        (
            "role: sender-address\n          type: email",
            "role: sender-address\n          type: text",
            'field "email" cannot have the role "sender-address"',
            "Expected the field of type email",
        ),
        (
            "role: institution\n          type: text",
            "role: institution\n          type: textarea",
            'field "institution" cannot have the role "institution"',
            "Expected the field of type text",
        ),
        (
            "options_from: languages",
            "options_from: areas",
            'field "correspondence" cannot have the role "reply-language"',
            "Expected a field of type radios",
        ),
    ],
)
def test_a_role_that_is_missing_repeated_or_misplaced_is_an_error(
    tmp_path: Path, before: str, after: str, message: str, hint: str
) -> None:
    place = project.copy(tmp_path)
    form = place / "content" / "form.yaml"
    project.edit(form, before, after)
    _, problems = check(place)
    (found,) = (problem for problem in problems if problem.message == message)
    assert (found.rule, found.level) == ("field-role", "error")
    assert found.hint.startswith(hint)
    lines = form.read_text(encoding="utf-8").splitlines()
    expected = "steps:" if message.startswith("no field") else "role: "
    assert lines[found.line - 1].strip().startswith(expected)
