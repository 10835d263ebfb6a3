"""The language of a file: what its header means, or else ``import --language``."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.brochure.sites import edit, good_site
from tests.engine.project import contents
from tests.support.golden import check_section
from tests.translation.commands import CommandResult, done, exported, run, translate, unit

GOLDEN = Path(__file__).with_name("refused-headers.txt")
KEY = "areas.training.title"
TEXTS = {"el": "Εκπαίδευση", "he": "הכשרה", "zh-Hans": "培训"}
HEADERS = {
    "po": ('"Language: {}\\n"', '"X-Source-Language: {}\\n"'),
    "xliff": ('target-language="{}"', 'source-language="{}"'),
}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site with drafts in several languages, which nothing here may change."""
    root = good_site(tmp_path_factory.mktemp("several"))
    for tag in ("el", "he", "pt-BR", "sr-Latn", "zh-Hans", "es"):
        done(root, "add-language", tag)
    return root


@pytest.fixture
def several(prepared: Path, tmp_path: Path) -> Path:
    """Return a copy of that site."""
    return shutil.copytree(prepared, tmp_path / "site")


def _text(tag: str) -> str:
    return TEXTS.get(tag, "Formación")


def _import(
    root: Path, tag: str, form: str, header: str, *options: str, source: str = "en"
) -> CommandResult:
    """Import a file of a language after a program has changed its headers."""
    file = exported(root, tag, form)
    translate(file, {KEY: _text(tag)})
    text = file.read_text(encoding="utf-8")
    written = tag.replace("-", "_") if form == "po" else tag
    for template, old, new in zip(HEADERS[form], (written, "en"), (header, source), strict=True):
        assert template.format(old) in text
        text = text.replace(template.format(old), template.format(new))
    file.write_text(text, encoding="utf-8")
    return run(root, "import", file, *options)


def _imported(root: Path, tag: str, result: CommandResult) -> None:
    assert result.code == 0, result
    assert f"{tag}: 1 unit imported" in result.out
    assert unit(root, KEY).texts[tag] == _text(tag)


@pytest.mark.parametrize(
    ("tag", "header"),
    [
        ("el", "el_GR"),
        ("el", "EL"),
        ("el", "ell"),
        ("pt", "pt_PT"),
        ("pt", "por-PT"),
        ("pt-BR", "pt_BR"),
        ("pt-BR", "PT-br"),
        ("zh-Hans", "zh_CN"),
        ("zh-Hans", "zh"),
        ("sr-Latn", "sr@latin"),
        ("sr-Latn", "sr_RS.UTF-8@latin"),
        ("he", "iw"),
        ("he", "iw-IL"),
        ("es", "es-ES"),
        ("es", "es_ES@euro"),
    ],
)
@pytest.mark.parametrize("form", ["po", "xliff"])
def test_a_tool_that_changes_the_headers_language_does_not_stop_the_import(
    tag: str, header: str, form: str, several: Path
) -> None:
    _imported(several, tag, _import(several, tag, form, header))


@pytest.mark.parametrize("source", ["en-GB", "en_GB", "EN", "en-US", "eng", "C", ""])
@pytest.mark.parametrize("form", ["po", "xliff"])
def test_the_source_language_may_have_a_territory(source: str, form: str, several: Path) -> None:
    _imported(several, "es", _import(several, "es", form, "es", source=source))


def test_a_source_language_that_is_another_of_the_sites_is_refused(several: Path) -> None:
    done(several, "add-language", "en-US")
    result = _import(several, "es", "xliff", "es", source="en-US")
    assert 'translates from "en-US" (American English), not from "en"' in result.err


@pytest.mark.parametrize(
    ("tag", "header"),
    [
        ("es", "es_MX"),
        ("es", "es-419"),
        ("sr-Latn", "sr"),
        ("zh-Hans", "zh_TW"),
        ("es", "LANGUAGE"),
        ("es", ""),
    ],
)
@pytest.mark.parametrize("form", ["po", "xliff"])
def test_a_header_that_does_not_fit_is_refused_until_the_language_is_named(
    tag: str, header: str, form: str, several: Path
) -> None:
    before = contents(several)
    result = _import(several, tag, form, header)
    assert (result.code, contents(several)) == (1, before)
    check_section(GOLDEN, f"{header} for {tag}, {form}", result.err)
    _imported(several, tag, _import(several, tag, form, header, "--language", tag))


@pytest.mark.parametrize("named", ["es", "ES", "es_ES"])
def test_the_named_language_may_be_any_spelling_of_the_sites(named: str, several: Path) -> None:
    _imported(several, "es", _import(several, "es", "po", "", "--language", named))


@pytest.mark.parametrize(
    ("tag", "header", "named", "message"),
    [
        ("pt-BR", "pt_BR", "pt", 'for "pt-BR" (Brazilian Portuguese), not for "pt"'),
        ("pt", "pt", "pt-BR", 'for "pt" (Portuguese), not for "pt-BR"'),
        ("es", "es", "el", 'for "es" (Spanish), not for "el"'),
        ("es", "it", "es", 'for "it" (Italian), not for "es"'),
        ("es", "es", "it", '"it" is not a language to translate'),
        ("es", "es", "en", '"en" is not a language to translate'),
        ("es", "", "en", '"en" is not a language to translate'),
    ],
)
def test_a_language_that_the_file_contradicts_is_refused(
    tag: str, header: str, named: str, message: str, several: Path
) -> None:
    before = contents(several)
    result = _import(several, tag, "po", header, "--language", named)
    assert (result.code, contents(several)) == (1, before)
    assert message in result.err
    check_section(GOLDEN, f"{header} as {named}", result.err)


def test_brazilian_texts_are_not_taken_for_those_of_portugal(site: Path) -> None:
    result = _import(site, "pt", "po", "pt_BR")
    assert 'the file is for "pt-BR" (Brazilian Portuguese)' in result.err
    edit(site, "content/languages/pt.yaml", "pt_PT", "pt_BR")
    _imported(site, "pt", _import(site, "pt", "po", "pt_BR"))


@pytest.mark.parametrize("form", ["po", "xliff"])
def test_a_file_in_utf_16_is_imported(form: str, several: Path) -> None:
    file = exported(several, "es", form)
    translate(file, {KEY: _text("es")})
    text = file.read_text(encoding="utf-8").replace("UTF-8", "UTF-16")
    file.write_bytes(text.replace("\n", "\r\n").encode("utf-16"))
    _imported(several, "es", run(several, "import", file))
