"""What the guides name exists, and what they show is what people see."""

from __future__ import annotations

import functools
import io
import re
import shlex
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path

import pytest
import yaml

import brochure.cli.main
import intake.cli
from tests.engine import project
from tests.support import texts

ROOT = Path(__file__).parent.parent
GUIDES = [path for path in sorted(ROOT.glob("*.md")) if path.name != "CHANGELOG.md"]
GUIDES += sorted((ROOT / "guides").glob("**/*.md"))
STYLES = (ROOT / "overrides/assets/site.css").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE))
FOLDERS: tuple[str, ...] = (
    "content",
    "docs",
    "overrides",
    "scripts",
    "intake",
    "tests",
    "benchmarks",
    "guides",
)
FOLDERS += ("deploy", "requirements")
# Snapshot by commands, so that a fresh copy of the project does not have them.
MADE = re.compile(r"(\.venv|\.cache|var|site|dist|(content/)?schemas)/|backup\.db")
FILE = re.compile(r"\.(md|ya?ml|toml|html|css|js|py|txt|in|svg|xml|env|conf|service|timer)$")

each_guide = pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)


def _blocks(guide: Path, *languages: str) -> list[str]:
    """Return a guide's blocks of code in some languages."""
    text = guide.read_text(encoding="utf-8")
    found = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [block for language, block in found if language in languages]


def _prose(guide: Path) -> str:
    """Return a guide without its blocks of code."""
    text = guide.read_text(encoding="utf-8")
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def _spans(guide: Path) -> list[str]:
    """Return the code within a guide's sentences."""
    return [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", _prose(guide))]


def _commands(guide: Path) -> Iterator[list[str]]:
    """Yield each command that a guide names, as words, without comments and the folder of .venv."""
    lines = [line for block in _blocks(guide, "sh", "console") for line in block.splitlines()]
    for line in (*lines, *_spans(guide)):
        command = line.strip().removeprefix("$ ").removeprefix(".venv/bin/")
        if re.match(r"(make|brochure|intake) [\w-]", command):
            yield shlex.split(command, comments=True)


@functools.cache
def _help(program: str, command: str) -> str:
    """Return a command's help; empty if it does not exist."""
    help_text = io.StringIO()
    with redirect_stdout(help_text), redirect_stderr(io.StringIO()), suppress(SystemExit):
        {"brochure": brochure.cli.main, "intake": intake.cli}[program].main(
            [*command.split(), "--help"]
        )
    return help_text.getvalue()


@each_guide
def test_every_make_target_that_a_guide_names_exists(guide: Path) -> None:
    named = {words[1] for words in _commands(guide) if words[0] == "make"}
    assert named <= TARGETS


@each_guide
def test_every_command_and_option_that_a_guide_names_exists(guide: Path) -> None:
    for program, command, *arguments in _commands(guide):
        if program != "make":
            deeper = arguments and arguments[0] in _subcommands(program, command)
            help_text = _help(program, f"{command} {arguments[0]}" if deeper else command)
            assert help_text, f"{program} has no command {command}"
            for argument in arguments:
                if argument.startswith("--"):
                    option = argument.partition("=")[0]
                    assert re.search(rf"{option}\b", help_text), f"{program} {command} {option}"


# Options of pytest that guides name by themselves.
OF_PYTEST = {"--randomly-seed"}


@each_guide
def test_every_option_that_a_guide_names_by_itself_is_one_of_some_command(guide: Path) -> None:
    helps = "".join(
        _help(program, command)
        for program in ("brochure", "intake")
        for command in ("", *_subcommands(program), *_deeper(program))
    )
    named = {
        re.split(r"[ =]", span)[0] for span in _spans(guide) if re.match(r"--[a-z][\w-]*", span)
    }
    custom_properties = {name for name in named if name in STYLES}
    assert {name for name in named if not re.search(rf"{name}\b", helps)} <= (
        OF_PYTEST | custom_properties
    )


@each_guide
def test_every_option_that_a_guide_passes_through_make_exists(guide: Path) -> None:
    for program, target, *arguments in _commands(guide):
        handed = [words.removeprefix("ARGS=") for words in arguments if words.startswith("ARGS=")]
        if program == "make" and target in _subcommands("brochure"):
            for option in re.findall(r"--[a-z][\w-]*", " ".join(handed)):
                help_text = _help("brochure", target)
                assert re.search(rf"{option}\b", help_text), f"make {target}: {option}"


@functools.cache
def _subcommands(program: str, command: str = "") -> tuple[str, ...]:
    """Return the commands of a program, or of one of its commands."""
    return tuple(re.findall(r"^    ([a-z][a-z-]*)", _help(program, command), re.MULTILINE))


def _deeper(program: str) -> Iterator[str]:
    """Yield the commands of commands, such as ``staff add``."""
    for command in _subcommands(program):
        yield from (f"{command} {below}" for below in _subcommands(program, command))


@each_guide
def test_every_file_and_folder_that_a_guide_names_exists(guide: Path) -> None:
    """But for those that it tells readers to create."""
    created = set(re.findall(r"^Create `([^`]+)`:$", guide.read_text("utf-8"), re.MULTILINE))
    missing = [span for span in _spans(guide) if _is_path(span) and not _exists(span)]
    assert set(missing) <= created


def _is_path(span: str) -> bool:
    if not re.fullmatch(r"[\w.*<>…/-]+", span) or span.startswith(("/", "<", "https:")):
        return False
    first = span.split("/", maxsplit=1)[0]
    return bool(FILE.search(span)) or ("/" in span and (ROOT / first).exists()) or span[-1] == "/"


def _exists(span: str) -> bool:
    if MADE.match(span):
        return True
    pattern = re.sub(r"<[^>]*>|…", "*", span).rstrip("/")
    folders = (ROOT, *(ROOT / folder for folder in FOLDERS))
    here = any(any(folder.glob(pattern)) for folder in folders if folder.exists())
    return here or any(
        "node_modules" not in path.parts
        for folder in folders[1:]
        if folder.exists()
        for path in folder.rglob(pattern)
    )


@each_guide
def test_every_rule_that_a_guide_names_exists(guide: Path) -> None:
    sources = (file.read_text(encoding="utf-8") for file in (ROOT / "scripts").rglob("*.py"))
    known = set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', "\n".join(sources)))
    text = guide.read_text(encoding="utf-8")
    named = re.findall(
        r"(?:error|warning): .*\[([a-z-]+)\]$|reported as \*([a-z-]+)\*", text, re.MULTILINE
    )
    assert {one or other for one, other in named} <= known


@pytest.mark.slow
def test_the_problem_that_the_guide_shows_is_what_check_prints(tmp_path: Path) -> None:
    (sample,) = _blocks(ROOT / "guides/publish-an-update.md", "")
    place = project.copy(tmp_path)
    texts.remove(place, texts.loaded(place).content.areas[0].title.key, "pt")
    done = project.brochure(place, "check")
    assert _anywhere(sample) in _anywhere(done.stdout)
    assert re.search(r"^1 error\b", done.stdout, re.MULTILINE)


def _anywhere(printed: str) -> str:
    """Return what ``check`` prints, without which record and line it is about."""
    return re.sub(r'(?m)^(\S+?):\d+:(\d+: \w+: \w+) "[\w-]+"', r"\1: \2", printed)


@each_guide
def test_every_yaml_example_can_be_read(guide: Path) -> None:
    for block in _blocks(guide, "yaml"):
        assert "\t" not in block
        assert yaml.safe_load(block), block


@pytest.mark.slow
@pytest.mark.parametrize("value", ["open", "closed", "{opens: 2026-03-01, closes: 2026-06-30}"])
def test_each_way_to_open_and_close_requests_that_the_guide_shows_is_accepted(
    tmp_path: Path, value: str
) -> None:
    guide = (ROOT / "guides/publish-an-update.md").read_text(encoding="utf-8")
    assert f"  requests: {value}\n" in guide
    place = project.copy(tmp_path)
    project.set_requests(place, value)
    done = project.brochure(place, "check")
    assert done.returncode == 0, done.stdout


def test_every_make_target_that_the_workflow_runs_exists() -> None:
    workflows = sorted((ROOT / ".github/workflows").glob("*.yml"))
    assert workflows
    for workflow in workflows:
        jobs = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"]
        runs = [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]
        named = re.findall(r"\bmake ([a-z-]+)", "\n".join(runs))
        assert named
        assert set(named) <= TARGETS


def _slug(heading: str) -> str:
    """Return the id that Git hosts give a heading."""
    words = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", words).replace(" ", "-")


@pytest.mark.parametrize("guide", [*GUIDES, ROOT / "CHANGELOG.md"], ids=lambda path: path.stem)
def test_every_link_of_a_guide_leads_to_a_file_and_a_heading(guide: Path) -> None:
    prose = re.sub(r"`[^`]*`", "", _prose(guide))
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        path, _, fragment = target.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        there = (guide.parent / path).resolve() if path else guide
        assert there.exists(), target
        if fragment and there.suffix == ".md":
            headings = re.findall(r"^#+ (.*)$", _prose(there), re.MULTILINE)
            assert fragment in map(_slug, headings), target


def test_every_guide_is_reached_from_the_readme() -> None:
    readme = ROOT / "README.md"
    linked = {
        (readme.parent / target.partition("#")[0]).resolve()
        for target in re.findall(r"\]\(([^)\s:]+)\)", readme.read_text(encoding="utf-8"))
    }
    assert {guide for guide in GUIDES if guide != readme} <= linked
