"""The generator's own strings: complete, of no programme, and overridden at will."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from brochure.checks.run import check
from brochure.files.templates import Templates
from brochure.problems import errors
from brochure.render.localizer import Localizer
from brochure.site import default_strings
from brochure.site.loader import load
from brochure.site.site import Site
from brochure.site.translation_state import TranslationState
from brochure.translation import exporting, languages, noting
from brochure.translation.status import collect_status
from tests.brochure.sites import edit, good_site, write
from tests.engine import project

LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "pt")
STATES: tuple[TranslationState, ...] = ("missing", "outdated", "review", "done")
STRINGS = "content/strings.yaml"


def site_of(place: Path) -> Site:
    site, problems = check(place)
    assert site
    assert not errors(problems), problems
    return site


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a site that says nothing in its own words around its content."""
    place = good_site(tmp_path)
    (place / STRINGS).unlink()
    return place


def shown(site: Site, tag: str, group: str, name: str) -> str:
    localizer = Localizer(site, site.language(tag), site.page_with("home"))
    return str(localizer.text(site.content.strings[group][name]))


def test_there_are_strings_in_seven_languages() -> None:
    assert default_strings.languages() == LANGUAGES


@pytest.mark.parametrize("tag", LANGUAGES)
def test_each_language_has_every_string_with_the_values_that_are_filled_in(tag: str) -> None:
    english, texts = default_strings.texts("en"), default_strings.texts(tag)
    assert list(texts) == list(english)
    for key, text in texts.items():
        values = sorted(re.findall(r"\{[^}]*\}", text))
        assert values == sorted(re.findall(r"\{[^}]*\}", english[key])), key
        assert text == " ".join(text.split(" ")).strip(), key


@pytest.mark.parametrize("tag", LANGUAGES)
def test_no_word_of_a_programme_is_among_them(tag: str) -> None:
    site, _ = load(project.ROOT)
    assert site
    terms = {entry.term.texts.get(tag) for entry in site.content.glossary}
    names = {term for term in terms if term} | set(site.content.site.name.texts.values())
    text = "\n".join(default_strings.texts(tag).values()).casefold()
    assert not [name for name in names if re.search(rf"\b{re.escape(name.casefold())}\b", text)]


_OF_THE_DIGEST = ("subject", "new", "held", "untouched", "failed", "more", "nothing", "desk")


def test_every_string_that_a_template_names_is_there_and_no_other() -> None:
    uses = list(Templates(project.ROOT / "overrides").strings)
    named = {f"{use.group}.{use.id}" for use in uses if use.id}
    groups = {use.group for use in uses if not use.id}
    known = {".".join(key.split(".")[:2]) for key in default_strings.texts("en")}
    assert named <= known
    assert {key for key in known - named if key.partition(".")[0] not in groups} <= {
        "form.missing",  # named by the view of the form
        "form.invalid",
        "form.too-long",
        "receipt.codes",  # by what is printed of a submission
        "form.slip",
        "form.only-if",
        "draft.mail-to",  # and by the intake
        "draft.mail-use",
        "mail.later-subject",
        "mail.later-text",
        "mail.record-subject",
        "mail.record-text",
        *(f"mail.digest-{name}" for name in _OF_THE_DIGEST),
    }


def test_a_site_without_strings_shows_those_of_the_generator_and_asks_for_none(
    place: Path,
) -> None:
    site = site_of(place)
    assert shown(site, "fr", "header", "menu") == default_strings.texts("fr")["header.menu"]
    assert not [unit for unit in site.units if unit.key.startswith("strings.")]


def test_a_string_in_the_default_language_is_the_programmes_own_in_all(place: Path) -> None:
    write(place, STRINGS, "strings:\n  header:\n    menu: {en: Contents, fr: Sommaire}\n")
    site, problems = check(place)
    assert site
    assert shown(site, "fr", "header", "menu") == "Sommaire"
    (problem,) = errors(problems)
    assert problem.message == 'string "header.menu" has no Portuguese text'
    assert "strings.header.menu" in site.units_by_key


def test_a_string_in_another_language_alone_is_the_programmes_own_there(place: Path) -> None:
    write(place, STRINGS, "strings:\n  header:\n    menu: {fr: Sommaire}\n")
    site, _ = load(place)
    assert site
    assert shown(site, "fr", "header", "menu") == "Sommaire"
    assert shown(site, "en", "header", "menu") == default_strings.texts("en")["header.menu"]


def test_a_string_that_the_programme_writes_follows_its_source_even_in_the_generators_words(
    place: Path,
) -> None:
    french = default_strings.texts("fr")["header.menu"]
    write(place, STRINGS, f"strings:\n  header:\n    menu: {{en: Pages, fr: {french}, pt: Tudo}}\n")
    noting.note(site_of(place))
    edit(place, STRINGS, "en: Pages", "en: All pages")
    site, _ = load(place)
    assert site
    assert site.statuses("fr")["strings.header.menu"].state == "outdated"


def test_a_wrong_key_is_an_error_with_the_one_that_was_meant(place: Path) -> None:
    write(place, STRINGS, "strings:\n  header:\n    menue: {en: A, fr: B, pt: C}\n")
    (problem,) = errors(check(place)[1])
    assert (problem.path, problem.line) == (STRINGS, 3)
    assert problem.message == 'string "header.menue": no template shows it'
    assert 'Did you mean "header.menu"?' in problem.hint


def test_a_language_without_them_gets_those_that_pages_show_to_translate(place: Path) -> None:
    languages.add(place, "uk")
    text = (place / "docs/uk/content.yaml").read_text(encoding="utf-8")
    asked = set(re.findall(r"(?m)^strings\.(\S+): ", text))
    assert asked == {"header.skip-link", "header.menu"}
    assert f"# en: {default_strings.texts('en')['header.menu']}" in text
    edit(place, "docs/uk/content.yaml", 'strings.header.menu: ""', 'strings.header.menu: "Меню"')
    site, _ = load(place)
    assert site
    assert shown(site, "uk", "header", "menu") == "Меню"
    keys = {entry.key for entry in exporting.catalogue(site, "uk", STATES).entries}
    assert {"strings.header.skip-link", "strings.header.menu"} <= keys
    french = {entry.key for entry in exporting.catalogue(site, "fr", STATES).entries}
    assert not {key for key in french if key.startswith("strings.")}
    (status,) = collect_status(site, ["fr"])
    assert status.units("missing", "outdated", "review") == 0


def test_what_is_said_at_old_addresses_is_to_translate_if_a_page_has_one(place: Path) -> None:
    shutil.copy(project.ROOT / "overrides/moved.html", place / "overrides")
    languages.add(place, "uk")
    assert "strings.moved.title" not in site_of(place).units_by_key
    write(place, "content/redirects.yaml", "redirects:\n  old: areas.md\n")
    assert "strings.moved.title" in site_of(place).units_by_key


def test_a_language_with_them_gets_none_to_translate(place: Path) -> None:
    languages.add(place, "it")
    text = (place / "docs/it/content.yaml").read_text(encoding="utf-8")
    assert "strings." not in text
    site, _ = load(place)
    assert site
    assert shown(site, "it", "header", "menu") == default_strings.texts("it")["header.menu"]


def test_a_site_stays_right_when_languages_with_and_without_them_are_added(place: Path) -> None:
    for tag in ("de", "uk", "it"):
        languages.add(place, tag)
        site = site_of(place)
    assert "strings.header.menu" in site.units_by_key
    assert len({shown(site, tag, "header", "menu") for tag in ("en", "fr", "pt")}) == 1


def test_brazilian_portuguese_does_not_have_those_of_portugal() -> None:
    assert default_strings.texts("pt-PT") == default_strings.texts("pt")
    assert not default_strings.texts("pt-BR")
    assert default_strings.texts("de-AT")
