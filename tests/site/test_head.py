"""Browsers, search engines and social networks learn a page's language, address and name."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from brochure.render import figures
from brochure.site.page_index import NOT_FOUND
from brochure.site.site import Site
from brochure.text import cldr
from brochure.text.phases import owner, with_phase
from tests.site.pages import TAGS, Page, Pages, plain, text_of

SITEMAP = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


def _findable(pages: Pages) -> list[Page]:
    """Return the pages that search engines should find: all but the 404s."""
    return [page for page in pages.values() if page.role != NOT_FOUND]


def _meta(page: Page, name: str) -> str:
    return page.one(f"//meta[@name='{name}' or @property='{name}']/@content")


def _alternates(page: Page) -> dict[str, str]:
    links = page.elements("//link[@rel='alternate'][@hreflang]")
    return {str(link.get("hreflang")): str(link.get("href")) for link in links}


def test_every_page_declares_its_language_and_direction(site: Site, pages: Pages) -> None:
    for page in pages.values():
        assert page.one("/html/@lang") == page.tag
        assert page.one("/html/@dir") == cldr.direction(site.language(page.tag).locale)


def test_every_page_begins_as_html_5_in_utf_8_and_fits_phones(pages: Pages) -> None:
    for page in pages.values():
        assert page.source.startswith("<!doctype html>\n<html ")
        assert page.one("//meta[@charset]/@charset") == "utf-8"
        assert _meta(page, "viewport") == "width=device-width, initial-scale=1"


def test_every_page_names_its_own_full_address_as_canonical(site: Site, pages: Pages) -> None:
    base = site.content.site.url.rstrip("/")
    for page in _findable(pages):
        assert page.one("//link[@rel='canonical']/@href") == base + page.address


def test_every_page_names_all_its_translations_and_they_name_it(site: Site, pages: Pages) -> None:
    base = site.content.site.url.rstrip("/")
    for page in _findable(pages):
        expected = {tag: base + pages[tag, page.name].address for tag in TAGS}
        assert _alternates(page) == expected | {"x-default": expected[TAGS[0]]}


def _in_phase(site: Site, page: Page, part: str) -> str:
    """Return the title or the description of a page in the present phase of requests."""
    source = site.pages[page.tag, page.name]
    return source.metadata(with_phase(part, owner(site.requests.phase, source.phases(part))))


def test_social_networks_get_title_description_address_and_locale(site: Site, pages: Pages) -> None:
    for page in _findable(pages):
        locale = site.language(page.tag).locale
        assert _meta(page, "og:title") == _in_phase(site, page, "title")
        description = _in_phase(site, page, "description")
        assert _meta(page, "og:description") == _meta(page, "description") == description
        assert _meta(page, "og:url") == page.one("//link[@rel='canonical']/@href")
        assert _meta(page, "og:type") == "website"
        assert _meta(page, "og:locale") == locale
        others = page.all("//meta[@property='og:locale:alternate']/@content")
        assert {*others} == {language.locale for language in site.languages} - {locale}


def test_titles_and_descriptions_differ_between_languages(pages: Pages) -> None:
    for place in ("//title/text()", "//meta[@name='description']/@content"):
        for name in {name for _, name in pages}:
            assert len({pages[tag, name].one(place) for tag in TAGS}) == len(TAGS), name


def test_titles_name_the_programme_once(site: Site, pages: Pages) -> None:
    for page in pages.values():
        assert page.one("//title/text()").count(site.content.site.name[page.tag]) == 1


def test_the_sitemap_lists_every_page_with_its_translations_and_nothing_else(
    site: Site, pages: Pages, built_site: Path
) -> None:
    base = site.content.site.url.rstrip("/")
    root = etree.parse(built_site / "sitemap.xml").getroot()
    assert root.tag == f"{{{SITEMAP['s']}}}urlset"
    listed, changed = {}, {}
    for url in root.findall("s:url", SITEMAP):
        links = url.findall("x:link[@rel='alternate']", SITEMAP)
        listed[url.findtext("s:loc", namespaces=SITEMAP)] = {
            link.get("hreflang"): link.get("href") for link in links
        }
        changed[url.findtext("s:loc", namespaces=SITEMAP)] = url.findtext(
            "s:lastmod", None, SITEMAP
        )
    assert len(root.findall("s:url", SITEMAP)) == len(listed), "a page is listed twice"
    assert listed == {base + page.address: _alternates(page) for page in _findable(pages)}
    days = {base + page.address: site.changed(page.name) for page in _findable(pages)}
    assert changed == {address: str(day) if day else None for address, day in days.items()}
    assert any(days.values())


def test_pages_that_bind_say_when_they_were_changed_in_the_readers_language(
    site: Site, pages: Pages
) -> None:
    dated = [page for page in pages.values() if site.changed(page.name)]
    assert {page.role for page in dated} >= {"privacy", "eligibility", "where", "accessibility"}
    for page in dated:
        (day,) = page.elements("//*[@class='changed']/time")
        assert day.get("datetime") == str(site.changed(page.name))
        changed, language = site.changed(page.name), site.language(page.tag)
        assert changed
        assert text_of(day) == plain(figures.date(changed, language))


def test_robots_txt_allows_everything_and_names_the_sitemap(site: Site, built_site: Path) -> None:
    lines = (built_site / "robots.txt").read_text(encoding="utf-8").splitlines()
    assert "User-agent: *" in lines
    assert not [line for line in lines if line.startswith("Disallow: /")]
    assert f"Sitemap: {site.content.site.url}sitemap.xml" in lines


def test_the_site_contains_no_unneeded_file(built_site: Path) -> None:
    files = [path for path in built_site.rglob("*") if path.is_file()]
    kinds = {path.suffix for path in files if path.suffix not in {".gz", ".br"}}
    copies = {path.with_suffix("") for path in files if path.suffix in {".gz", ".br"}}
    assert copies <= set(files)
    assert [path.name for path in files if path.suffix == ".conf"] == [
        path.name for path in built_site.glob("nginx-*.conf")
    ]
    assert kinds <= {
        ".conf",
        ".html",
        ".js",
        ".svg",
        ".xml",
        ".txt",
        ".pdf",
        ".docx",
        ".odt",
        ".woff2",
        ".png",
        ".ico",
        ".json",
        ".pagefind",
        ".pf_meta",
        ".pf_index",
        ".pf_fragment",
    }
