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
        ("field: country\n", "field: correspondence\n", "which is not asked before it"),
        (
            "field: kind\n            values: [r",
            "field: region\n            values: [r",
            "before it",
        ),
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
            "Give it to the field of type email",
        ),
        (
            "role: institution\n          type: text",
            "role: institution\n          type: textarea",
            'field "institution" cannot have the role "institution"',
            "Give it to the field of type text",
        ),
        (
            "options_from: languages",
            "options_from: areas",
            'field "correspondence" cannot have the role "reply-language"',
            "Give it to a field of type radios",
        ),
        (
            "role: person\n          type: text",
            "role: country\n          type: text",
            'field "contact-person" cannot have the role "country"',
            "Give it to a field of type country",
        ),
        (
            "options_from: areas",
            "options_from: activities",
            'field "areas" cannot have the role "areas"',
            "Give it to a field of type checkboxes",
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


@pytest.mark.parametrize("name", ["check", "later", "delete"])
def test_a_step_cannot_have_the_address_of_another_page_of_the_form(
    tmp_path: Path, name: str
) -> None:
    place = project.copy(tmp_path)
    project.edit(place / "content" / "form.yaml", "    - id: contact\n", f"    - id: {name}\n")
    _, problems = check(place)
    (found,) = (problem for problem in problems if problem.rule == "step-address")
    assert found.level == "error"
    assert f'step "{name}"' in found.message


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("{field: leter, values: [ready]}", 'depends on "leter", which is not a field'),
        (
            "{field: letter, values: [redy]}",
            'depends on "redy", which is not an answer to "letter"',
        ),
    ],
)
def test_a_step_after_the_form_depends_on_an_answer_that_can_be_given(
    tmp_path: Path, said: str, message: str
) -> None:
    place = project.copy(tmp_path)
    request = place / "content" / "request.yaml"
    project.edit(request, "    - id: letter\n", f"    - id: letter\n      said: {said}\n")
    _, problems = check(place)
    (found,) = (problem for problem in problems if message in problem.message)
    assert (found.rule, found.path) == ("unknown-id", "content/request.yaml")
