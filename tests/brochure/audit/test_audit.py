"""``brochure audit`` names what is wrong in built HTML, with page and place, and no more."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from brochure.checks.audit import rules
from brochure.checks.audit.settings import Settings
from brochure.cli import progress
from brochure.cli.main import main
from tests.brochure.audit.edits import FAULTS, GONE, RIGHT, Edit
from tests.support.golden import check_section

HERE = Path(__file__).parent


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the good site, as ``site/`` in the current folder."""
    monkeypatch.chdir(tmp_path)
    return shutil.copytree(HERE / "good", tmp_path / "site")


def _apply(site: Path, edits: tuple[Edit, ...]) -> None:
    for name, *texts in edits:
        file = site.parent / name if name == "audit.yaml" else site / name
        *old, new = (text.encode() if isinstance(text, str) else text for text in texts)
        if old:
            content = file.read_bytes()
            assert old[0] in content, f"{name} does not contain {old[0]!r}"
            file.write_bytes(content.replace(old[0], new, 1))
        elif new is GONE:
            file.unlink()
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(new)


def test_it_finds_nothing_wrong_with_the_good_site(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", site.name]) == 0
    assert capsys.readouterr().out == "no problems\n"


@pytest.mark.parametrize("name", FAULTS)
def test_it_names_each_fault_with_its_page_and_place(
    name: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _apply(site, FAULTS[name])
    status = main(["audit", site.name])
    output = capsys.readouterr().out
    check_section(HERE / "problems.txt", name, output)
    assert "no problems" not in output
    assert status == (": error: " in output)


@pytest.mark.parametrize("name", RIGHT)
def test_it_leaves_alone_what_only_looks_like_a_fault(
    name: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _apply(site, RIGHT[name])
    assert main(["audit", site.name]) == 0
    assert capsys.readouterr().out == "no problems\n"


def test_it_finds_no_more_problems_with_the_json_format_and_says_no_more(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _apply(site, FAULTS["no lang"])
    main(["audit", site.name, "--format", "json"])
    problems = json.loads(capsys.readouterr().out)
    assert {problem["rule"] for problem in problems} == {"page-language"}
    assert problems[0]["path"] == "site/areas/index.html"


def test_it_counts_the_problems_of_each_rule_where_there_are_many(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(25):
        (site / f"old-{number}.txt").write_text("")
    assert main(["audit", site.name]) == 0
    assert capsys.readouterr().out.endswith("25 warnings\n      25 unused-file\n")


BAD_FOLDERS = {
    "nowhere": "nowhere:1:1: error: does not exist; expected a folder [site-folder]",
    "site/index.html": "site/index.html:1:1: error: is a file; expected a folder [site-folder]",
    "site/assets": "site/assets:1:1: error: there is no page in this folder [site-folder]",
}


@pytest.mark.parametrize("folder", BAD_FOLDERS)
@pytest.mark.usefixtures("site")
def test_a_folder_that_is_no_site_is_one_problem(
    folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", folder]) == 1
    output = capsys.readouterr()
    assert output.err.splitlines()[0] == BAD_FOLDERS[folder]
    assert "1 error\n" in output.err
    assert not output.out


@pytest.mark.slow
def test_a_folder_of_20000_files_is_one_problem_and_none_of_them_is_judged(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(20_000):
        (site / f"{number}.html").touch()
    assert main(["audit", site.name]) == 1
    output = capsys.readouterr()
    message = "site:1:1: error: has more than 10,000 files; nothing was audited [site-folder]"
    assert output.err.splitlines()[0] == message
    assert not output.out


BAD_SETTINGS = {
    "pages: 3": 'a.yaml:1:1: error: unknown key "pages" [unknown-key]',
    "page: many": 'a.yaml:1:1: error: "page" is many; expected a whole number of 0 or more',
    "hosts: cdn.example.org": 'a.yaml:1:1: error: "hosts" is cdn.example.org; expected a list',
    "- page": "a.yaml:1:1: error: has no keys; expected a mapping [wrong-type]",
    "page: [": "a.yaml:2:1: error: the file ends before its brackets are closed",
}


@pytest.mark.parametrize("text", BAD_SETTINGS)
def test_what_is_wrong_with_the_budgets_is_named_before_anything_is_judged(
    text: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site.parent / "a.yaml").write_text(text)
    assert main(["audit", site.name, "--budgets", "a.yaml"]) == 1
    output = capsys.readouterr()
    assert output.err.startswith(BAD_SETTINGS[text])
    assert not output.out


def test_it_tells_how_far_it_is_once_it_takes_long(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "_INTERVAL", 0)
    main(["audit", site.name])
    assert "3 of 6 pages read\n" in capsys.readouterr().err


def test_pages_below_a_path_of_their_host_are_found(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in site.rglob("*"):
        if file.suffix in {".html", ".xml", ".txt"}:
            text = file.read_text(encoding="utf-8")
            text = text.replace("www.example.org/", "www.example.org/wells/")
            file.write_text(re.sub('="/(?=[a-z"])', '="/wells/', text), encoding="utf-8")
    assert main(["audit", site.name]) == 0, capsys.readouterr().out


def test_the_guide_lists_each_rule_and_each_setting_with_its_default(root: Path) -> None:
    guide = (root / "guides/audit-a-site.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`[^|]*`) \|", guide, re.MULTILINE)
    listed = {name for names in rows for name in re.findall(r"`([^`]+)`", names)}
    code = (file.read_text("utf-8") for file in Path(rules.__file__).parent.glob("*.py"))
    known = set(re.findall(r'^[A-Z_]+ = "([a-z-]+)"$', "\n".join(code), re.MULTILINE))
    assert listed == known - {"x-default"} | {"site-folder", *Settings.model_fields}
    for name, field in Settings.model_fields.items():
        default = f"{field.default:,}" if isinstance(field.default, int) else "none"
        assert re.search(rf"^\| `{name}` \| .* \| {default} \|$", guide, re.MULTILINE), name


def test_the_limits_of_a_project_are_not_those_of_a_site_elsewhere(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = site.parent / "project"
    project.mkdir()
    (project / "audit.yaml").write_text("page: 1\n")
    assert main(["--root", "project", "audit", site.name]) == 0
    site.rename(project / "site")
    assert main(["--root", "project", "audit", "project/site"]) == 1
    assert "expected at most 1 [budget]" in capsys.readouterr().out
