"""What people get wrong is named with file and line, all at once, and stops the build."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from brochure.schema.offers import Area
from tests.engine import project
from tests.support import texts

pytestmark = pytest.mark.slow


def _areas(place: Path) -> tuple[Area, ...]:
    return texts.loaded(place).content.areas


def _missing_language(place: Path) -> None:
    texts.remove(place, _areas(place)[0].title.key, "pt")


def _tab(place: Path) -> None:
    project.edit(place / "content/areas.yaml", "    title:\n      en:", "    title:\n\t  en:")


def _list_for_a_text(place: Path) -> None:
    texts.write(place, texts.topic(place).key, fr="Insertion")
    project.edit(place / "content/areas.yaml", "fr: Insertion", "fr: [Insertion, Emploi]")


def _deleted_page(place: Path) -> None:
    (place / "docs/fr/areas.md").unlink()


def _undefined_placeholder(place: Path) -> None:
    for tag in ("en", "fr", "pt"):
        page = place / f"docs/{tag}/about.md"
        page.write_text(f"{page.read_text('utf-8')}\n\n{{actve-countries}}\n", encoding="utf-8")


def _id_twice(place: Path) -> None:
    first, second, *_ = _areas(place)
    project.edit(place / "content/areas.yaml", f"- id: {second.id}\n", f"- id: {first.id}\n")


MISTAKES: dict[str, tuple[Callable[[Path], None], str]] = {
    "a language missing in one text": (
        _missing_language,
        r'content/areas\.yaml:\d+:5: error: area "[\w-]+" has no Portuguese title',
    ),
    "a tab in YAML": (_tab, r"content/areas\.yaml:\d+:1: error: .*\btab\b"),
    "a list where a text belongs": (
        _list_for_a_text,
        r"content/areas\.yaml:\d+:\d+: error: .*is a list; expected text \[wrong-type\]",
    ),
    "a page deleted in one language": (
        _deleted_page,
        r'docs/fr/areas\.md:1:1: error: page "areas" has no French version \[missing-page\]',
    ),
    "an undefined placeholder": (
        _undefined_placeholder,
        r"docs/pt/about\.md:\d+:\d+: error: .*\{actve-countries\}",
    ),
    "an id used twice": (
        _id_twice,
        r'content/areas\.yaml:\d+:\d+: error: .*"[\w-]+".*\[duplicate-id\]',
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_stops_the_build_names_its_position_and_leaves_the_site_as_it_was(
    place: Path, mistake: str
) -> None:
    make_it, expected = MISTAKES[mistake]
    make_it(place)
    before = project.contents(place / "site")
    done = project.brochure(place, "build")
    assert done.returncode == 1
    assert done.stdout == ""
    assert re.search(expected, done.stderr), done.stderr
    assert "hint: " in done.stderr
    assert "Traceback" not in done.stderr
    assert project.contents(place / "site") == before
    assert not list(place.glob(".site-*"))


def test_all_mistakes_are_reported_at_once(place: Path) -> None:
    together = [name for name in MISTAKES if name != "a tab in YAML"]
    for name in together:
        MISTAKES[name][0](place)
    done = project.brochure(place, "check")
    assert done.returncode == 1
    for name in together:
        assert re.search(MISTAKES[name][1], done.stdout), f"{name} is not in:\n{done.stdout}"


def test_check_and_build_agree_on_good_content(place: Path) -> None:
    checked = project.brochure(place, "check")
    built = project.brochure(place, "build")
    assert (checked.returncode, built.returncode) == (0, 0), checked.stdout + built.stderr
    assert re.search(
        r"^\d+ pages? in \d+ languages? built in [\d.]+ s: ", built.stdout, re.MULTILINE
    )


def test_a_text_that_a_changed_template_does_not_show_is_a_warning_and_stops_nothing(
    place: Path,
) -> None:
    project.edit(place / "overrides/pages/faq.html", "{{ entry.answer }}", "")
    done = project.brochure(place, "build")
    assert done.returncode == 0, done.stderr
    assert re.search(
        r'content/faq\.yaml:\d+:5: warning: question "[\w-]+": the answer is not '
        r"shown on any page \[unused-text\]\n    hint: ",
        done.stdout,
    )


def test_a_command_that_does_not_exist_is_explained(place: Path) -> None:
    done = project.brochure(place, "publish")
    assert done.returncode == 2
    assert "invalid choice: 'publish'" in done.stderr
