"""No code and no template knows an id of the content: with other ids, all works as before."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import html
from pydantic import TypeAdapter, ValidationError

from brochure.checks.run import check, site_or_raise
from brochure.schema.base import Id
from brochure.schema.form import CHANGE, HONEYPOT
from brochure.text.phases import OTHERS
from engine.build import publish
from intake import cli
from intake.journey import names
from tests.engine import project
from tests.intake import serving
from tests.intake.answers import SENDER, different
from tests.intake.conftest import TEAM
from tests.support.smtp import MailServer

pytestmark = pytest.mark.slow

NEW = "renamed-"


def ids(place: Path) -> set[str]:
    """Return the ids of all records, and of all steps, fields and options of the form."""
    found: set[str] = set()

    def collect(value: Any) -> None:
        if isinstance(value, dict):
            found.update([value["id"]] if "id" in value else [])
            value = list(value.values())
        if isinstance(value, list):
            for item in value:
                collect(item)

    for file in (place / "content").glob("*.yaml"):
        collect(yaml.safe_load(file.read_text(encoding="utf-8")))
    return found


def rename_ids(place: Path) -> None:
    """Put ``renamed-`` before every id, where it is given and where it is referred to."""
    every, phases = "|".join(ids(place)), "|".join(OTHERS)
    templates = "".join(f.read_text("utf-8") for f in (place / "overrides").glob("**/*.html"))
    headings = {f.name: f.read_text("utf-8") for f in (place / "docs").glob("en/*.md")}

    def link(found: re.Match[str]) -> str:
        page, part = found.groups()
        is_heading = f"{{#{part}}}" in headings[page] or f'id="{part}"' in templates
        return found[0] if is_heading else f"{page}#{NEW}{part}"

    for file in [*(place / "content").glob("*.yaml"), *(place / "docs").glob("**/*.md")]:
        text = file.read_text(encoding="utf-8")
        text = re.sub(rf"(?m)(?<=\bid: )(?:{every})$", rf"{NEW}\g<0>", text)
        named = "field|addressee_field|area|part|signature"
        text = re.sub(rf"(?m)\b((?:{named}): )({every})$", rf"\1{NEW}\2", text)
        text = re.sub(
            rf"(?<=\{{)(?!(?:{phases})\}})(?:{every})(?=(?:-as-of)?\}})", rf"{NEW}\g<0>", text
        )
        text = re.sub(rf"([\w-]+\.md)#({every})(?=\))", link, text)
        text = re.sub(
            r"(?m)\b(?:values|fields): \[(.+)\]$",
            lambda named: named[0].replace(named[1], re.sub(r"[\w-]+", rf"{NEW}\g<0>", named[1])),
            text,
        )
        file.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def renamed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the project with open requests, its authored languages, and other ids."""
    place = project.copy(tmp_path_factory.mktemp("renamed"))
    for language in place.glob("content/languages/*.yaml"):
        if "status: draft" in language.read_text(encoding="utf-8"):
            shutil.rmtree(place / "docs" / language.stem)
            language.unlink()
    project.set_requests(place, "open")
    rename_ids(place)
    return place


def test_a_project_with_other_ids_has_no_error(renamed: Path) -> None:
    site, problems = check(renamed)
    assert [str(problem) for problem in problems if problem.level == "error"] == []
    assert site
    assert all(record.id.startswith(NEW) for record in site.content.areas)


def test_a_form_with_other_ids_is_sent_listed_and_acknowledged(
    renamed: Path,
    mail_server: MailServer,
    sqlite: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    publish(renamed, renamed / "site")
    site = site_or_raise(renamed)
    assert site.content.form
    typed = different(site, reply_language="pt", institution="Unmistakable")
    assert all(name.startswith(NEW) for name in typed)

    smtp = f"smtp://127.0.0.1:{mail_server.port}"
    with serving.in_process(site, sqlite, team=TEAM, smtp=smtp) as running:
        receipt = html.document_fromstring(running.send(typed, "fr").page)
        mails = {str(mail["To"]): mail for mail in mail_server.wait(2)}
    assert mails.keys() == {TEAM, SENDER}
    assert mails[TEAM]["Reply-To"] == SENDER
    assert "Unmistakable" in mails[TEAM].get_content()
    assert mails[SENDER]["Content-Language"] == "pt"
    assert site.content.request
    steps = site.content.request.next
    to_do = [step for step in steps if not step.done_when_sent and not step.said]
    assert len(receipt.xpath("//ol[contains(@class, 'steps')]/li")) == len(to_do) < len(steps)

    for name, value in serving.environment(renamed, sqlite).items():
        monkeypatch.setenv(name, value)
    assert cli.main(["list"]) == 0
    assert capsys.readouterr().out.endswith("Unmistakable\n")


_NAMES = [value for name, value in vars(names).items() if name.isupper()]


@pytest.mark.parametrize("name", [HONEYPOT, CHANGE, *_NAMES])
def test_no_question_can_have_the_name_of_a_field_that_the_intake_adds(name: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Id).validate_python(name)
