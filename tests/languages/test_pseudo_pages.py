"""In pseudo-languages every word of every page has gone through a translation, and all fits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml import html
from lxml.html import HtmlElement
from playwright.sync_api import Page as Tab

from brochure.render.environment import host
from brochure.site import form_answers
from brochure.site.site import Site
from brochure.text import cldr
from brochure.text.pseudo import PSEUDO
from brochure.translation import languages
from tests.engine import project
from tests.intake.pages import every_page
from tests.languages.sites import Built, BuiltSites, in_other_language, texts
from tests.site.test_browser import OVERFLOW
from tests.support import depth
from tests.support.pseudo import is_pseudo

pytestmark = pytest.mark.slow

TAGS = depth.some(sorted(PSEUDO)[-1:], sorted(PSEUDO))
# Attributes that people read or hear; those of the form are shown by its script.
SPOKEN = (
    "//@title | //@alt | //@aria-label | //@aria-description | //@placeholder"
    " | //meta[@name='description' or @property='og:title' or @property='og:description']/@content"
    " | //@data-left | //@data-over | //@data-saved | //@data-restored | //@data-deleted"
    " | //@data-failed"
)
# Nobody translates addresses, nor what is filled in later.
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+|https?://\S+|(www\.)[\w./-]+|\{\$\w+\}")
REASONS = ("too-large", "unreadable", "other-site", "closed", "too-many", "unavailable")


@pytest.fixture(scope="session")
def pseudo(built_sites: BuiltSites) -> Built:
    """Return the project with the pseudo-languages of this run."""
    return built_sites.build("pseudo", add)


def add(place: Path) -> None:
    """Add the pseudo-languages."""
    for tag in TAGS:
        languages.add(place, tag)


def names(site: Site, tag: str) -> frozenset[str]:
    """Return what the data marks as names, hosts, and languages' own names in the form."""
    profiles = site.content.site.profiles
    found = {name for profile in profiles for name in (profile.network, profile.name)}
    website = site.content.site.contact.website or ""
    found.add(website.removeprefix("https://").strip("/"))
    sources = [fact.source for fact in site.content.facts]
    sources += [action.source for action in site.content.actions]
    found |= {host(address) for address in sources if address}
    found |= {cldr.own_name(other) for other in site.tags if other != tag}
    # CLDR's word between the answers that make a question necessary.
    found.add(cldr.alternatives(["1", "2"], site.language(tag).locale).strip("12 "))
    # Kinds of files, and CLDR's words for times of a day.
    return frozenset(found | {"PDF", "DOCX", "ODT", "AM", "PM", "ص", "م", "CET"})


def untranslated(root: HtmlElement, tag: str, known: frozenset[str]) -> list[str]:
    """Return the words of a page that went through no translation; people have typed xxx."""
    shown = [text for e, text in texts(root, whole=True) if not in_other_language(e, tag)]
    shown += [str(text) for text in root.xpath(SPOKEN)]
    return [
        word
        for text in shown
        if text.strip() not in known
        for word in ADDRESS.sub(" ", text).split()
        if word.strip("⟧\u2068\u2069") not in known and word.strip("x") and not is_pseudo(word, tag)
    ]


def of_intake(site: Site, tag: str) -> Iterator[tuple[str, str]]:
    """Yield the pages of the intake, each with a name; what is typed in has no letters."""
    form = site.content.form
    assert form
    fields = form_answers.fields(form)
    typed = {f.id: form_answers.values(site, f)[:2] or ("12 345",) for f in fields}
    yield from every_page(site, tag, typed)


@pytest.mark.soak
def test_the_commands_add_both_languages_and_build_them(drafted: Built, tmp_path: Path) -> None:
    place = tmp_path / "project"
    project.copy_folder(drafted.place, place)
    results = [project.brochure(place, "add-language", tag) for tag in TAGS]
    results.append(project.brochure(place, "build", "--drafts"))
    assert [done.stderr for done in results if done.returncode] == []


@pytest.mark.parametrize("tag", TAGS)
def test_every_word_of_every_page_has_gone_through_a_translation(pseudo: Built, tag: str) -> None:
    known = names(pseudo.site, tag)
    pages = pseudo.of(tag)
    assert len(pages) == len(pseudo.site.page_names)
    found = {str(page): untranslated(page.root, tag, known) for page in pages.values()}
    assert {page: words for page, words in found.items() if words} == {}


@pytest.mark.parametrize("tag", TAGS)
def test_every_word_of_the_intakes_pages_has_gone_through_a_translation(
    pseudo: Built, tag: str
) -> None:
    known = names(pseudo.site, tag)
    found = {
        name: untranslated(html.document_fromstring(page), tag, known)
        for name, page in of_intake(pseudo.site, tag)
    }
    assert len(found) > 50  # in every state
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.soak
def test_a_word_in_a_template_is_found_with_its_page(built_sites: BuiltSites) -> None:
    def change(place: Path) -> None:
        add(place)
        block, areas = "{% block content %}", place / "overrides/pages/areas.html"
        project.edit(areas, block, f'{block}<p title="Hint">Hello</p>')
        skip = "{{ strings.header.menu }}</button>"
        project.edit(place / "overrides/partials/header.html", skip, f"{skip}<b>Oops</b>")

    built = built_sites.build("pseudo-hard-coded", change)
    for tag in TAGS:
        known = names(built.site, tag)
        for (_, name), page in built.of(tag).items():
            wanted = ["Oops", "Hello", "Hint"] if name == "areas" else ["Oops"]
            assert untranslated(page.root, tag, known) == wanted, str(page)


@pytest.mark.soak
@pytest.mark.parametrize("tag", TAGS)
def test_no_page_of_a_pseudo_language_scrolls_sideways_on_a_phone(
    pseudo: Built, show: Callable[[Built], Tab], tag: str
) -> None:
    tab, wide = show(pseudo), {}
    tab.set_viewport_size({"width": 360, "height": 640})
    for page in pseudo.of(tag).values():
        tab.goto(page.address)
        if out := tab.evaluate(OVERFLOW):
            wide[str(page)] = out
    assert wide == {}
