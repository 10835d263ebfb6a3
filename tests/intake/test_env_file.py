"""Commands find the settings of the service, and make no empty database because they found none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake import cli
from intake.settings import env_file
from intake.settings.settings import SettingsError
from intake.storage.database import connect
from tests.intake import serving
from tests.intake.conftest import Run

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return the system's file of settings, which is not there, in a shell without settings."""
    for name in [name for name in os.environ if name.startswith("INTAKE_")]:
        monkeypatch.delenv(name)
    file = tmp_path / "etc" / "intake.env"
    file.parent.mkdir()
    monkeypatch.setattr(env_file, "SYSTEM_FILE", file)
    return file


def written(project: Path, database: str, **more: str) -> str:
    """Return settings as a file has them."""
    values = serving.environment(project, database, **more)
    return "".join(f"{name}={value}\n" for name, value in values.items())


def test_a_command_finds_the_settings_of_the_service(
    bare: Path, project: Path, sqlite: str, capsys: pytest.CaptureFixture[str]
) -> None:
    connect(sqlite).dispose()
    bare.write_text(written(project, sqlite), encoding="utf-8")
    assert cli.main(["list"]) == 0
    bare.write_text(written(project, sqlite, team="nobody"), encoding="utf-8")
    assert cli.main(["list"]) == 1
    told = capsys.readouterr().err.splitlines()
    assert told == [
        'INTAKE_TEAM: "nobody" is not valid; expected one email address.',
        f"Settings: {bare}.",
    ]


@pytest.mark.slow
def test_the_environment_is_used_instead_and_a_file_that_is_named_instead_of_both(
    bare: Path, project: Path, sqlite: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(sqlite).dispose()
    bare.write_text("INTAKE_TEAM=nobody\n", encoding="utf-8")
    named = tmp_path / "other.env"
    named.write_text(written(project, sqlite), encoding="utf-8")
    assert cli.main(["--env", str(named), "list"]) == 0
    for name, value in serving.environment(project, sqlite).items():
        monkeypatch.setenv(name, value)
    assert cli.main(["list"]) == 0
    bare.unlink()
    monkeypatch.setenv("INTAKE_TEAM", "nobody")
    assert cli.main(["list"]) == 1
    assert cli.main(["--env", str(named), "list"]) == 0


def test_without_any_settings_a_command_says_where_it_has_looked(
    bare: Path, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project)
    assert cli.main(["list"]) == 1
    told = capsys.readouterr().err
    assert f"there is no database: {project.resolve()}/var/intake.db" in told
    assert f"{bare} does not exist" in told
    assert not (project / "var").exists()


@on_sqlite
@pytest.mark.parametrize(
    "command", [["list"], ["outbox"], ["purge"], ["migrate"], ["export"], ["delete", "2222-2222-2"]]
)
def test_a_command_makes_no_database(
    run: Run, sqlite: str, tmp_path: Path, command: list[str]
) -> None:
    code, output, error = run(*command)
    assert (code, output) == (1, "")
    assert error.startswith("INTAKE_DATABASE: there is no database: ")
    assert not (tmp_path / "intake.db").exists()
    (tmp_path / "intake.db").touch()
    if command != ["migrate"]:  # which may be asked to make the tables
        assert run(*command)[2].startswith("INTAKE_DATABASE: the database is empty")
        assert (tmp_path / "intake.db").stat().st_size == 0
    assert sqlite


def test_a_file_that_may_not_be_read_is_not_taken_for_none(
    bare: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bare.touch()

    def refuse(*_given: object, **_more: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_text", refuse)
    assert cli.main(["list"]) == 1
    assert capsys.readouterr().err == (
        f"{bare}: permission denied. Run the command as the user of the service, or as root.\n"
    )
    assert cli.main(["--env", "/nowhere/x.env", "list"]) == 1


WRITTEN = {
    "A=b": "b",
    "A=": "",
    "  A= b c  ": "b c",
    "A='b \"c\" # d'": 'b "c" # d',
    'A="b \\"c\\" \\$d e\\f"': 'b "c" $d e\\f',
    "A=b\\ c": "b c",
    "A=b\\\nc": "bc",
    "A=b#c": "b#c",
    "A='b'\"c\"d": "bcd",
    "# A=x\n; B=y\n\nA=b": "b",
    "A=smtp://me%40x:p@host:587": "smtp://me%40x:p@host:587",
}


@pytest.mark.parametrize("text", WRITTEN)
def test_a_file_is_read_as_systemd_reads_it(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.env"
    file.write_text(text, encoding="utf-8")
    assert dict(env_file.read(file)) == {"A": WRITTEN[text]}


@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"])).map(str.strip))
def test_any_value_can_be_written_in_quotes(
    tmp_path_factory: pytest.TempPathFactory, value: str
) -> None:
    file = tmp_path_factory.mktemp("settings") / "x.env"
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$")
    file.write_text(f'A="{escaped}"\n', encoding="utf-8")
    assert dict(env_file.read(file)) == {"A": value}


@pytest.mark.parametrize("text", ["A", "A='hush", 'A="hush', "A B=hush", "A=hush\\"])
def test_a_line_that_is_none_of_settings_is_reported_without_its_value(
    tmp_path: Path, text: str
) -> None:
    file = tmp_path / "x.env"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r'x\.env: the line "A') as raised:
        dict(env_file.read(file))
    assert "hush" not in str(raised.value)


def test_a_file_that_is_no_text_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "x.env"
    file.write_bytes(b"\xff")
    with pytest.raises(SettingsError, match="not UTF-8"):
        dict(env_file.read(file))
