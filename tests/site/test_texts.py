"""Every text of content/ and docs/ reaches readers; figures have the form of their language."""

from __future__ import annotations

import re

import markdown
import pytest
from lxml import html

from brochure.files.templates import Templates
from brochure.render.localizer import Localizer
from brochure.schema.content import ShownOn
from brochure.site.page_index import HOME
from brochure.site.site import Site
from brochure.text import formatting
from brochure.text.phases import parts
from brochure.text.placeholders import VALUE
from engine.build import make
from tests.site.conftest import States
from tests.site.pages import Pages, plain, split_words, text_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def unused(site: Site, tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, int]]:
    """Return the places (path, line) of the texts that a build names as unused."""
    built = make(site, tmp_path_factory.mktemp("unused") / "site")
    return {(problem.path, problem.line) for problem in built.problems}


def test_every_text_of_content_is_on_a_page_or_reported_as_unused(
    site: Site, tag: str, pages_of_tag: Pages, states: States, unused: set[tuple[str, int]]
) -> None:
    others = [states.pages(state, tag) for state in ("closed", "window-now", "window-ahead")]
    shown = "\n".join(page.words for built in (pages_of_tag, *others) for page in built.values())
    localizer = Localizer(states.content("window-ahead"), site.language(tag), "index")
    lost, elsewhere = [], _shown_elsewhere(site)
    for unit in site.units:
        problem = unit.problem("", "", "", "")
        words = localizer.markdown(unit.texts[tag])
        body = html.fragment_fromstring(str(words), create_parent="p")
        text = text_of(body)
        pieces = VALUE.sub("\0", text).split("\0")
        if not all(plain(piece) in shown for piece in pieces) and not (
            unit.text_key in elsewhere
            or site.is_hidden(unit)
            or (problem.path, problem.line) in unused
        ):
            lost.append(f"{unit.key}: {text}")
    assert not lost, f"{tag}: on no page:\n" + "\n".join(lost)


_PARTIALS = "overrides/partials"
_OTHER_TEMPLATES = ("overrides/intake/", f"{_PARTIALS}/form", f"{_PARTIALS}/translation")


def _shown_elsewhere(site: Site) -> set[str]:
    """Return the keys of texts that people see elsewhere, where other tests look.

    They are the messages and emails of the form, what its receipt and its list of countries say,
    what the desk has for staff, strings that only its templates and the notices on
    translations show, those of news, of pages that moved and of a host without the intake, and the
    glossary, which translators see.
    """
    places: dict[str, set[bool]] = {}
    for use in Templates(site.root / "overrides").strings:
        is_other = use.path.startswith(_OTHER_TEMPLATES)
        places.setdefault(f"strings.{use.group}.{use.id}", set()).add(is_other)
    messages = re.compile(
        r"form\..*\.errors\.|form\.(team_mail|acknowledgement)\.|desk\.|countries\.|glossary\."
        r"|strings\.(news|moved)\.|strings\.form\.by-mail"
    )
    keys = {unit.key for unit in site.units if messages.match(unit.key)}
    keys |= {
        unit.key
        for unit in site.units
        if unit.key.startswith("request.") and unit.shown_on is ShownOn.INTAKE
    }
    return keys | {key for key, of_form in places.items() if of_form == {True}}


def test_a_text_that_a_build_reports_as_unused_is_on_no_page(
    site: Site, pages_of_tag: Pages, tag: str, states: States, unused: set[tuple[str, int]]
) -> None:
    localizer = Localizer(states.content("window-ahead"), site.language(tag), "index")
    for unit in site.units:
        problem = unit.problem("", "", "", "")
        text = plain(str(localizer.markdown(unit.texts[tag])))
        if (problem.path, problem.line) in unused and len(split_words(text)) > 3:
            assert not [str(page) for page in pages_of_tag.values() if text in page.text]


@pytest.mark.soak
def test_the_words_of_every_page_file_are_on_that_page(
    site: Site, states: States, tag: str
) -> None:
    for (_, name), page in states.pages("open", tag).items():
        file, localizer = site.pages[tag, name], Localizer(site, site.language(tag), name)
        # Other tests look at what is said while requests are not open.
        body = "\n\n".join(s.text for s in file.sections if parts(s.id)[1] == "open")
        prose = markdown.markdown(localizer.fill(body), extensions=["attr_list", "tables"])
        wanted = [plain(localizer.fill(file.title)), plain(localizer.fill(file.description))]
        blocks = html.fragment_fromstring(prose, create_parent="div").xpath(".//p|.//li|.//h2")
        wanted += [text_of(block) for block in blocks]
        missing = [words for words in wanted if words not in page.words]
        assert not missing, f"{page} lacks {missing}"


def test_every_country_has_its_name(site: Site, pages_of_tag: Pages, tag: str) -> None:
    eligibility = site.content.eligibility
    assert eligibility
    items = [text_of(item) for item in pages_of_tag[tag, "where"].elements("//main//li")]
    codes = [code for region in eligibility.regions for code in region.countries]
    assert codes
    for code in codes:
        country = Localizer(site, site.language(tag), "where").country(code)
        assert plain(country.marked) in items


def test_past_actions_are_shown_with_all_that_is_known_and_their_source_at_most_six(
    site: Site, pages_of_tag: Pages, tag: str
) -> None:
    actions = site.content.actions
    assert actions
    localizer = Localizer(site, site.language(tag), "where")
    for name, shown in {"where": actions[:6], HOME: actions[:3]}.items():
        page = pages_of_tag[tag, name]
        cards = list(page.elements("//main//ul[contains(@class, 'actions')]/li"))
        assert len(cards) == len(shown)
        for action, card in zip(shown, cards, strict=True):
            texts = [action.place, action.asked_by, action.done, action.result, action.when]
            place = [localizer.country(action.country).marked] if action.country else []
            for text in [*place, *(text[tag] for text in texts if text)]:
                assert plain(text) in text_of(card)
            assert card.xpath(".//a/@href") == [action.source]


def test_the_page_about_areas_shows_the_past_actions_in_them_as_examples(
    site: Site, pages_of_tag: Pages, tag: str
) -> None:
    page = pages_of_tag[tag, "areas"]
    links = page.all("//ul[contains(@class, 'actions')]//a/@href")
    assert links == [action.source for action in site.content.actions if action.area]


def test_figures_link_to_their_source_once(site: Site, pages_of_tag: Pages, tag: str) -> None:
    home = pages_of_tag[tag, HOME]
    sources = {fact.url or "" for fact in site.content.facts if fact.label} - {""}
    links = [link.get("href") or "" for link in home.elements("//section[h2/@id='figures']//a")]
    assert set(links) == sources
    assert links


def test_every_figure_has_the_form_of_its_language_and_the_day_that_it_is_from(
    site: Site, pages_of_tag: Pages, tag: str
) -> None:
    language, home = site.language(tag), pages_of_tag[tag, HOME]
    shown = [fact for fact in site.content.facts if fact.label]
    figures = list(home.elements("//main//dd"))
    assert len(figures) == len(shown) > 0
    for fact, figure in zip(shown, figures, strict=True):
        assert isinstance(fact.value, int)
        number = formatting.number(fact.value, language.locale, language.digits)
        assert number in str(figure.text_content())
        if fact.as_of:
            section = next(e for e in figure.iterancestors() if e.xpath(".//time"))
            assert not {"h1", "main"} & {e.tag for e in section.iter()}, "the date is not beside it"
            days = {e.get("datetime"): text_of(e) for e in section.iter("time")}
            day = formatting.date(fact.as_of, language.locale, language.digits)
            assert days[str(fact.as_of)] == plain(day)


def test_no_number_is_grouped_as_in_another_language(pages_of_tag: Pages, tag: str) -> None:
    wrong = r"\d[ .\u202f]\d{3}\b" if tag == "en" else r"\d[ .,\u202f]\d{3}\b"
    for page in pages_of_tag.values():
        text = " ".join(page.all("//body//text()"))
        assert not re.findall(wrong, text), str(page)
        assert not re.findall(r"\b\d{5,}\b", text), str(page)
