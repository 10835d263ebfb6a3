"""Pictures and documents on pages: published as pages use them, and nothing else of ``docs/``."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html

from brochure.checks.audit import settings
from brochure.checks.audit.run import audit
from brochure.site.loader import load
from engine.build import make, publish
from engine.preview_build import PreviewBuilder
from tests.engine import project
from tests.engine.preview import Preview
from tests.support import texts
from tests.support.pictures import decoded, encoded, noted, photograph

pytestmark = pytest.mark.slow  # each builds the project's site
PAGE = "contact"
URL = "http://127.0.0.1:8000/"
# What lies beside pages on people's computers.
LEFT_OUT = (
    *("images/harbour.psd", "en/areas.md~", "en/areas.bak", "letter.docx", ".DS_Store"),
    *("images/Thumbs.db", "en/~$letter.docx", "images/.harbour.jpg", "files/figures.xlsx"),
)


def _write(place: Path, name: str, data: bytes) -> None:
    (place / name).parent.mkdir(parents=True, exist_ok=True)
    (place / name).write_bytes(data)


def _add(
    place: Path, markdown: str, tags: tuple[str, ...] = ("en", "fr", "pt", "es", "ar")
) -> None:
    """Add a line to a page in each language; ``TAG`` in it stands for the language."""
    for tag in tags:
        file = place / f"docs/{tag}/{PAGE}.md"
        text = file.read_text(encoding="utf-8").rstrip()
        file.write_text(f"{text}\n\n{markdown.replace('TAG', tag)}\n", encoding="utf-8")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a small project with a photograph and a guide in it, which no page uses."""
    return _with_files(project.small(tmp_path / "project", "es", "ar"))


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """Return the same of the whole project, which has records of every kind."""
    return _with_files(project.copy(tmp_path / "project", *project.PARTS, "audit.yaml"))


def _with_files(place: Path) -> Path:
    _write(place, "docs/images/Harbour at noon.JPG", encoded(photograph(900, 600), exif=noted(6)))
    _write(place, "docs/files/guide.pdf", b"%PDF-1.7\n" + b" " * 1_234_000)
    for name in LEFT_OUT:
        _write(place, f"docs/{name}", b"kept for later")
    return place


def _published(place: Path) -> set[str]:
    """Return the files of the built site besides its pages and those of every site."""
    site = place / "site"
    names = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    of_all = re.compile(
        r".*\.(html|gz|br)$|assets/|sitemap\.xml|robots\.txt|nginx-\w+\.conf"
        r"|images/cards/|favicon\.ico|apple-touch-icon\.png|\.well-known/"
    )
    return {name for name in names if not of_all.match(name)}


def _elements(place: Path, page: str, path: str) -> list[html.HtmlElement]:
    root = html.fromstring((place / "site" / page / "index.html").read_text(encoding="utf-8"))
    return list(root.xpath(path))


def test_what_no_page_uses_is_not_published(copy: Path) -> None:
    publish(copy, copy / "site")
    assert _published(copy) == set()


def test_a_picture_of_a_page_is_published_scaled_upright_and_without_notes(copy: Path) -> None:
    _add(copy, "![View in TAG](<images/Harbour at noon.JPG>)")
    publish(copy, copy / "site")
    published = sorted(_published(copy))
    assert [re.sub(r"\.[0-9a-f]{8}\.", ".", name) for name in published] == [
        "images/harbour-at-noon-360.avif",
        "images/harbour-at-noon-600.avif",
        "images/harbour-at-noon-600.jpg",
    ]
    for name in published:
        data = (copy / "site" / name).read_bytes()
        assert not dict(decoded(data).getexif())
    for page, tag in ((PAGE, "en"), (f"fr/{PAGE}", "fr")):
        (image,) = _elements(copy, page, "//main//picture//img")
        assert image.get("alt") == f"View in {tag}"
        assert (image.get("width"), image.get("height")) == ("600", "900")
        assert image.get("loading") == "lazy"
        (source,) = _elements(copy, page, "//main//picture/source")
        assert source.get("type") == "image/avif"
        assert re.findall(r"\S+ (\d+)w", source.get("srcset", "")) == ["360", "600"]
        assert source.get("sizes")
        file = copy / "site" / page / image.get("src", "")
        assert decoded(file.resolve().read_bytes()).size == (600, 900)


@pytest.mark.soak
def test_a_language_shows_its_own_picture_and_links_to_its_own_document(copy: Path) -> None:
    _write(copy, "docs/fr/images/map.png", encoded(photograph(120, 90), "PNG"))
    _write(copy, "docs/images/map.png", encoded(photograph(100, 90), "PNG"))
    _write(copy, "docs/fr/files/guide.pdf", b"%PDF-1.7\n")
    _add(copy, "![Map in TAG](images/map.png)\n\n[Guide in TAG](files/guide.pdf#page=2)")
    publish(copy, copy / "site", drafts=True)
    widths = {
        tag: _elements(copy, f"{tag}/{PAGE}", "//main//img")[0].get("width") for tag in ("fr", "ar")
    }
    assert widths == {"fr": "120", "ar": "100"}
    assert {name for name in _published(copy) if "guide" in name} == {
        "files/guide.pdf",
        "fr/files/guide.pdf",
    }
    (link,) = _elements(copy, f"fr/{PAGE}", "//a[contains(., 'Guide')]")
    assert link.get("href") == "../files/guide.pdf#page=2"


def test_a_document_is_linked_with_its_kind_and_size_as_the_language_writes_them(
    copy: Path,
) -> None:
    _add(copy, "[Guide in TAG](files/guide.pdf)")
    publish(copy, copy / "site", drafts=True)
    texts = {}
    for tag, page in (("en", PAGE), *((tag, f"{tag}/{PAGE}") for tag in ("fr", "pt", "ar"))):
        (link,) = _elements(copy, page, "//a[contains(., 'Guide')]")
        texts[tag] = " ".join(re.sub("[\u2066-\u2069]", "", link.text_content()).split())
    assert texts == {
        "en": "Guide in en (PDF, 1.2 MB)",
        "fr": "Guide in fr (PDF, 1,2 Mo)",
        "pt": "Guide in pt (PDF, 1,2 MB)",
        "ar": "Guide in ar (PDF، 1.2 م.ب)",
    }
    assert (copy / "site/files/guide.pdf").stat().st_size == 1_234_009


def test_a_document_may_have_any_name(copy: Path) -> None:
    name = "files/Guía del año (1) & más.pdf"
    _write(copy, f"docs/{name}", b"%PDF-1.7\n")
    _add(copy, f"[Guide in TAG](<{name}>)")
    publish(copy, copy / "site")
    (link,) = _elements(copy, PAGE, "//a[contains(., 'Guide')]")
    assert link.get("href") == "../files/Gu%C3%ADa%20del%20a%C3%B1o%20%281%29%20%26%20m%C3%A1s.pdf"
    assert _published(copy) == {name}


def _with_pictures_in_records(place: Path) -> None:
    spoken = '{file: "images/Harbour at noon.JPG", alt: {en: A pier, fr: Un quai, pt: Um cais}}'
    silent = '{file: "images/Harbour at noon.JPG", decorative: true}'
    project.edit(place / "content/site.yaml", "  contact:", f"  image: {spoken}\n  contact:")
    project.edit(place / "content/areas.yaml", "    topics:", f"    image: {spoken}\n    topics:")
    project.edit(
        place / "content/activities.yaml", "    examples:", f"    image: {silent}\n    examples:"
    )
    project.edit(
        place / "content/testimonials.yaml", "    author:", f"    image: {silent}\n    author:"
    )


def test_records_show_their_pictures_and_that_of_home_is_loaded_at_once(whole: Path) -> None:
    _with_pictures_in_records(whole)
    publish(whole, whole / "site")
    top, *others = _elements(whole, "fr", "//main//img")
    assert (top.get("alt"), top.get("loading"), top.get("fetchpriority")) == (
        "Un quai",
        None,
        "high",
    )
    assert [image.get("alt") for image in others] == [""]
    for page, alternative in (("pt/areas", "Um cais"), ("pt/activities", "")):
        (image,) = _elements(whole, page, "//main//img")
        assert (image.get("alt"), image.get("loading")) == (alternative, "lazy")
    (shared,) = _elements(whole, "fr", "//meta[@property='og:image']")
    address = shared.get("content", "").removeprefix(texts.loaded(whole).content.site.url)
    assert (whole / "site" / address).is_file()


@pytest.mark.soak
def test_the_audit_finds_nothing_wrong_with_pictures_and_documents(whole: Path) -> None:
    _with_pictures_in_records(whole)
    _add(whole, "![View in TAG](<images/Harbour at noon.JPG>) [Guide in TAG](files/guide.pdf)")
    publish(whole, whole / "site")
    found = audit(whole / "site", settings=settings.of(whole))
    about = {"budget", "alternative-text", "missing-resource", "unused-file", "open-graph"}
    about |= {"content-security-policy"}
    assert [problem for problem in found if problem.rule in about] == []
    assert not [problem for problem in found if re.search("images/|files/", problem.message)]


@pytest.mark.soak
def test_what_a_template_leaves_out_is_not_published(copy: Path) -> None:
    _add(copy, "## More {#more}\n\n[Guide in TAG](files/guide.pdf)")
    publish(copy, copy / "site")
    assert _published(copy) == {"files/guide.pdf"}
    template = '{% extends "main.html" %}{% block prose %}{% endblock %}'
    (copy / f"overrides/pages/{PAGE}.html").write_text(template, encoding="utf-8")
    publish(copy, copy / "site")
    assert _published(copy) == set()


@pytest.mark.soak
def test_what_a_page_says_only_while_requests_are_closed_is_published_then(copy: Path) -> None:
    project.set_requests(copy, "open")
    _add(copy, "## More {#more}\n\nMore in TAG.\n\n{closed}\n\n[Guide in TAG](files/guide.pdf)")
    publish(copy, copy / "site")
    assert _published(copy) == set()
    project.set_requests(copy, "closed")
    publish(copy, copy / "site")
    assert _published(copy) == {"files/guide.pdf"}


@pytest.mark.soak
def test_a_draft_shows_what_it_lacks_with_the_picture_of_the_default_language(copy: Path) -> None:
    _write(copy, "docs/en/images/map.png", encoded(photograph(120, 90), "PNG"))
    added = "## Map {#map}\n\n![Map in TAG](images/map.png)"
    _add(copy, added, ("en",))
    for tag in ("fr", "pt"):
        _write(copy, f"docs/{tag}/images/map.png", encoded(photograph(100, 90), "PNG"))
        _add(copy, added, (tag,))
    publish(copy, copy / "site", drafts=True)
    (image,) = _elements(copy, f"es/{PAGE}", "//div[@lang='en']//img")
    assert image.get("width") == "120"


@pytest.mark.soak
def test_a_build_whose_pictures_are_known_makes_none_again(
    whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_pictures_in_records(whole)
    publish(whole, whole / "site")
    before = project.contents(whole / "site")
    monkeypatch.setattr("PIL.Image.Image.resize", None)
    publish(whole, whole / "site")
    assert project.contents(whole / "site") == before


@pytest.mark.soak
def test_a_preview_has_the_pictures_that_its_pages_have_now(copy: Path) -> None:
    def build() -> set[str]:
        site, _ = load(copy)
        assert site
        builder.build(site.without_drafts())
        built = builder.finish()
        assert built
        files = (built.folder / folder for folder in ("images", "files"))
        return {path.name for folder in files for path in folder.glob("*")}

    work = copy.parent / "work"
    work.mkdir()
    builder = PreviewBuilder(work, URL)
    tags = ("en", "fr", "pt")
    assert build() == set()
    _add(copy, "[Guide in TAG](files/guide.pdf)", tags)
    assert build() == {"guide.pdf"}
    for tag in tags:
        file = copy / f"docs/{tag}/{PAGE}.md"
        project.edit(file, f"[Guide in {tag}](files/guide.pdf)", f"![A {tag}](images/map.png)")
    _write(copy, "docs/images/map.png", encoded(photograph(120, 90), "PNG"))
    first = build()
    assert len(first) == 2
    _write(copy, "docs/images/map.png", encoded(photograph(110, 90), "PNG"))
    assert not first & build()


@pytest.mark.soak
@pytest.mark.server
def test_a_running_preview_shows_a_picture_that_is_added_and_replaced(running: Preview) -> None:
    place = running.place
    _write(place, "docs/images/map.svg", _drawing(30))
    _add(place, "![Map in TAG](images/map.svg)", ("en", "fr", "pt"))
    running.shows(f"/{PAGE}/", 'width="30"')
    _write(place, "docs/images/map.svg", _drawing(31))
    running.shows(f"/{PAGE}/", 'width="31"')
    address = re.search(r'<img src="\.\.(/images/map-31[^"]+)"', running.get(f"/{PAGE}/")[1])
    assert address
    assert running.get(address[1]) == (200, _drawing(31).decode())
    _write(place, "docs/images/map.svg", b"<svg/>")
    running.wait_for("is not an SVG for browsers")
    assert running.get(address[1])[0] == 200


def _drawing(width: int) -> bytes:
    start = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} 20">'
    return f'{start}<path d="M0 0h9v9z"/></svg>'.encode()


def test_a_document_that_only_the_receipt_links_to_is_published(copy: Path) -> None:
    """The receipt is a page of the intake, which no build makes."""
    file = copy / "content/form.yaml"
    text = file.read_text(encoding="utf-8")
    edited, found = re.subn(
        r"(?m)^( +)(en|fr|pt): (.*)$",
        lambda match: f'{match[1]}{match[2]}: "[Guide in {match[2]}](files/guide.pdf)"',
        text[text.index("    subject:") :],
        count=3,
    )
    assert found == 3
    file.write_text(text[: text.index("    subject:")] + edited, encoding="utf-8")
    site, _ = load(copy)
    assert site
    make(site.without_drafts(), copy / "site")
    assert _published(copy) == {"files/guide.pdf"}
