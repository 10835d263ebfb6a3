"""The workflow runs the code's tests for a change of code, and not for a change of words."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
WORKFLOW = yaml.safe_load((ROOT / ".github/workflows/site.yml").read_text(encoding="utf-8"))
JOBS = WORKFLOW["jobs"]


def _git(place: Path, *arguments: str) -> str:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    command = ("git", *who, *arguments)
    done = subprocess.run(command, cwd=place, capture_output=True, check=True, text=True)
    return done.stdout.strip()


def _code(place: Path, before: str, event: str = "push") -> str:
    """Return the output of the workflow's step for the last commit."""
    (script,) = (step["run"] for step in JOBS["content"]["steps"] if step.get("id") == "changed")
    output = place / ".git" / "output"
    variables = {"BEFORE": before, "GITHUB_EVENT_NAME": event, "GITHUB_OUTPUT": str(output)}
    command = ("bash", "-e", "-o", "pipefail", "-c", script)
    subprocess.run(command, cwd=place, env=os.environ | variables, capture_output=True, check=True)
    return output.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (["content/faq.yaml", "docs/fr/index.md", "translations/es.txt"], "false"),
        (["content/faq.yaml", "overrides/main.html"], "true"),
        (["scripts/engine/plugin.py"], "true"),
        (["tests/content/faq.yaml"], "true"),
    ],
)
def test_the_code_is_tested_unless_words_alone_have_changed(
    tmp_path: Path, changed: list[str], code: str
) -> None:
    _git(tmp_path, "init", "--quiet")
    _git(tmp_path, "commit", "--quiet", "--allow-empty", "--message", "before")
    before = _git(tmp_path, "rev-parse", "HEAD")
    for name in changed:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("changed", encoding="utf-8")
    _git(tmp_path, "add", ".")
    _git(tmp_path, "commit", "--quiet", "--message", "after")
    assert _code(tmp_path, before) == f"code={code}\n"
    (tmp_path / ".git" / "output").unlink()
    assert _code(tmp_path, "0" * 40) == "code=true\n"  # the commit before is not known
    (tmp_path / ".git" / "output").unlink()
    assert _code(tmp_path, before, "schedule") == "code=false\n"


def test_the_site_is_published_after_its_content_was_checked_and_tests_that_ran_passed() -> None:
    assert JOBS["publish"]["needs"] == ["content", "test"]
    wanted = JOBS["publish"]["if"]
    assert "needs.content.result == 'success'" in wanted
    assert "(needs.test.result == 'success' || needs.test.result == 'skipped')" in wanted


def test_the_soak_runs_every_night() -> None:
    assert JOBS["soak"]["if"] == "github.event_name == 'schedule'"
    assert "make soak" in [step.get("run") for step in JOBS["soak"]["steps"]]


def test_what_was_built_is_audited_before_anything_is_published() -> None:
    runs = [step["run"] for step in JOBS["content"]["steps"] if "run" in step]
    assert runs.index('make audit ARGS="--format github"') == runs.index("make build") + 1
    assert "content" in JOBS["publish"]["needs"]
