"""A template is set with data that stay text, in our fonts, to the same bytes each time."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from brochure.files import fonts
from brochure.files.typesetting import measured, typeset
from brochure.problems import ProblemsError

TEMPLATE = """#let data = json(bytes(sys.inputs.data))
#set document(title: data.title, date: none)
#set text(font: data.fonts, lang: data.lang)
#set page(width: 120pt, height: 63pt)
#data.title
#metadata(data.title) <noted>
"""
TYPED = '#eval(1) $x$ *b* \\ <a> `c` @d "q" {{ x }} مرحبا Ωж'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return the folder of a site with one template."""
    (tmp_path / "overrides" / "paper").mkdir(parents=True)
    (tmp_path / "overrides" / "paper" / "card.typ").write_text(TEMPLATE, encoding="utf-8")
    return tmp_path


def test_what_is_typed_stays_text(site: Path) -> None:
    data = {"title": TYPED, "lang": "en"}
    assert measured(site, "paper/card.typ", data, "<noted>") == [TYPED]


def test_the_same_data_give_the_same_bytes(site: Path) -> None:
    data = {"title": TYPED, "lang": "ar"}
    assert typeset(site, "paper/card.typ", data) == typeset(site, "paper/card.typ", data)


def test_a_pdf_declares_ua_and_its_language_and_is_tagged(site: Path) -> None:
    made = typeset(site, "paper/card.typ", {"title": "Carta", "lang": "pt"})
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert str(pdf.Root.Lang) == "pt"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
        assert "/CreationDate" not in pdf.docinfo


def test_a_picture_has_a_pixel_for_each_point(site: Path) -> None:
    made = typeset(site, "paper/card.typ", {"title": "Carte", "lang": "fr"}, "png")
    assert Image.open(io.BytesIO(made)).size == (120, 63)


def test_an_error_in_a_template_is_a_problem_with_its_place(site: Path) -> None:
    template = site / "overrides" / "paper" / "card.typ"
    template.write_text(f"{TEMPLATE}#unknown\n", encoding="utf-8")
    with pytest.raises(ProblemsError) as raised:
        typeset(site, "paper/card.typ", {"title": "", "lang": "en"})
    (problem,) = raised.value.problems
    assert (problem.path, problem.line) == ("overrides/paper/card.typ", 7)
    assert problem.rule == "template"
    assert "unknown" in problem.message
    assert problem.hint == "Fix this line: see guides/change-the-look.md."


def test_an_error_without_a_place_is_one_of_the_template(site: Path) -> None:
    template = site / "overrides" / "paper" / "card.typ"
    template.write_text(TEMPLATE.replace("#set document(title: data.title, date: none)\n", ""))
    with pytest.raises(ProblemsError) as raised:
        typeset(site, "paper/card.typ", {"title": "", "lang": "en"})
    (problem,) = raised.value.problems
    assert (problem.path, problem.line) == ("overrides/paper/card.typ", 1)
    assert "title" in problem.message


def test_the_fonts_have_the_scripts_that_people_write_in_and_each_family_once(site: Path) -> None:
    assert fonts.families(site)[:2] == ["Noto Sans", "Noto Sans Arabic"]
    files = fonts.files(site)
    assert len({file.name.partition("[")[0] for file in files}) == len(files)
    written = (
        "Éœß ñ ş ģ Ωή Жї العربية ١٢ «»„“” – ’ …\u00a0\u202f\u2068\u200b",
        "გიორგი Հայաստան አማርኛ עברית हिन्दी বাংলা தமிழ் తెలుగు ไทย ລາວ ខ្មែរ မြန်မာ සිංහල 😀",
    )
    assert [fonts.lacking(site, text) for text in written] == [[], []]


def test_a_package_that_is_missing_is_a_problem_with_what_to_do(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fonts._of_packages.cache_clear()
    monkeypatch.setattr(fonts, "_PACKAGES", ("fontpkg_noto_sans", "fontpkg_none"))
    with pytest.raises(ProblemsError, match="fontpkg-none, which has a font, is not installed"):
        fonts.files(site)


def test_a_site_has_fonts_of_its_own_before_those_for_more_scripts(site: Path) -> None:
    (site / "content" / "fonts").mkdir(parents=True)
    own = site / "content" / "fonts" / "Own.ttf"
    own.write_bytes(fonts.files(site)[0].read_bytes())
    files = fonts.files(site)
    assert files[files.index(own) - 1].name.startswith("NotoSansArabic")


def test_a_character_that_no_font_has_is_named_and_written_as_its_code(site: Path) -> None:
    assert fonts.lacking(site, "Zh: 文, 中, 中, \U00013000\ufe0f") == ["文", "中", "\U00013000"]
    assert fonts.with_codes(site, "a \U00013000\ufe0f b") == "a [U+13000] b"
    assert fonts.with_codes(site, TYPED) == TYPED
