"""Texts, figures and links are localized for one page in one language, on one day."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from brochure.render.localizer import Localizer
from brochure.render.views import View
from brochure.schema import Language, LanguageMap
from brochure.schema.language import Digits
from tests.brochure.sites import CASES, case_site, edit, good, good_site, loaded

SITE = good()


def _localizer(tag: str, page: str, **options: Any) -> Localizer:
    return Localizer(SITE, SITE.language(tag), page, **options)


def _map(**texts: str) -> LanguageMap:
    return LanguageMap.model_validate(texts)


@pytest.mark.parametrize(
    ("tag", "page", "target", "address"),
    [
        ("en", "index", "index", "./"),
        ("en", "index", "areas", "areas/"),
        ("en", "areas", "index", "../"),
        ("en", "areas", "areas", "./"),
        ("en", "areas", "404", "../404.html"),
        ("fr", "index", "index", "./"),
        ("fr", "index", "areas", "areas/"),
        ("fr", "areas", "index", "../"),
        ("fr", "areas", "areas", "./"),
        ("en", "areas", "nowhere", ""),
    ],
)
def test_pages_are_linked_relative_to_where_the_reader_is(
    tag: str, page: str, target: str, address: str
) -> None:
    assert _localizer(tag, page).link(target) == address


@pytest.mark.parametrize(
    ("tag", "base", "address"),
    [
        ("en", "/", "/areas/"),
        ("fr", "/", "/fr/areas/"),
        ("fr", "/sub/path/", "/sub/path/fr/areas/"),
    ],
)
def test_the_404_page_links_from_the_root_since_it_is_shown_at_any_address(
    tag: str, base: str, address: str
) -> None:
    assert _localizer(tag, "404", base=base).link("areas") == address


def test_a_link_may_lead_to_a_heading() -> None:
    assert _localizer("fr", "index").link("areas", "training") == "areas/#training"


def test_links_in_texts_name_files_and_become_addresses_seen_from_the_page() -> None:
    own = "[a](areas.md#training), [b](index.md), [c](#who), [e](404.md)"
    text = _map(en=f"{own}, [d](https://example.org/x)")
    assert _localizer("en", "areas").text(text) == (
        '<a href="./#training">a</a>, <a href="../">b</a>, <a href="./#who">c</a>,'
        ' <a href="../404.html">e</a>, <a href="https://example.org/x">d</a>'
    )
    assert '<a href="/sub/areas/#training">' in _localizer("en", "404", base="/sub/").text(text)


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("en", "Since 2009: 15,000 on 15\u00a0January\u00a02009."),
        ("fr", "Since 2009: 15\u00a0000 on 15\u00a0janvier\u00a02009."),
        ("pt", "Since 2009: 15\u00a0000 on 15\u00a0de\u00a0janeiro\u00a0de\u00a02009."),
    ],
)
def test_placeholders_become_facts_in_the_form_of_the_language(tag: str, text: str) -> None:
    """A year has no separator of thousands; numbers and dates have the language's own."""
    written = "Since {start-year}: {people} on {first-day}."
    assert _localizer(tag, "index").fill(written) == text


@pytest.mark.parametrize(
    ("digits", "text"),
    [
        (None, "۲۰۰۹، ۱۵٬۰۰۰، ۱۵\u00a0ژانویهٔ\u00a0۲۰۰۹"),
        ("latn", "2009، 15,000، 15\u00a0ژانویهٔ\u00a02009"),
    ],
)
def test_facts_have_the_digits_of_the_locale_or_those_that_the_language_states(
    digits: Digits | None, text: str
) -> None:
    language = Language(tag="fa", locale="fa_IR", digits=digits)
    localizer = replace(_localizer("en", "index"), language=language)
    assert localizer.fill("{start-year}، {people}، {first-day}") == text


def test_a_count_is_the_length_of_the_list_and_a_figure_s_day_is_its_own() -> None:
    localizer = _localizer("fr", "index")
    assert localizer.fill("{count-areas}, {count-regions}") == "2, 1"
    assert localizer.fill("{people-as-of}") == "21\u00a0mars\u00a02024"


def test_braces_in_code_are_not_placeholders() -> None:
    localizer = _localizer("en", "index")
    assert localizer.fill("`{any}` {start-year}") == "`{any}` 2009"
    assert localizer.fill("```\n{any}\n```\n") == "```\n{any}\n```\n"
    assert localizer.fill("a\n\n    {any}", is_prose=True) == "a\n\n    {any}"
    assert localizer.fill("a\n\n    {start-year}") == "a\n\n    2009"


def test_a_figure_has_its_qualifier_before_it() -> None:
    localizer = _localizer("fr", "index")
    figures = [localizer.figure(View(fact, localizer.localize)) for fact in SITE.content.facts]
    assert figures[:2] == ["2009", "<small>environ</small> 15\u00a0000"]


def test_countries_are_ordered_as_in_the_language_and_accents_do_not_count() -> None:
    codes = ("ZM", "EG", "SN", "ER", "ES", "ET", "CD", "CG", "CI")
    assert [country.name for country in _localizer("fr", "index").countries(codes)] == [
        "Congo-Brazzaville",
        "Congo-Kinshasa",
        "Côte d’Ivoire",
        "Égypte",
        "Érythrée",
        "Espagne",
        "Éthiopie",
        "Sénégal",
        "Zambie",
    ]


def test_a_localizer_collects_the_texts_that_were_used_and_no_others() -> None:
    localizer = _localizer("en", "index")
    content = View(SITE.content, localizer.localize)
    assert str(content.areas[0].title) == "Protection"
    assert localizer.seen == {("en", "areas.protection.title")}


def test_a_view_gives_what_a_record_has_and_names_with_underscores_for_keys() -> None:
    localizer = _localizer("pt", "index")
    content = View(SITE.content, localizer.localize)
    assert content.strings.header.skip_link == "Ir para o conteúdo"
    assert list(content.strings) == list(SITE.content.strings)
    assert content.areas[0].id == "protection"
    assert content.areas[1].icon is None
    assert content.letter is None
    with pytest.raises(AttributeError):
        _ = content.strings.header.nothing


def test_a_shared_text_stands_wherever_its_name_is_called_with_its_own_figures(
    tmp_path: Path,
) -> None:
    root = good_site(tmp_path)
    (root / "content" / "shared.yaml").write_text(
        "shared: [{id: who, text: {en: 'Anyone, since {start-year}.', fr: Chacun., pt: Todos.}}]",
        encoding="utf-8",
    )
    site = loaded(root)
    localizer = Localizer(site, site.language("en"), "index")
    assert localizer.markdown("Yes. {who} *Now.*") == "Yes. Anyone, since 2009. <em>Now.</em>"
    assert replace(localizer, language=site.language("fr")).fill("{who}") == "Chacun."
    assert ("en", "shared.who.text") in localizer.seen  # a preview renders the page again


def test_a_draft_without_a_shared_text_shows_that_of_the_default_language(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    (root / "content" / "shared.yaml").write_text(
        "shared: [{id: who, text: {en: 'Anyone, since {start-year}.', fr: Chacun.}}]",
        encoding="utf-8",
    )
    edit(root, "content/languages/pt.yaml", "locale: pt_PT", "locale: pt_PT\nstatus: draft")
    site = loaded(root)
    assert Localizer(site, site.language("pt"), "index").fill("{who}") == "Anyone, since 2009."


def test_the_time_for_which_answers_are_stored_is_called_in_months(tmp_path: Path) -> None:
    site = loaded(case_site(tmp_path, CASES / "field-role"))
    assert Localizer(site, site.language("en"), "index").fill("{retention} months") == "12 months"
