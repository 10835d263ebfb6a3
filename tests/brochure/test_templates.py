"""Templates are read as text: which strings they show, and which ids they write out."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.checks.run import check
from brochure.files.templates import StringUse, Templates
from tests.brochure.sites import edit, good_site


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pages").mkdir()
    (tmp_path / "main.html").write_text('<main id="main">{% include "menu.html" %}</main>')
    (tmp_path / "menu.html").write_text('<nav id="menu">{{ strings.header.menu }}</nav>')
    return tmp_path


def test_strings_are_found_with_file_line_and_column(folder: Path) -> None:
    (folder / "pages" / "areas.html").write_text(
        "{{ strings.areas.title }}\n<p>{{ strings.areas.skip_link }}{{ strings.areas }}</p>"
    )
    assert list(Templates(folder).strings) == [
        StringUse("header", "menu", "overrides/menu.html", 1, 19),
        StringUse("areas", "title", "overrides/pages/areas.html", 1, 4),
        StringUse("areas", "skip-link", "overrides/pages/areas.html", 2, 7),
        StringUse("areas", "", "overrides/pages/areas.html", 2, 36),
    ]


def test_a_page_has_the_ids_of_all_templates_that_make_it(folder: Path) -> None:
    """Those that it extends, includes and imports, however it is written, and even in circles."""
    (folder / "pages" / "areas.html").write_text(
        '{%- extends "main.html" %}{% from \'one.html\' import x %}<h2 id="own">'
        '<h3 id="{{ area.id }}">'
    )
    (folder / "one.html").write_text('{% import "pages/areas.html" as a %}<p id="one">')
    assert Templates(folder).ids("areas") == {"main", "menu", "own", "one"}


def test_a_page_without_a_template_has_the_ids_of_the_skeleton(folder: Path) -> None:
    assert Templates(folder).ids("privacy") == {"main", "menu"}


def test_a_page_shows_the_files_that_its_template_names(folder: Path) -> None:
    (folder / "pages" / "areas.html").write_text(
        "{% for area in content.areas %}{% endfor %}{{ content.faq }}"
    )
    assert Templates(folder).files("areas") == {"areas", "faq"}
    assert Templates(folder).files("privacy") == set()


def test_a_page_may_show_the_files_that_parts_of_its_template_name(folder: Path) -> None:
    (folder / "pages" / "areas.html").write_text('{% include "part.html" %}{{ content.areas }}')
    (folder / "part.html").write_text("{{ content.process }}")
    assert Templates(folder).files("areas") == {"areas", "process"}


def test_a_site_with_a_form_needs_the_templates_of_the_intake_too(folder: Path) -> None:
    (folder / "intake").mkdir()
    (folder / "intake" / "check.html").write_text("{{ strings.check.title }}")
    for role in ("areas", "form"):
        (folder / "pages" / f"{role}.html").write_text('{% extends "main.html" %}')
    skeleton = {"main.html", "menu.html"}
    templates = Templates(folder)
    assert templates.of_pages(["areas"]) == {*skeleton, "pages/areas.html"}
    assert templates.of_pages(["form"]) == {*skeleton, "pages/form.html", "intake/check.html"}


def test_templates_that_cannot_be_decoded_are_read_as_far_as_they_can(folder: Path) -> None:
    (folder / "latin.html").write_bytes('é{{ strings.a.b }}<p id="é">'.encode("latin-1"))
    (folder / "folder.html").mkdir()
    assert [use.id for use in Templates(folder).strings] == ["b", "menu"]


def test_a_missing_folder_of_templates_is_not_an_error(tmp_path: Path) -> None:
    templates = Templates(tmp_path / "overrides")
    assert not templates.strings
    assert templates.ids("areas") == set()


def test_an_edited_template_counts_at_the_next_check(tmp_path: Path) -> None:
    """The preview checks again and again in one process: nothing outdated may be reused."""
    site = good_site(tmp_path)
    edit(site, "docs/en/areas.md", "These", "[These](#new)")
    edit(site, "docs/fr/areas.md", "Voici", "[Voici](#new)")
    edit(site, "docs/pt/areas.md", "Eis", "[Eis](#new)")
    assert {problem.rule for problem in check(site)[1]} == {"broken-link"}
    edit(site, "overrides/pages/areas.html", "<p>", '<p id="new">')
    assert not check(site)[1]
