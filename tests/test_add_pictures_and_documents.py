"""guides/add-pictures-and-documents.md: its steps lead to pages with pictures and documents."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from brochure.checks.rules import documents as document_rule
from brochure.checks.rules import files as file_rule
from brochure.checks.rules import images as image_rule
from brochure.files import documents, pictures, svg
from brochure.files.picture_decoder import MAX_PIXELS, MIN_SIDE
from brochure.files.picture_kinds import FORMATS
from brochure.schema import Content, Image, Programme
from engine.build import publish
from tests.engine import project
from tests.support import depth, guides
from tests.support.pictures import encoded, photograph
from tests.translation.commands import done

GUIDE = "add-pictures-and-documents.md"
PAGE, TAGS = "accessibility", ("en", "fr", "pt")
LINE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 9"><path d="M0 4h90"/></svg>'
# What a translator would make of the guide's words.
TRANSLATED = {
    "Boats in a harbour, seen from the hill above it": {
        "fr": "Des bateaux dans un port, vus de la colline qui le domine",
        "pt": "Barcos num porto, vistos da colina que o domina",
    },
    "Guide to the request letter": {
        "fr": "Guide de la lettre de demande",
        "pt": "Guia da carta de solicitação",
    },
}


def _block(heading: str, number: int = 0) -> str:
    """Return what a block of the guide says to write."""
    found = re.findall(
        r"^```\w+\n(.*?)^```$", guides.section(GUIDE, heading), re.MULTILINE | re.DOTALL
    )
    return str(found[number])


def _write_on_the_page(place: Path, markdown: str) -> None:
    """Add a block to a page in each language, translated."""
    for tag in TAGS:
        text = markdown
        for words, translations in TRANSLATED.items():
            text = text.replace(words, translations.get(tag, words))
        file = place / f"docs/{tag}/{PAGE}.md"
        before = file.read_text(encoding="utf-8").rstrip()
        file.write_text(f"{before}\n\n{text.strip()}\n", encoding="utf-8")


def _built(place: Path, *pages: str) -> list[str]:
    """Build the site, in which there are no errors, and return some pages of it."""
    publish(place, place / "site")
    return [(place / "site" / page / "index.html").read_text(encoding="utf-8") for page in pages]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a copy of the project in which somebody has done the first step."""
    copy = project.copy(tmp_path / "project", *project.PARTS, "audit.yaml")
    shared, files = copy / "docs/images", copy / "docs/files"
    french, french_files = copy / "docs/fr/images", copy / "docs/fr/files"
    cells = [
        cell for row in guides.table(GUIDE, "1. Put the file there") for cell in guides.code(row[1])
    ]
    assert cells == ["docs/images/", "images/", "docs/fr/", "docs/files/", "files/"]
    for folder in (shared, french, files, french_files):
        folder.mkdir(parents=True, exist_ok=True)
    (shared / "harbour.jpg").write_bytes(encoded(photograph(800, 500)))
    (french / "harbour.jpg").write_bytes(encoded(photograph(400, 300)))
    (shared / "line.svg").write_text(LINE, encoding="utf-8")
    (files / "guide.pdf").write_bytes(b"%PDF-1.7\n" + b" " * 1_200_000)
    (french_files / "guide.pdf").write_bytes(b"%PDF-1.7\n" + b" " * 1_400_000)
    for name in re.findall(
        r"`((?:map|Thumbs|\.DS)\S+?)`", guides.section(GUIDE, "What can be published")
    ):
        (shared / name).write_bytes(b"left out")
    return copy


@pytest.mark.soak
def test_a_picture_is_shown_on_a_page(place: Path) -> None:
    heading = "2. Show a picture on a page"
    _write_on_the_page(place, _block(heading))
    _write_on_the_page(place, _block(heading, 1))
    english, french = _built(place, PAGE, f"fr/{PAGE}")
    assert 'alt="Boats in a harbour, seen from the hill above it"' in english
    assert re.search(r'line-90\.\w+\.svg" alt=""', english)
    assert 'width="800"' in english
    assert 'alt="Des bateaux dans un port, vus de la colline qui le domine"' in french
    assert 'width="400"' in french
    published = {path.name.partition(".")[0] for path in (place / "site/images").glob("*.*")}
    assert {name.partition("-")[0] for name in published} == {"harbour", "line"}


@pytest.mark.soak
@pytest.mark.parametrize("number", depth.some([0], [0, 1]))
def test_a_picture_is_shown_with_each_record_that_has_a_place_for_it(
    place: Path, number: int
) -> None:
    heading = "3. Show a picture with a record"
    block = _block(heading, number)
    names = [row[0].strip("`") for row in guides.table(GUIDE, heading)]
    assert {Path(name).stem for name in names} == _records_with_a_picture()
    for name in names:
        is_list = name != "content/site.yaml"
        lines = block if is_list else re.sub("^  ", "", block, flags=re.MULTILINE)
        before = "    id:" if is_list else "  contact:"
        file = place / name
        text = file.read_text(encoding="utf-8")
        at = text.index("\n", text.index("- id:")) + 1 if is_list else text.index(before)
        file.write_text(text[:at] + lines + text[at:], encoding="utf-8")
    words = "Barcos num porto, vistos da colina que o domina" if number == 0 else ""
    for page in _built(place, "pt", "pt/areas", "pt/activities"):
        assert re.search(rf'harbour-\S+ alt="{words}"', page)


def _records_with_a_picture() -> set[str]:
    """Return the files of content with a record that may have a picture."""
    found = {"site"} if "image" in Programme.model_fields else set()
    schema = Content.model_json_schema()
    for stem, field in schema["properties"].items():
        records = re.findall(r"#/\$defs/(\w+)", str(field.get("items", "")))
        if any("image" in schema["$defs"][record].get("properties", {}) for record in records):
            found.add(stem)
    return found


@pytest.mark.slow
def test_a_document_is_linked_with_its_kind_and_size(place: Path) -> None:
    _write_on_the_page(place, _block("4. Link to a document"))
    english, french = _built(place, PAGE, f"fr/{PAGE}")
    assert "(PDF, 1.2\u00a0MB)" in english
    assert "(PDF, 1,4\u00a0Mo)" in french
    assert (place / "site/fr/files/guide.pdf").stat().st_size == 1_400_009
    assert not list((place / "site/images").glob("*.*"))


def test_the_check_warns_of_what_nobody_uses(place: Path) -> None:
    warned = re.findall(
        r"^(\S+):1:1: warning: .*\[unused-file\]$", done(place, "check").out, re.MULTILINE
    )
    assert warned == [
        "docs/files/guide.pdf",
        "docs/fr/files/guide.pdf",
        "docs/fr/images/harbour.jpg",
        "docs/images/harbour.jpg",
        "docs/images/line.svg",
    ]


def test_the_limits_are_those_of_the_code() -> None:
    rows = guides.table(GUIDE, "What can be published")
    assert guides.code(rows[0][1]) == [end.removeprefix(".") for end in FORMATS]
    assert guides.code(rows[1][1]) == [end.removeprefix(".") for end in documents.KINDS]
    limits = (pictures.MAX_BYTES, MAX_PIXELS, MIN_SIDE, svg.MAX_BYTES)
    assert [row[1] for row in rows[2:]] == [f"{limit:,}" for limit in limits]


def test_the_rules_are_those_of_the_code() -> None:
    listed = {
        rule for row in guides.table(GUIDE, "What the check says") for rule in guides.code(row[0])
    }
    rules = {
        value
        for rule in (image_rule, document_rule, file_rule)
        for name, value in vars(rule).items()
        if name.isupper() and isinstance(value, str) and re.fullmatch("[a-z]+-[a-z]+", value)
    }
    assert listed == rules


def test_the_record_of_a_picture_has_the_keys_of_the_guide() -> None:
    heading = "3. Show a picture with a record"
    written = re.findall(r"^      (\w+):", _block(heading) + _block(heading, 1), re.MULTILINE)
    assert set(written) == set(Image.model_fields)
