"""Another programme, in other languages, is made by other content/ and docs/ and no line of code.

It has no strings.yaml: what stands around its content are the generator's own strings.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from brochure.checks.audit import settings as audit_settings
from brochure.checks.audit.run import audit
from brochure.checks.run import check
from brochure.site import default_strings
from brochure.site.page_index import NOT_FOUND
from brochure.site.site import Site
from brochure.text import cldr, formatting
from brochure.text.spans import hidden
from tests.engine import project
from tests.site.pages import Pages, read, split_words
from tests.support.made_once import made_once
from tests.support.page_checks import assert_fits_and_is_accessible

HERE = Path(__file__).parent
TAGS = ("de", "ar")
BASE = "/wasser"
URL = "https://beispiel.example/wasser"


@pytest.fixture(scope="session")
def programme(shared_folder: Path) -> Path:
    """Return the second programme's project, built into ``site/`` once for all workers."""

    def build(place: Path) -> None:
        project.copy(place, "overrides", "mkdocs.yml")
        for folder in ("content", "docs"):
            project.copy_folder(HERE / folder, place / folder)
        project.brochure(place, "note", "--start", "ar")
        done = project.brochure(place, "build")
        (place / "output").write_text(f"{done.returncode}\n{done.stdout}{done.stderr}")

    return made_once(shared_folder / "second-programme", build)


@pytest.fixture(scope="session")
def second(programme: Path) -> Site:
    """Return its content."""
    site, _ = check(programme)
    assert site
    return site


@pytest.fixture(scope="session")
def pages(programme: Path, second: Site) -> Pages:
    """Return its built pages."""
    return read(second, programme / "site")


@pytest.fixture(scope="session")
def served(serve_folder: Callable[[Path], str], programme: Path) -> str:
    """Return the address at which it is served."""
    return serve_folder(programme / "site")


def test_it_builds_without_a_problem_or_a_warning(programme: Path) -> None:
    output = (programme / "output").read_text()
    assert output.startswith("0\n12 pages in 2 languages built in "), output


def test_the_audit_finds_no_problem_on_its_pages(programme: Path) -> None:
    settings = audit_settings.read(project.ROOT / audit_settings.NAME, audit_settings.NAME)
    assert audit(programme / "site", settings=settings) == []


def test_it_uses_the_first_programmes_templates_and_code_unchanged(programme: Path) -> None:
    for part in ("overrides", "scripts"):
        first_files, second_files = (
            project.contents(place / part) for place in (programme, project.ROOT)
        )
        assert {name: second_files[name] for name in first_files} == first_files


def test_its_default_language_is_at_the_root_and_the_other_in_its_folder(pages: Pages) -> None:
    assert pages["de", "areas"].address == "/areas/"
    assert pages["ar", "areas"].address == "/ar/areas/"
    for (tag, _), page in pages.items():
        assert page.one("/html/@lang") == tag
        assert page.one("/html/@dir") == {"de": "ltr", "ar": "rtl"}[tag]
        assert page.one("/html/@data-digits") == {"de": "latn", "ar": "arab"}[tag]


def test_its_pages_name_their_addresses_and_translations_on_its_own_host(pages: Pages) -> None:
    for (tag, name), page in pages.items():
        if page.role == NOT_FOUND:
            continue
        expected = {other: URL + pages[other, name].address for other in TAGS}
        links = page.elements("//link[@rel='alternate']")
        found = {link.get("hreflang"): link.get("href") for link in links}
        assert found == expected | {"x-default": expected["de"]}
        assert page.one("//link[@rel='canonical']/@href") == expected[tag]
        assert (
            page.one("//meta[@property='og:locale']/@content")
            == {"de": "de_DE", "ar": "ar_EG"}[tag]
        )


def test_its_404_page_links_below_its_own_path(pages: Pages) -> None:
    for tag in TAGS:
        addresses = pages[tag, NOT_FOUND].all("//@href")
        assert all(a.startswith((f"{BASE}/", "#", "https://", "mailto:")) for a in addresses)


def test_every_word_on_its_pages_is_its_own_or_of_cldr(second: Site, pages: Pages) -> None:
    own = {tag: _words(second, tag) for tag in TAGS}
    for (tag, _), page in pages.items():
        allowed = own["de"] | own["ar"] if page.role == NOT_FOUND else own[tag]
        assert not split_words(page.words) - allowed, str(page)


def _words(site: Site, tag: str) -> set[str]:
    """Return the words that may be on pages in a language, and those that all share."""
    programme = site.content.site
    texts = [hidden(segment.text) for segment in site.segments(tag)]
    texts += default_strings.texts(tag).values()
    texts += [cldr.own_name(other) for other in TAGS]
    texts += [programme.contact.email, *(profile.name for profile in programme.profiles)]
    days = [fact.as_of for fact in site.content.facts if fact.as_of]
    texts += [formatting.date(day, site.language(tag).locale) for day in days]
    return split_words("\n".join(texts))


def test_nothing_of_the_first_programme_is_left(programme: Path) -> None:
    for name, content in project.contents(programme / "site").items():
        for word in (b"mieux", b"icmpd", b"migration", b"european-union.svg", b"#003399"):
            assert word not in content.lower(), name


def test_figures_have_the_form_of_its_languages(pages: Pages) -> None:
    assert "1.250" in pages["de", "index"].text
    assert "1. Mai 2025" in pages["de", "index"].text
    assert "١٬٢٥٠" in pages["ar", "index"].text
    assert "١ مايو ٢٠٢٥" in pages["ar", "index"].text


def test_a_page_that_only_it_has_is_shown_with_its_heading(pages: Pages) -> None:
    for tag in TAGS:
        assert "who" in pages[tag, "team"].ids
        assert {"de": "2011", "ar": "٢٠١١"}[tag] in pages[tag, "team"].text


@pytest.mark.soak
@pytest.mark.parametrize("tag", TAGS)
def test_its_pages_fit_every_screen_in_both_directions_and_axe_finds_no_violation(
    browser: Browser, axe_source: str, served: str, pages: Pages, tag: str
) -> None:
    tab = browser.new_page()
    for page in pages.values():
        if page.tag == tag and page.role != NOT_FOUND:  # its links begin below the site's path
            tab.goto(served + page.address)
            assert_fits_and_is_accessible(tab, axe_source, str(page))
    tab.close()
