"""Problems are shown for people, for programs, and as annotations of GitHub."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from brochure.problems import Problem, ProblemsError, errors, render, summary

ERROR = Problem("content/b.yaml", 2, 3, "error", "same-text", "it is the same", "Translate it.")
WARNING = Problem("content/a.yaml", 10, 1, "warning", "unused-text", "nobody reads it")
ODD = Problem("docs/fr,fr/a:b%.md", 1, 1, "error", "a:b,c", "100 %\r\nof it: a, b", "50%\nmore")


def test_text_has_each_problem_with_its_hint_and_then_how_many_there_are() -> None:
    assert render([ERROR, WARNING]) == (
        "content/a.yaml:10:1: warning: nobody reads it [unused-text]\n"
        "content/b.yaml:2:3: error: it is the same [same-text]\n"
        "    hint: Translate it.\n"
        "1 error, 1 warning"
    )


def test_problems_are_in_the_order_of_the_files_and_each_only_once() -> None:
    later = Problem("content/b.yaml", 10, 1, "error", "same-text", "it is the same")
    shown = render([later, ERROR, later, WARNING]).splitlines()
    assert [line.split(": ")[0] for line in shown if line.startswith("content")] == [
        "content/a.yaml:10:1",
        "content/b.yaml:2:3",
        "content/b.yaml:10:1",
    ]


def test_json_has_each_problem_with_all_that_is_known_about_it() -> None:
    shown = render([ERROR], "json")
    assert json.loads(shown) == [
        {
            "path": "content/b.yaml",
            "line": 2,
            "column": 3,
            "level": "error",
            "rule": "same-text",
            "message": "it is the same",
            "hint": "Translate it.",
        }
    ]


def test_json_leaves_letters_as_they_are() -> None:
    message = "“é” and « ç »"
    assert message in render([Problem("a", 1, 1, "error", "rule", message)], "json")


def test_github_gets_one_annotation_for_each_problem() -> None:
    assert render([ERROR, WARNING], "github") == (
        "::warning file=content/a.yaml,line=10,col=1,title=unused-text::nobody reads it\n"
        "::error file=content/b.yaml,line=2,col=3,title=same-text"
        "::it is the same%0Ahint: Translate it."
    )


def test_github_cannot_be_given_other_commands_by_what_a_message_holds() -> None:
    assert render([ODD], "github") == (
        "::error file=docs/fr%2Cfr/a%3Ab%25.md,line=1,col=1,title=a%3Ab%2Cc"
        "::100 %25%0D%0Aof it: a, b%0Ahint: 50%25%0Amore"
    )


@given(st.text(), st.text(), st.text(), st.text())
def test_an_annotation_is_always_one_line(path: str, rule: str, message: str, hint: str) -> None:
    shown = render([Problem(path, 1, 1, "error", rule, message, hint)], "github")
    assert "\n" not in shown
    assert "\r" not in shown
    assert shown.count("::") - message.count("::") - hint.count("::") >= 2


def test_text_reports_that_there_are_no_problems_and_other_formats_are_empty() -> None:
    assert [render([], "text"), render([], "json"), render([], "github")] == [
        "no problems",
        "[]",
        "",
    ]


def test_the_summary_counts_errors_and_warnings() -> None:
    assert summary([ERROR, ODD, WARNING]) == "2 errors, 1 warning"
    assert summary([WARNING, WARNING]) == "2 warnings"


def test_only_errors_stop_a_build() -> None:
    assert errors([WARNING, ERROR]) == [ERROR]


def test_the_exception_shows_all_problems_in_order() -> None:
    raised = ProblemsError([ERROR, WARNING])
    assert raised.problems == [WARNING, ERROR]
    assert str(raised) == f"{WARNING}\n{ERROR}"
