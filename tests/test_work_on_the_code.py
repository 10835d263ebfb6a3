"""guides/work-on-the-code.md: what it names exists, and what it tells engineers to do works."""

from __future__ import annotations

import ast
import importlib
import inspect
import io
import os
import re
import shlex
import sqlite3
import subprocess
import sys
import textwrap
import typing
from collections.abc import Callable, Iterator
from contextlib import chdir, closing, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from brochure.schema import FormField
from engine.serve import PreviewServer
from intake.process.server import _Uvicorn
from intake.storage.migrations.layout import NEWEST
from intake.web.connections import TimeoutProtocol
from tests.engine import project
from tests.intake import layout_files, next_release, serving
from tests.intake.next_release import NEXT
from tests.support import depth, guides, texts

ROOT = Path(__file__).parent.parent
GUIDE = "work-on-the-code.md"
RUNS = "Run some of the tests"
UPGRADE = "Upgrade MkDocs, Material or static-i18n"


def _resolve(name: str) -> Any:
    """Return the module, class or member of a dotted name.

    Raises:
        LookupError: there is none.
    """
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found: Any = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            if not hasattr(found, part) and not _is_set(found, part):
                raise LookupError(name)
            found = getattr(found, part, None)
        return found
    raise LookupError(name)


def _is_set(kind: Any, attribute: str) -> bool:
    """Whether the methods of a class give its instances an attribute."""
    kinds = inspect.getmro(kind) if inspect.isclass(kind) else ()
    sources = (inspect.getsource(kind) for kind in kinds if kind is not object)
    return any(re.search(rf"\bself\.{attribute}\b(?:: [^=\n]+)? = ", text) for text in sources)


# ── Terms ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("row", guides.table(GUIDE, "Terms"), ids=lambda row: row[0])
def test_a_term_is_defined_where_the_guide_says(row: list[str]) -> None:
    (name,) = guides.code(row[2])
    assert inspect.getdoc(_resolve(name))


def test_a_term_is_listed_once() -> None:
    terms = [row[0] for row in guides.table(GUIDE, "Terms")]
    assert len(terms) == len(set(terms))


# ── Tests ────────────────────────────────────────────────────────────────────────────────────────


def _commands() -> list[str]:
    """Return the commands of pytest that the guide lists."""
    rows = re.findall(
        r"^\| `(.venv/bin/python -m pytest [^`]*)`", guides.section(GUIDE, RUNS), re.MULTILINE
    )
    assert len(rows) > 5
    return rows


def test_each_way_to_run_some_of_the_tests_names_tests_that_exist() -> None:
    for command in _commands():
        _, _, _, place, *_ = shlex.split(command)
        assert (ROOT / place).exists(), command


@pytest.mark.soak
@pytest.mark.parametrize("command", _commands())
def test_each_way_to_run_some_of_the_tests_finds_some(command: str) -> None:
    _, *arguments = shlex.split(command)
    collecting = [sys.executable, *arguments, "--collect-only", "--quiet"]
    done = subprocess.run(collecting, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout[-300:]
    assert re.search(r"^\d+(/\d+)? tests? collected", done.stdout, re.MULTILINE)


# ── One title ────────────────────────────────────────────────────────────────────────────────────


def _sessions() -> list[tuple[str, str]]:
    """Return each command of the walk from YAML to HTML, with what it prints."""
    text = guides.section(GUIDE, "Follow one title from YAML to HTML")
    blocks = re.findall(r"^```console\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    shown = [part for block in blocks for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
    command = re.compile(r'(.*-c "\n.*?"|.*?)\n', re.DOTALL)
    return [(found[1], part[found.end() :]) for part in shown if (found := command.match(part))]


@pytest.mark.slow
def test_the_walk_from_yaml_to_html_prints_what_the_guide_shows(tmp_path: Path) -> None:
    place = project.copy(tmp_path)
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name, module in (("python", ""), ("brochure", "-m brochure")):
        program = programs / name
        program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {module} "$@"\n')
        program.chmod(0o755)
    sessions = _sessions()
    assert len(sessions) > 5
    today = _with_the_guides_title(place, sessions[0][1])
    for command, expected in [(today(command), today(shown)) for command, shown in sessions]:
        printed = _ran(command, place) if depth.SOAK else _ran_here(command, place)
        assert printed == expected, command


def _ran(command: str, place: Path) -> str:
    """Return what a command prints in a shell."""
    shell = ["sh", "-c", command]
    return subprocess.run(shell, cwd=place, capture_output=True, text=True, check=False).stdout


def _ran_here(command: str, place: Path) -> str:
    """Return the same; within this process, which has all of them loaded, if it is about Python."""
    program, *arguments = shlex.split(command)
    if program.endswith("/brochure"):
        words = arguments[: arguments.index(">")]
        log = place / arguments[-1]
        log.write_text(project.brochure(place, *words).stdout, encoding="utf-8")
        return ""
    if not program.endswith("/python"):
        return _ran(command, place)
    out = io.StringIO()
    with chdir(place), redirect_stdout(out):
        exec(arguments[1], {})  # noqa: S102 - what the guide shows
    return out.getvalue()


def _with_the_guides_title(place: Path, listed: str) -> Callable[[str], str]:
    """Give the first area of a copy the title that a guide lists, whatever it is called today.

    Returns a function that changes a session of the guide where the area has another id or line.
    """
    lines = re.findall(r"^(\d+)- +((\w+): .*)$", listed, re.MULTILINE)
    assert lines
    site = texts.loaded(place)
    area = site.content.areas[0]
    title = site.units_by_key[area.title.key]
    for _, text, tag in lines:
        texts.write_line(place, title.key, tag, text)
    moved = title.position(lines[0][2])[1] - int(lines[0][0])

    def today(session: str) -> str:
        session = session.replace("legal-migration", area.id)
        number = re.compile(r"^\d+(?=[:-] )|(?<=areas.yaml', )\d+", re.MULTILINE)
        return number.sub(lambda found: str(int(found[0]) + moved), session)

    return today


# ── A type of field ──────────────────────────────────────────────────────────────────────────────


def _types() -> tuple[str, ...]:
    return typing.get_args(FormField.model_fields["type"].annotation)


def _knows_types(file: Path) -> bool:
    """Whether a file names types that nothing else is called, or looks at the type of a field."""
    text = file.read_text(encoding="utf-8")
    if re.search(r"""["'](?:telephone|radios|checkboxes)["']""", text):
        return True
    if file.suffix == ".html":
        return bool(re.search(r"\w\.type\b", text))
    is_about_forms = re.search(r"\b(?:Form|FormField|FormStep|form_answers)\b", text)
    return bool(is_about_forms) and any(
        isinstance(node, ast.Attribute) and node.attr == "type"
        for node in ast.walk(ast.parse(text))
    )


def test_the_guide_lists_every_file_that_knows_a_type_of_field() -> None:
    knowing = {
        file.relative_to(ROOT).as_posix()
        for folder in ("scripts", "intake", "overrides")
        for file in (ROOT / folder).rglob("*.*")
        if file.suffix in {".py", ".html", ".js"} and _knows_types(file)
    }
    listed = {row[0].strip("`") for row in guides.table(GUIDE, "Add a type of field to the form")}
    assert listed == knowing


def test_the_contract_describes_what_is_posted_for_every_type_of_field() -> None:
    rows = guides.table("form-contract.md", "What is posted")
    described = [name for row in rows for name in guides.code(row[0])]
    assert sorted(described) == sorted(_types())


@pytest.mark.soak
def test_a_type_that_is_added_to_the_files_of_the_guide_is_shown(tmp_path: Path) -> None:
    """Add ``date`` to a copy of the code, in the first three files of the guide's table."""
    place = project.copy(tmp_path)
    project.copy(tmp_path, "scripts/brochure", "scripts/engine")
    schema, answers, view = (
        place / row[0].strip("`")
        for row in guides.table(GUIDE, "Add a type of field to the form")[:3]
    )
    project.edit(schema, '"telephone", ', '"telephone", "date", ')
    project.edit(answers, "_IS_VALID = {", '_IS_VALID = {"date": lambda text: len(text) == 10, ')
    project.edit(view, '"telephone": "tel"', '"telephone": "tel", "date": "date"')
    project.edit(place / "content/form.yaml", "type: telephone", "type: date")
    shown = "endpoint: /intake/\n  journey: one-page"  # a page of the site, which a build makes
    project.edit(place / "content/form.yaml", "endpoint: /intake/", shown)
    code = {**os.environ, "PYTHONPATH": str(place / "scripts")}
    for command in ("schemas", "build"):
        done = subprocess.run(
            [sys.executable, "-m", "brochure", command],
            cwd=place,
            env=code,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert '"date"' in (place / "content/schemas/form.json").read_text(encoding="utf-8")
    (page,) = (place / "site").glob("express-interest/index.html")
    assert 'type="date"' in page.read_text(encoding="utf-8")


# ── The database ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_the_migration_that_the_guide_shows_keeps_what_is_in_the_database(tmp_path: Path) -> None:
    text = textwrap.dedent(guides.section(GUIDE, "Change the database"))
    (shown,) = re.findall(r"^ +```python\n(.*?)^ +```$", text, re.MULTILINE | re.DOTALL)
    migration = textwrap.dedent(shown).replace("0004", NEXT).replace("0003", NEWEST)
    url = f"sqlite:///{tmp_path / 'intake.db'}"
    layout_files.fill(url, NEWEST)
    release = next_release.make(tmp_path, serving.environment(ROOT, url), migration)
    code, output, error = release.run("migrate", "--backed-up")
    assert (code, output, error) == (0, f"Migrated from layout {NEWEST} to {NEXT}.\n", "")
    with closing(sqlite3.connect(tmp_path / "intake.db")) as database:
        notes = database.execute("SELECT note FROM submissions").fetchall()
        (mails,) = database.execute("SELECT count(*) FROM outbox").fetchone()
    assert set(notes) == {("",)}
    assert mails


def test_a_migration_imports_nothing_of_the_intake() -> None:
    files = sorted((ROOT / "intake/storage/migrations/versions").glob("v*.py"))
    assert files
    for file in files:
        assert not re.search(
            r"^\s*(from|import) (intake|brochure)", file.read_text("utf-8"), re.MULTILINE
        )


# ── Upgrades ─────────────────────────────────────────────────────────────────────────────────────

OTHERS = "Other packages that the code knows from within"
RELIED_ON = [
    guides.code(row[0])[0] for table in (UPGRADE, OTHERS) for row in guides.table(GUIDE, table)
]
MEMBERS = {name.rpartition(".")[2] for name in RELIED_ON}


@pytest.mark.parametrize("name", RELIED_ON)
def test_a_part_of_mkdocs_and_its_plugins_that_the_code_relies_on_exists(name: str) -> None:
    package, _, folder = name.partition("/")
    if folder:
        (parent,) = importlib.import_module(package.partition(".")[0]).__path__
        assert (Path(parent, *package.split(".")[1:]) / folder).is_dir()
    else:
        _resolve(name)


@pytest.mark.parametrize("row", [*guides.table(GUIDE, UPGRADE), *guides.table(GUIDE, OTHERS)])
def test_the_tests_that_notice_it_exist(row: list[str]) -> None:
    for name in guides.code(row[2]):
        assert (ROOT / name).is_file() or name == "make bench"


def _nodes(*files: Path) -> Iterator[ast.AST]:
    for file in files:
        yield from ast.walk(ast.parse(file.read_text(encoding="utf-8")))


def _attributes(*files: Path) -> Iterator[tuple[str, ast.Attribute]]:
    """Yield each member that files use, with what it is a member of, as it is written."""
    for node in _nodes(*files):
        if isinstance(node, ast.Attribute):
            yield ast.unparse(node.value), node


ENGINE = sorted((ROOT / "scripts/engine").glob("*.py"))
POSITIONS = ROOT / "scripts/brochure/text/positions.py"


def test_the_guide_lists_what_the_engine_uses_of_the_theme_and_of_static_i18n() -> None:
    used = {
        node.attr
        for holder, node in _attributes(*ENGINE)
        if re.fullmatch(
            r"config\.theme|config\.plugins\[.*\]\.config|i18n|cast\(I18n, .*\)", holder
        )
    }
    assert {"current_language", "languages", "get_env"} <= used
    assert used <= MEMBERS


def test_the_guide_lists_what_the_code_sets_in_mkdocs_and_python_markdown() -> None:
    """Beside the options of MkDocs' configuration."""
    own = re.compile(r"self|self\..*|plugin|plugin\..*|config")
    replaced = {
        node.attr
        for holder, node in _attributes(*ENGINE, POSITIONS)
        if isinstance(node.ctx, ast.Store) and not own.fullmatch(holder)
    }
    assert {"get_env", "dest_uri", "handleMatch", "run"} <= replaced
    assert replaced <= MEMBERS


def _given(kind: type) -> set[str]:
    """Return the members that a class has by itself, or gives to its instances."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(kind)))
    given = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and ast.unparse(node.value) == "self"
    }
    return {name for name in given | set(vars(kind)) if not name.startswith("__")}


@pytest.mark.parametrize("kind", [PreviewServer, TimeoutProtocol, _Uvicorn])
def test_the_guide_lists_what_classes_override_and_use_of_the_one_that_they_extend(
    kind: type,
) -> None:
    ours = [base for base in kind.__mro__ if base.__module__.split(".")[0] in {"engine", "intake"}]
    theirs = [b for b in kind.__mro__ if b.__module__.split(".")[0] in {"mkdocs", "uvicorn"}]
    used = set().union(*map(_given, ours))
    for base in ours:
        source = textwrap.dedent(inspect.getsource(base))
        used |= set(re.findall(r"\b(?:self|super\(\))\.(\w+)", source))
    relied_on = {
        f"{base.__module__}.{base.__name__}.{name}"
        for base in theirs
        for name in _given(base) & used
    }
    assert relied_on
    assert relied_on <= set(RELIED_ON)
