"""On a host that cannot run the intake, the form goes elsewhere, or its questions to the team."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from brochure.checks.audit import settings
from brochure.checks.audit.run import audit
from brochure.checks.run import site_or_raise
from brochure.site import form_answers
from brochure.site.site import Site
from tests.engine import project
from tests.site.pages import TAGS, plain
from tests.support import depth

pytestmark = pytest.mark.slow  # each builds a site
SERVICE = "https://forms.example.org/requests/"


def _project(place: Path, *, endpoint: str = "", host: str = "server") -> Path:
    copy = project.copy(place / "project", *project.PARTS, "audit.yaml")
    project.set_requests(copy, "open")
    project.edit(copy / "content/site.yaml", "\nsite:\n", f"\nsite:\n  host: {host}\n")
    if endpoint:
        own = site_or_raise(copy).content.form
        assert own
        project.edit(copy / "content/form.yaml", f" {own.endpoint}", f" {endpoint}")
    return copy


def _last_line(text: str) -> str:
    return text.splitlines()[-1]


def _form_page(place: Path, tag: str) -> html.HtmlElement:
    site = site_or_raise(place)
    assert site.content.form
    file = place / "site" / site.address(tag, site.page_with("form")) / "index.html"
    return html.document_fromstring(file.read_bytes())


def _audited(place: Path, built_site: Path, host: str | None = None) -> set[str]:
    """Return the rules that a built site fails by ``audit.yaml``, perhaps with a host more.

    Those that the site on its own server fails are left out.
    """
    file = place / "audit.yaml"
    if host:
        project.edit(file, "form-action 'self'", f"form-action https://{host}")
        file.write_text(f"{file.read_text(encoding='utf-8')}hosts: [{host}]\n", encoding="utf-8")
    wanted = settings.read(file, "audit.yaml")
    found, own = (
        {problem.rule for problem in audit(folder, "site", wanted, lambda _done, _total: None)}
        for folder in (place / "site", built_site)
    )
    return found - own


@pytest.mark.soak
@pytest.mark.parametrize("way", depth.some(["command"], ["content", "command"]))
def test_on_a_host_of_files_alone_the_page_has_the_questions_and_the_teams_address(
    tmp_path: Path, built_site: Path, way: str
) -> None:
    place = _project(tmp_path, host="static" if way == "content" else "server")
    options = [] if way == "content" else ["--host", "static"]
    built = project.brochure(place, "build", *options)
    assert built.returncode == 0, built.stderr
    site = site_or_raise(place)
    team = site.content.site.contact.email
    assert f"answered by email to {team}" in built.stdout
    for tag in TAGS:
        page = _form_page(place, tag)
        assert not page.xpath(
            "//main//*[self::form or self::input or self::textarea or self::script]"
        )
        (button,) = page.xpath("//main//a[contains(@class, 'button')]/@href")
        assert button.startswith(f"mailto:{team}?subject=")
        text = plain(page.xpath("string(//main)"))
        assert plain(site.content.strings["form"]["by-mail"][tag]) in text
        assert site.content.form
        for question in form_answers.fields(site.content.form):
            assert plain(question.label[tag]) in text
    assert not _audited(place, built_site)


@pytest.mark.soak
def test_another_service_gets_the_form_where_it_is_named_by_its_full_address(
    tmp_path: Path, built_site: Path
) -> None:
    place = _project(tmp_path, endpoint=SERVICE, host="static")
    checked = project.brochure(place, "check")
    assert (checked.returncode, _last_line(checked.stdout)) == (0, f"form: sent to {SERVICE}")
    assert project.brochure(place, "build").returncode == 0
    for tag in TAGS:
        page = _form_page(place, tag)
        (action,) = page.xpath("//main//form/@action")
        assert action == f"{SERVICE}{tag}/check"
        _has_the_whole_form(page, site_or_raise(place), tag)
    assert _audited(place, built_site) == {"content-security-policy", "outside-host"}
    assert not _audited(place, built_site, "forms.example.org")


def _has_the_whole_form(page: html.HtmlElement, site: Site, tag: str) -> None:
    """See that every question is there, and that a condition is said and makes none necessary."""
    assert site.content.form
    for field in form_answers.fields(site.content.form):
        controls = page.xpath("//main//form//*[@name=$name]", name=field.id)
        assert controls, field.id
        help_ids = page.xpath(
            "//main//*[@name=$name]/ancestor-or-self::*/@aria-describedby", name=field.id
        )
        condition = page.xpath("string(//*[@id=$id])", id=f"{field.id}_if")
        if field.asked_if:
            other = next(
                f for f in form_answers.fields(site.content.form) if f.id == field.asked_if.field
            )
            assert plain(other.label[tag]) in plain(condition)
            assert any(f"{field.id}_if" in ids.split() for ids in help_ids)
            assert "required" not in controls[0].attrib
        else:
            assert not condition


def test_a_service_of_ones_own_on_the_sites_host_gets_the_form_on_one_page_if_it_says_so(
    tmp_path: Path,
) -> None:
    place = _project(tmp_path)
    project.edit(place / "content/form.yaml", "\n  retention", "\n  journey: one-page\n  retention")
    assert project.brochure(place, "build").returncode == 0
    page, site = _form_page(place, TAGS[0]), site_or_raise(place)
    assert site.content.form
    (action,) = page.xpath("//main//form/@action")
    assert action == f"{site.content.form.endpoint}{TAGS[0]}/check"
    _has_the_whole_form(page, site, TAGS[0])


def test_check_says_what_becomes_of_answers_only_where_our_own_service_does_not_get_them(
    tmp_path: Path,
) -> None:
    place = _project(tmp_path)
    assert not _last_line(project.brochure(place, "check").stdout).startswith("form:")
    project.edit(place / "content/site.yaml", "  host: server", "  host: static")
    said = _last_line(project.brochure(place, "check").stdout)
    assert said.startswith("form: answered by email to ")
