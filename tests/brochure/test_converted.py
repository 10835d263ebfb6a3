"""Links, pictures and sections of a text are those that browsers see, however they are written."""

from __future__ import annotations

import datetime
from dataclasses import replace

import lxml.html
import pytest

from brochure.render.localizer import Localizer
from brochure.render.page_texts import page_view
from brochure.schema import LanguageMap
from brochure.site.site import Site
from brochure.text.markdown import page_converter
from tests.brochure.sites import edit, good_site, loaded, write
from tests.support.pictures import encoded, photograph


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site with a picture, a document, a page and an area that are not shown any more."""
    root = good_site(tmp_path_factory.mktemp("site"))
    for folder in ("images", "files"):
        (root / "docs" / folder).mkdir()
    (root / "docs/images/pier.png").write_bytes(encoded(photograph(80, 50), "PNG"))
    (root / "docs/files/guide.pdf").write_bytes(b"%PDF-1.7\n" + b" " * 1991)
    past = "shown_until: 2020-01-01\n"
    edit(root, "content/areas.yaml", "  - id: training\n", f"  - id: training\n    {past}")
    for tag in ("en", "fr", "pt"):
        page = f"---\ntitle: {tag}\ndescription: {tag}\n{past}---\nGone.\n"
        write(root, f"docs/{tag}/gone.md", page)
    return replace(loaded(root), today=datetime.date(2026, 1, 1)).as_shown()


def _shown(site: Site, html: str, name: str = "areas") -> lxml.html.HtmlElement:
    """Return the prose of a page."""
    localizer = Localizer(site, site.language("fr"), name)
    view = page_view(localizer, site.pages["fr", name], html)
    parts = "".join(f"<section>{one.heading}{one.body}</section>" for one in view.sections)
    return lxml.html.fragment_fromstring(view.lead + parts, create_parent="div")


def _short(site: Site, markdown: str) -> str:
    text = LanguageMap.model_validate({"en": markdown, "fr": markdown})
    return Localizer(site, site.language("fr"), "index").text(text)


@pytest.mark.parametrize(
    "written",
    [
        '<a href="files/guide.pdf">*</a>',
        "<a href=files/guide.pdf>*</a>",
        "<A CLASS=x\nHREF='files/guide.pdf'>*</A>",
        '<a title="a > b" href="files/guide.pdf">*</a>',
        '<a title="href=x" href="files/guide.pdf">*</a>',
        "<a href=\"files/guide.pdf\"><em title='</a>'>*</em></a>",
    ],
)
def test_a_link_to_a_document_leads_there_and_says_its_size(site: Site, written: str) -> None:
    html = page_converter().convert(f"Le {written}, et un mot.")
    (link,) = _shown(site, html).iter("a")
    assert link.get("href") == "../../files/guide.pdf"
    assert link.text_content() == "* (PDF, 2\u00a0ko)"
    assert link.tail == ", et un mot."


def test_a_reference_is_a_link_like_any(site: Site) -> None:
    prose = "Le [guide][g], [l’accueil][a].\n\n[g]: files/guide.pdf#page=2 'a > b'\n[a]: #one"
    guide, other = _shown(site, page_converter().convert(prose)).iter("a")
    assert guide.get("href") == "../../files/guide.pdf#page=2"
    assert guide.get("title") == "a > b"
    assert other.get("href") == "#one"


@pytest.mark.parametrize(
    "written",
    [
        '<img src="images/pier.png" alt="A > B" class="x">',
        "<IMG SRC=images/pier.png ALT='A > B' CLASS=x>",
        '<img title="a > b" alt="A > B" src="images/pier.png" class="x" style="top:0"/>',
        '![A > B](images/pier.png){ class="x" }',
        "![A > B][pier]{: .x }",
    ],
)
def test_a_picture_is_shown_scaled_with_what_its_author_says_of_it(
    site: Site, written: str
) -> None:
    prose = f"Un {written} et un mot.\n\n[pier]: images/pier.png"
    shown = _shown(site, page_converter().convert(prose))
    (image,) = shown.iter("img")
    assert (image.get("alt"), image.get("class"), image.get("style")) == ("A > B", "x", None)
    assert (image.get("width"), image.get("loading")) == ("80", "lazy")
    assert image.get("src", "").startswith("../../images/pier-80.")
    assert shown.text_content() == "Un  et un mot."


@pytest.mark.parametrize(
    "html",
    [
        '<!-- <img src="images/pier.png"> <a href="files/guide.pdf">a</a> <h2>b</h2> -->',
        '<p><code>&lt;img src="images/pier.png"&gt;</code></p>',
        '<p title="<h2>a</h2><img src=images/pier.png><a href=gone.md>">b</p>',
        '<p><a id="a">b</a> <a href="https://example.org/guide.pdf">c</a></p>',
        '<p><img src="images/none.png"><a href="files/none.pdf">a</a></p>',
    ],
)
def test_what_is_none_stays_as_it_is(site: Site, html: str) -> None:
    before = lxml.html.fragment_fromstring(html, create_parent="div")
    assert lxml.html.tostring(_shown(site, html)) == lxml.html.tostring(before)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('<a href="areas.md#protection">*</a>', '<a href="./#protection">*</a>'),
        ('<A HREF="../areas/#training">*</A>', '<a href="../areas/">*</a>'),
        ('<a href="../areas/#protection">*</a>', '<a href="../areas/#protection">*</a>'),
        ('<a href="#training">*</a>', '<a href="#training">*</a>'),
        ('<a href="gone.md">the <b title="</a>">*</b></a>', 'the <b title="&lt;/a&gt;">*</b>'),
        ("<A title='a > b' HREF=gone.md#x>*</A>", "*"),
    ],
)
def test_links_of_a_page_lead_to_what_is_shown(site: Site, written: str, expected: str) -> None:
    shown = lxml.html.tostring(_shown(site, f"<p>{written}</p>"), encoding="unicode")
    assert shown == f"<div><p>{expected}</p></div>"


def test_the_404_page_is_shown_at_any_address(site: Site) -> None:
    html = '<p><a href="../areas/">1</a><A HREF=index.md>2</A><a href="#a">3</a></p>'
    html += '<p><a href="files/guide.pdf">4</a><a href="https://example.org/">5</a></p>'
    assert [link.get("href") for link in _shown(site, html, "404").iter("a")] == [
        *("/areas/", "/fr/", "#a", "/files/guide.pdf", "https://example.org/")
    ]


def test_a_short_text_has_the_same_links_and_pictures(site: Site) -> None:
    written = "`[a](b.md)` [*c*](areas.md) [d](gone.md), [e](files/guide.pdf) <f@example.org>"
    size = '<span class="file">(PDF, 2\u00a0ko)</span>'
    assert _short(site, written) == (
        '<code>[a](b.md)</code> <a href="areas/"><em>c</em></a> d,'
        f' <a href="../files/guide.pdf">e {size}</a>'
        ' <a href="mailto:f@example.org">f@example.org</a>'
    )
    assert '<picture><source type="image/avif"' in _short(site, "![a](images/pier.png)")
    assert _short(site, '<a href="gone.md">') == '&lt;a href="gone.md"&gt;'


def test_an_upper_case_heading_with_a_sign_in_its_attribute_begins_a_section(site: Site) -> None:
    html = '<p>a</p><H2 TITLE="b > c" id=d>E <a href="#f">g</a></H2><p>h</p><div><h2>i</h2></div>'
    view = page_view(Localizer(site, site.language("fr"), "areas"), site.pages["fr", "areas"], html)
    (section,) = view.sections
    assert (section.id, section.title) == ("d", "E g")
    assert section.heading == '<h2 title="b &gt; c" id="d">E <a href="#f">g</a></h2>'
    assert section.body == "<p>h</p><div><h2>i</h2></div>"
