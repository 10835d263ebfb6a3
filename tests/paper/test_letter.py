"""The letter opens where people write, shows its places, and says what was typed as it is."""

from __future__ import annotations

import functools
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import odfdo
import pikepdf
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from brochure.render.paper import letter, letter_files, typed
from brochure.render.paper.words import Words, site_texts
from brochure.schema.letter import LetterFrame
from brochure.site.form_answers import Answers
from brochure.site.site import Site
from brochure.text.entered import clean
from tests.paper import reading
from tests.support import depth, libreoffice, texts

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OF_ANSWERS = {"strings.receipt.reference", "strings.receipt.codes"}
LANGUAGES = ("en", "fr", "pt", "es", "ar")
HOSTILE = (
    "'\"<b>&amp; #eval(1) #{x} $x$ \\ @a `c` *b* _i_ {{ 7*7 }} {% raw %} {PAGE} « — »",
    "عربي and Latin 123 عربي",
    "x" * 3000,
    "გიორგი 中文 😀👩🏽‍🚀 \u202eabc",
)


def frame(site: Site) -> LetterFrame:
    """Return what stands around the letter's parts."""
    assert site.content.letter
    assert site.content.letter.frame
    return site.content.letter.frame


def data(site: Site, tag: str, answers: Answers | None = None) -> dict[str, Any]:
    """Return what a letter says."""
    reference = "MX-7K4Q-92TD" if answers is not None else ""
    return letter.data(Words(site, tag), frame(site), answers, reference)


@functools.cache
def some_areas() -> tuple[str, ...]:
    """Return the ids of two areas."""
    return tuple(area.id for area in texts.loaded(Path(__file__).parents[2]).content.areas[:2])


def answers(need: str) -> Answers:
    """Return answers to the form, with one text in most of them."""
    typed = ("institution", "need", "contact-person", "country-not-listed")
    return {
        **dict.fromkeys(typed, (need,)),
        "other-institutions": ("First\nSecond",),
        "country": ("not-listed",),
        "areas": some_areas(),
        "email": ("name@example.org",),
        "telephone": ("+32 2 123",),
        "letter-addressee": ("eu-delegation",),
    }


def xml(package: bytes, name: str) -> etree._Element:
    """Return a file of a package."""
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(package)).read(name))


def lines(package: bytes, kind: str) -> list[str]:
    """Return the paragraphs of a letter, as the programs' own libraries read them."""
    if kind == "docx":
        paragraphs = xml(package, "word/document.xml").iter(f"{W}p")
        return ["".join(p.itertext(f"{W}t")) for p in paragraphs]
    body = odfdo.Document(io.BytesIO(package)).body
    return [paragraph.inner_text for paragraph in body.get_elements("//text:p | //text:h")]


def expected(given_data: dict[str, Any]) -> Iterator[str]:
    """Yield what a letter to fill in says above its foot: labels, or else the text of a part."""
    for name in ("title", "salutation", "request", "closing", "signature", "joint"):
        yield given_data[name]["text"]
    for part in given_data["parts"]:
        yield part["title"]["text"]
        yield from (place["label"] for place in part["places"] if place["is_labelled"])
        if not any(place["is_labelled"] for place in part["places"]):
            yield part["text"]["text"]


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_a_letter_to_write_in_opens_and_says_all_its_parts(site: Site, tag: str, kind: str) -> None:
    given_data = data(site, tag)
    package = letter_files.MAKERS[kind](site.root, given_data)
    assert len(package) <= 40_000
    assert package == letter_files.MAKERS[kind](site.root, given_data)
    shown = reading.plain("\n".join(lines(package, kind)))
    for text in expected(given_data):
        assert reading.plain(text) in shown
    if kind == "docx":
        opened = docx.Document(io.BytesIO(package))
        assert opened.core_properties.title == given_data["title"]["text"]
        assert _footer(site, tag) in reading.plain(opened.sections[0].footer.paragraphs[0].text)


def _footer(site: Site, tag: str) -> str:
    return reading.plain(data(site, tag)["proposal"]["text"])


@pytest.mark.parametrize("tag", LANGUAGES)
def test_places_are_titled_controls_that_protect_nothing(site: Site, tag: str) -> None:
    package = letter_files.docx(site.root, data(site, tag))
    document = xml(package, "word/document.xml")
    places = frame(site).places
    once = [place for place in places if place.part != frame(site).signature]
    controls = list(document.iter(f"{W}sdt"))
    signers = len(data(site, tag)["signatures"])
    assert len(controls) == 1 + len(once) + signers * (len(places) - len(once))
    assert all(c.find(f"{W}sdtPr/{W}alias").get(f"{W}val") for c in controls)  # type: ignore[union-attr]
    numbers = [c.find(f"{W}sdtPr/{W}id").get(f"{W}val") for c in controls]  # type: ignore[union-attr]
    assert len(set(numbers)) == len(controls)
    settings = zipfile.ZipFile(io.BytesIO(package)).read("word/settings.xml")
    assert b"documentProtection" not in settings
    assert b"w:lock" not in etree.tostring(document)


@pytest.mark.parametrize("tag", ["fr", "ar"])
def test_looks_are_styles_and_directions_are_said_of_paragraphs_and_runs(
    site: Site, tag: str
) -> None:
    package = letter_files.docx(site.root, data(site, tag))
    document, styles = xml(package, "word/document.xml"), xml(package, "word/styles.xml")
    formatting = {f"{W}{name}" for name in ("b", "sz", "jc", "color", "spacing", "ind", "rFonts")}
    assert not {element.tag for element in document.iter()} & formatting
    known = {style.get(f"{W}styleId") for style in styles.iter(f"{W}style")}
    used = {e.get(f"{W}val") for e in document.iter(f"{W}pStyle", f"{W}rStyle")}
    assert used <= known
    is_rtl = tag == "ar"
    assert (styles.find(f"{W}style/{W}pPr/{W}bidi") is not None) == is_rtl
    assert (document.find(f".//{W}sectPr/{W}bidi") is not None) == is_rtl
    for run in document.iter(f"{W}r"):
        text = "".join(run.itertext(f"{W}t"))
        if any(unicodedata.bidirectional(c) == "AL" for c in text):
            assert run.find(f"{W}rPr/{W}rtl") is not None
        if "MIEUX" in text:
            assert run.find(f"{W}rPr/{W}rtl") is None


@pytest.mark.slow
@pytest.mark.parametrize("tag", depth.some(("fr",), LANGUAGES))
def test_libreoffice_opens_both_and_reads_the_same(site: Site, tmp_path: Path, tag: str) -> None:
    files = []
    for name, given_answers in (("empty", None), ("filled", answers(HOSTILE[0]))):
        for kind in ("docx", "odt"):
            files.append(tmp_path / f"{name}-{kind}.{kind}")
            made = letter_files.MAKERS[kind](site.root, data(site, tag, given_answers))
            files[-1].write_bytes(made)
    texts = [
        reading.plain(re.sub(r"[<>\[\]]", "", file.read_text("utf-8")))
        for file in libreoffice.convert(tmp_path, files, "txt")
    ]
    assert texts[0] == texts[1]
    assert texts[2] == texts[3]
    assert reading.plain(re.sub(r"[<>\[\]]", "", HOSTILE[0])) in texts[2]
    for file in libreoffice.convert(tmp_path, files, "pdf"):
        assert len(pypdf.PdfReader(file).pages) == 2


@pytest.mark.parametrize("tag", depth.some(("fr", "ar"), LANGUAGES))
def test_the_letter_to_print_can_be_read_out(site: Site, tag: str) -> None:
    given_data = data(site, tag)
    pdf = letter_files.pdf(site.root, given_data)
    assert pdf == letter_files.pdf(site.root, given_data)
    reading.assert_accessible(pdf, tag, given_data["title"]["text"])
    if tag != "ar":
        words = set(re.findall(r"\w+", reading.text_of(pdf)))
        named = " ".join(expected(given_data))
        assert {word for word in re.findall(r"\w+", named) if len(word) > 3} <= words


def test_a_joint_request_has_a_signature_for_each_institution(site: Site) -> None:
    filled = data(site, "en", answers("Ministry"))
    assert filled["signatures"] == ["Ministry", "First", "Second"]
    assert len(data(site, "en")["signatures"]) == 2


def test_answers_stand_in_their_places_and_questions_without_one_leave_none(site: Site) -> None:
    filled = data(site, "en", answers("Training"))
    values = {p["id"]: p["value"] for part in filled["parts"] for p in part["places"]}
    assert values["need"] == ["Training"]
    assert values["country"] == ["Training"]  # typed, since the list did not have it
    assert values["other-institutions"] == ["First", "Second"]
    titles = [area.title["en"] for area in site.content.areas if area.id in some_areas()]
    assert list(map(reading.plain, values["areas"])) == list(map(reading.plain, titles))
    assert values["address"] is None  # which the form does not ask
    assert "result" not in values
    assert [one["id"] for one in filled["addressees"]] == ["eu-delegation"]


@functools.cache
def _shown(character: str) -> bool:
    return unicodedata.category(character)[0] not in {"C", "Z"}


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("tag", ["fr", "ar"])
def test_whatever_was_typed_is_printed_as_it_was_typed(site: Site, tag: str, text: str) -> None:
    check_typed(site, tag, text)


@pytest.mark.slow
def test_any_text_stays_a_text(site: Site) -> None:
    @settings(max_examples=depth.rounds(5, 300))
    @given(text=st.text(max_size=300), tag=st.sampled_from(LANGUAGES))
    def stays(text: str, tag: str) -> None:
        check_typed(site, tag, text)

    stays()


def check_typed(site: Site, tag: str, text: str) -> None:
    """Assert that letters of all types show a typed text, and run nothing in it."""
    text = clean(text, lines=True)
    filled = data(site, tag, answers(text))
    for kind in ("docx", "odt"):
        package = letter_files.MAKERS[kind](site.root, filled)
        shown = "".join("".join(lines(package, kind)).split())
        for line in typed.paragraphs(text):
            seen = "".join(c for c in line if _shown(c) and c not in "\ufffe\uffff")
            assert seen in "".join(c for c in shown if _shown(c))
    pdf = letter_files.pdf(site.root, filled)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert 1 <= len(opened.pages) <= 12


def test_what_was_typed_in_other_scripts_is_printed_in_their_letters(site: Site) -> None:
    filled = data(site, "fr", answers("გიორგი Հայաստան አማርኛ עברית ไทย 😀"))
    printed = reading.text_of(letter_files.pdf(site.root, filled))
    assert all(word in printed for word in ("გიორგი", "Հայաստան", "አማርኛ", "עברית", "ไทย", "😀"))
    assert "[U+" not in printed


@pytest.mark.parametrize("kind", ["docx", "odt", "pdf"])
@pytest.mark.parametrize("tag", depth.some(("fr",), ("en", "fr", "pt")))
def test_every_word_of_it_is_on_the_pages_of_its_language(
    site: Site, built_site: Path, tag: str, kind: str
) -> None:
    letter_data = data(site, tag)
    made = letter_files.MAKERS[kind](site.root, letter_data)
    printed = reading.text_of(made) if kind == "pdf" else " ".join(lines(made, kind))
    # Only a letter with answers has a reference, and says that it has codes.
    empty = [one for one in site_texts(letter_data) if one["key"] not in OF_ANSWERS]
    reading.assert_on_pages(reading.html_of(site, built_site, tag), empty, printed)


def test_a_character_that_no_font_has_stands_as_its_code_and_a_line_says_so(site: Site) -> None:
    filled = data(site, "en", answers("中文 Smith"))
    printed = reading.text_of(letter_files.pdf(site.root, filled)).replace(" ", "")
    assert "[U+4E2D][U+6587]" in printed
    assert filled["codes"]["text"].replace(" ", "") in printed
    without = reading.text_of(letter_files.pdf(site.root, data(site, "en", answers("Smith"))))
    assert filled["codes"]["text"] not in without
