"""At the root, nginx shows a reader who arrives the home page in their language, and forgets it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from brochure.render import nginx as settings
from brochure.schema import Language
from brochure.site.site import Site
from tests.support import nginx
from tests.support.nginx import HOST, Nginx

pytestmark = pytest.mark.server

OURS = ("en", "fr", "pt")
VARIANTS = ("fr", "pt", "pt-BR", "zh-Hant", "ar")


def _site(site: Site, tags: tuple[str, ...], drafts: tuple[str, ...] = ()) -> Site:
    languages = tuple(
        Language(
            tag=tag, locale=tag, order=number, status="draft" if tag in drafts else "published"
        )
        for number, tag in enumerate(tags, 1)
    )
    content = site.content.model_copy(update={"languages": languages})
    return dataclasses.replace(site, content=content)


def _build(folder: Path, site: Site) -> Path:
    """Write a home page in each language, which says which one it is."""
    for tag in site.tags:
        place = folder / site.folder(tag)
        place.mkdir(parents=True)
        (place / "index.html").write_text(f"home in {tag}", encoding="utf-8")
    name, text = settings.settings(site, "/", {})
    (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def ours(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    folder = tmp_path_factory.mktemp("ours")
    built = _build(folder / "site", _site(site, (*OURS, "es"), drafts=("es",)))
    with nginx.running(built, folder / "nginx") as running:
        yield running


@pytest.fixture(scope="module")
def variants(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    folder = tmp_path_factory.mktemp("variants")
    built = _build(folder / "site", _site(site, VARIANTS))
    with nginx.running(built, folder / "nginx") as running:
        yield running


def shown(server: Nginx, accepted: str, **headers: str) -> str:
    """Return the language of the home page that a reader sees who asks for the root."""
    answer = server.get("/", accept_language=accepted, **headers)
    first = "home in "
    if answer.status_code == 302:
        answer = server.get(answer.headers["location"], accept_language=accepted, **headers)
    assert (answer.status_code, answer.text[: len(first)]) == (200, first)
    return answer.text.removeprefix(first)


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("fr", "fr"),
        ("FR", "fr"),
        ("fr-CA", "fr"),
        ("pt-BR,pt;q=0.9,en-US;q=0.8,en;q=0.7", "pt"),
        ("en-US,en;q=0.9,fr;q=0.8", "en"),
        ("de-CH,de;q=0.9,fr;q=0.8,en;q=0.7", "fr"),
        ("de,ja", "en"),
        ("es", "en"),  # a draft
        ("es,pt;q=0.1", "pt"),
        ("en;q=0.5,fr", "fr"),
        ("en;q=0.5, pt;q=0.75, fr;q=0.6", "pt"),
        ("fr;q=0.05", "fr"),
        ("fr;q=0", "en"),
        ("fr;q=0.0, pt;q=0.001", "pt"),
        ("fr ; q=1.0, en", "fr"),
        ("en;q=0.9, fr;q=1.000", "fr"),
        ("*", "en"),
        ("fr;q=0.8, *;q=0.9", "en"),
        ("fr, *;q=0.5", "fr"),
        ("frx, xfr, x-fr", "en"),
        ("fr-", "en"),
        (";q=1,,fr", "fr"),
        ("\x7f\"'$brochure_home", "en"),
    ],
)
def test_who_arrives_at_the_root_sees_the_preferred_language_that_is_published(
    ours: Nginx, accepted: str, language: str
) -> None:
    assert shown(ours, accepted) == language


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("pt-BR", "pt-BR"),
        ("pt-br", "pt-BR"),
        ("pt-PT", "pt"),
        ("pt", "pt"),
        ("zh-Hant-TW", "zh-Hant"),
        ("zh", "zh-Hant"),
        ("zh-TW,en", "zh-Hant"),
        ("ar-MA", "ar"),
        ("en", "fr"),
    ],
)
def test_the_languages_are_those_of_the_site_with_its_variants(
    variants: Nginx, accepted: str, language: str
) -> None:
    assert shown(variants, accepted) == language


def test_the_answer_says_on_what_it_depends_and_leaves_nothing_behind(ours: Nginx) -> None:
    for accepted in ("fr", "en"):
        answer = ours.get("/", accept_language=accepted)
        assert answer.status_code == (302 if accepted == "fr" else 200)
        vary = {name.strip().lower() for name in answer.headers["vary"].split(",")}
        assert vary >= {"accept-language", "referer", "sec-fetch-site"}
        assert answer.headers["cache-control"] == "no-cache"
        assert "set-cookie" not in answer.headers
    assert "accept-language" not in ours.get("/fr/").headers.get("vary", "").lower()


def test_the_search_part_of_the_address_is_kept(ours: Nginx) -> None:
    answer = ours.get("/?source=letter&a=%2F", accept_language="pt")
    assert answer.headers["location"] == "/pt/?source=letter&a=%2F"


@pytest.mark.parametrize(
    "path", ["/fr/", "/pt/", "/index.html", "/en/", "/fr/nothing/", "/robots.txt"]
)
def test_no_other_address_leads_to_another_language(ours: Nginx, path: str) -> None:
    for accepted in ("fr", "pt", "en"):
        assert ours.get(path, accept_language=accepted).status_code in {200, 404}


@pytest.mark.parametrize(
    ("headers", "language"),
    [
        ({"referer": f"https://{HOST}/fr/contact/"}, "en"),
        ({"referer": f"https://{HOST}:8443/fr/"}, "en"),
        ({"referer": f"http://{HOST}/"}, "en"),
        ({"sec_fetch_site": "same-origin"}, "en"),
        ({"referer": "https://search.example/?q=programme"}, "fr"),
        ({"referer": f"https://evil.example/https://{HOST}/"}, "fr"),
        ({"referer": f"https://{HOST}.evil.example/"}, "fr"),
        ({"referer": f"https://x{HOST}/"}, "fr"),
        ({"sec_fetch_site": "cross-site"}, "fr"),
        ({"sec_fetch_site": "none"}, "fr"),
    ],
)
def test_who_comes_from_the_site_itself_gets_the_page_that_was_chosen(
    ours: Nginx, headers: dict[str, str], language: str
) -> None:
    assert shown(ours, "fr", **headers) == language


def test_a_header_as_long_as_nginx_takes_is_answered_at_once(ours: Nginx) -> None:
    for hostile in ("fr-a" * 1_900, "fr-" * 2_000, "en;q=" * 1_400, ",fr;q=0.1x" * 700):
        answer = ours.get("/", accept_language=hostile)
        assert answer.status_code in {200, 302}
        assert answer.elapsed.total_seconds() < 1


def test_a_browser_stays_in_the_language_that_its_reader_chose(
    browser: Browser, server: Nginx
) -> None:
    """From French to the default language by the list, and then again by a reload."""
    context = browser.new_context(locale="fr-FR", ignore_https_errors=True)
    tab, address = context.new_page(), f"https://127.0.0.1:{server.port}/"
    tab.goto(address)
    assert tab.url == f"{address}fr/"
    tab.goto(f"{address}fr/contact/")
    with tab.expect_navigation():
        tab.evaluate("document.querySelector('header .name').click()")
    assert tab.url == f"{address}fr/"
    with tab.expect_navigation():
        tab.evaluate("document.querySelector('[hreflang=en][lang=en]').click()")
    assert tab.url == address
    assert tab.locator("html").get_attribute("lang") == "en"
    tab.reload()
    assert tab.url == address
    assert not context.cookies()
    context.close()
