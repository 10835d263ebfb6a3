"""The workflow checks what is proposed, and publishes what holds.

Its scripts are run here; what GitHub makes of the rest can only be read.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / ".github/workflows/site.yml").read_text(encoding="utf-8")
WORKFLOW = yaml.safe_load(TEXT)
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


def test_each_action_is_pinned_by_a_digest_and_names_its_release() -> None:
    used = re.findall(r"uses: (.*)", TEXT)
    assert len(used) > len(JOBS)
    for action in used:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action)
    digests = {action.split("@")[0]: action for action in used}
    assert set(digests.values()) == set(used)  # one release of each


def test_other_sites_are_asked_only_if_a_person_says_so() -> None:
    asking = [
        name
        for name, job in JOBS.items()
        if any("--links" in step.get("run", "") for step in job["steps"])
    ]
    assert asking == ["links"]
    assert JOBS["links"]["if"] == "inputs.links"


def test_each_job_has_a_time_limit() -> None:
    for job in JOBS.values():
        assert 0 < job["timeout-minutes"] <= 120


def test_a_new_commit_ends_the_run_of_its_branch_and_no_publication_is_broken_off() -> None:
    assert "github.head_ref || github.ref_name" in WORKFLOW["concurrency"]["group"]
    assert "github.ref_name != 'main'" in WORKFLOW["concurrency"]["cancel-in-progress"]
    assert JOBS["publish"]["concurrency"] == {"group": "pages", "cancel-in-progress": False}


def test_a_built_copy_hangs_on_each_pull_request_even_if_the_audit_finds_something() -> None:
    steps = JOBS["content"]["steps"]
    (at,) = [i for i, s in enumerate(steps) if s.get("uses", "").startswith("actions/upload-art")]
    assert steps[at]["with"]["path"] == "site"
    assert "!cancelled()" in steps[at]["if"]
    assert "github.ref != 'refs/heads/main'" in steps[at]["if"]
    (build,) = [i for i, s in enumerate(steps) if s.get("run") == "make build"]
    assert steps[build]["id"] == "build"
    assert build < at


def test_what_is_published_on_pages_expects_no_service_there() -> None:
    runs = [step.get("run") for step in JOBS["publish"]["steps"]]
    built = runs.index('make build ARGS="--host static"')
    assert runs[built + 1] == "make audit"


def test_jobs_may_write_only_what_they_need() -> None:
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert {name: job["permissions"] for name, job in JOBS.items() if "permissions" in job} == {
        "note": {"contents": "write", "actions": "write"},
        "publish": {"pages": "write", "id-token": "write"},
    }


@pytest.mark.parametrize("branch", ["words", ""])
def test_notes_are_pushed_to_the_branch_and_the_new_commit_is_checked(
    tmp_path: Path, branch: str
) -> None:
    """What a workflow pushes starts no run: it asks for one, except on the main branch."""
    origin, work, asked = tmp_path / "origin", tmp_path / "work", tmp_path / "asked"
    _git(tmp_path, "init", "--quiet", "--bare", "--initial-branch", "words", str(origin))
    _git(tmp_path, "clone", "--quiet", str(origin), str(work))
    (work / "docs").mkdir()
    (work / "docs/index.md").write_text("text", encoding="utf-8")
    (work / "translations").mkdir()
    (work / "translations/fr.txt").write_text("before", encoding="utf-8")
    _git(work, "add", ".")
    _git(work, "commit", "--quiet", "--message", "before")
    _git(work, "push", "--quiet", "origin", "HEAD:words")
    program = tmp_path / "bin/gh"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$@" > {asked}\n', encoding="utf-8")
    program.chmod(0o755)
    script = JOBS["note"]["steps"][-1]["run"]

    def run() -> None:
        own = {"PATH": f"{program.parent}:{os.environ['PATH']}", "BRANCH": branch}
        command = ("bash", "-e", "-o", "pipefail", "-c", script)
        subprocess.run(command, cwd=work, env=os.environ | own, capture_output=True, check=True)

    run()  # nothing to note
    assert not asked.exists()
    (work / "translations/fr.txt").write_text("after", encoding="utf-8")
    run()
    assert _git(origin, "show", "words:translations/fr.txt") == "after"
    if branch:
        assert asked.read_text(encoding="utf-8") == "workflow run site.yml --ref words\n"
    else:
        assert not asked.exists()
    assert "workflow_dispatch" in (WORKFLOW.get("on") or WORKFLOW[True])  # YAML 1.1: on is true
