"""``brochure add-language``: what it creates, and what it leaves unchanged."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.files.translation_file import FILE
from brochure.site.loader import load
from tests.brochure.sites import edit
from tests.engine.project import contents
from tests.support.golden import check_section
from tests.translation.commands import done, load_any, run

AREA = """\
  - id: borders
    title: {en: Borders, fr: Frontières, pt: Fronteiras}
    summary: {en: Help at borders., fr: De l’aide aux frontières., pt: Ajuda nas fronteiras.}
    topics: []
"""


@pytest.mark.parametrize(
    ("wanted", "tag", "locale"),
    [
        ("es", "es", "es_ES"),
        ("ar", "ar", "ar_EG"),
        ("ru", "ru", "ru_RU"),
        ("pt-BR", "pt-BR", "pt_BR"),
        ("pt_br", "pt-BR", "pt_BR"),
        ("PT-br", "pt-BR", "pt_BR"),
        ("zh-Hant", "zh-Hant", "zh_Hant_TW"),
        ("zh-CN", "zh-CN", "zh_Hans_CN"),
        ("ca-valencia", "ca-valencia", "ca_ES_VALENCIA"),
        ("es-419", "es-419", "es_419"),
    ],
)
def test_a_language_is_registered_once_as_a_draft_with_the_locale_of_cldr(
    wanted: str, tag: str, locale: str, site: Path
) -> None:
    before = contents(site)
    result = done(site, "add-language", wanted)
    added = [language for language in load_any(site).languages if language.tag == tag]
    assert [(language.locale, language.status) for language in added] == [(locale, "draft")]
    assert f"locale {locale}" in result.out
    after = contents(site)
    assert {name for name in after if after[name] != before.get(name)} == {
        f"translations/{tag}.txt",
        f"content/languages/{tag}.yaml",
        *(f"docs/{tag}/{name}" for name in ("404.md", "areas.md", "index.md", FILE)),
    }


def test_every_text_has_its_line_and_none_is_invented(site: Path) -> None:
    done(site, "add-language", "es")
    loaded = load_any(site)
    assert list(loaded.external_texts["es"].data) == [unit.key for unit in loaded.units]
    assert not any(loaded.external_texts["es"].data.values())
    assert not list(loaded.segments("es"))


def test_the_file_says_its_language_and_above_each_text_the_one_to_translate(site: Path) -> None:
    done(site, "add-language", "es")
    text = (site / "docs/es" / FILE).read_text(encoding="utf-8")
    assert text.startswith("# The Spanish texts of content/,")
    assert '\n# en: Since {start-year} we have helped {people} people.\nsite.summary: ""\n' in text


def test_pages_have_every_heading_with_its_id_and_no_words(site: Path) -> None:
    done(site, "add-language", "es")
    pages = load_any(site).pages
    assert (site / "docs/es/index.md").read_text(encoding="utf-8") == (
        "---\ntitle:\ndescription:\n---\n\n## {#who}\n"
    )
    for (tag, name), page in pages.items():
        if tag == "en":
            own = pages["es", name].headings
            assert [(h.level, h.id) for h in own] == [(h.level, h.id) for h in page.headings]


def test_adding_it_again_changes_no_byte(site: Path) -> None:
    done(site, "add-language", "es")
    before = contents(site)
    result = done(site, "add-language", "es")
    assert "up to date" in result.out
    assert contents(site) == before


@pytest.mark.parametrize("ends", [b"\r\n", b"\n"])
def test_adding_it_again_keeps_line_ends_and_a_byte_order_mark(ends: bytes, site: Path) -> None:
    done(site, "add-language", "es")
    for file in (*(site / "docs/es").iterdir(), site / "content/languages/es.yaml"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", ends))
    before = contents(site)
    done(site, "add-language", "es")
    assert contents(site) == before


def test_what_is_new_in_the_source_is_added_and_the_rest_stays(site: Path) -> None:
    done(site, "add-language", "es")
    texts = site / "docs/es" / FILE
    edit(
        site,
        f"docs/es/{FILE}",
        '# en: Protection\nareas.protection.title: ""\n',
        "# mind: the official name\n# en: Protection\nareas.protection.title: 'Protección' # ok\n",
    )
    edit(site, f"docs/es/{FILE}", 'site.name: ""\n', "site.name: |-\n  Puer\n\n  to\n")
    edit(site, "docs/es/index.md", "title:\n", "title: ¿Quién ayuda? # ok\n")
    edit(site, "docs/es/index.md", "---\n\n##", "---\nEmpezamos.\n\n##")
    old, page = texts.read_text(encoding="utf-8"), (site / "docs/es/index.md").read_text("utf-8")
    edit(site, "content/areas.yaml", "  - id: training\n", f"{AREA}  - id: training\n")
    edit(site, "docs/en/index.md", "\nRead [on", "\n### Why? {#why}\n\nThus.\n\nRead [on")
    new_page = "---\ntitle: More\ndescription: More of it.\n---\nMore.\n"
    (site / "docs/en/more.md").write_text(new_page, encoding="utf-8")

    done(site, "add-language", "es")
    lines = (
        '\n# en: Borders\nareas.borders.title: ""\n'
        '\n# en: Help at borders.\nareas.borders.summary: ""\n'
    )
    at = old.index("\n# en: Training\n")
    assert texts.read_text(encoding="utf-8") == old[:at] + lines + old[at:]
    assert (site / "docs/es/index.md").read_text("utf-8") == page.rstrip("\n") + (
        "\n\n### {#why}\n"
    )
    more = (site / "docs/es/more.md").read_text(encoding="utf-8")
    assert more == "---\ntitle:\ndescription:\n---\n"


def test_a_text_that_continues_after_empty_lines_stays_whole(site: Path) -> None:
    done(site, "add-language", "es")
    text = "Uno\n\ndos\n\n  # tres"
    line = "areas.protection.summary: "
    block = "|-\n  Uno\n\n  dos\n\n    # tres"
    edit(site, f"docs/es/{FILE}", f'{line}""', f"{line}{block}")
    topic = "      - id: asylum\n        title: {en: Asylum, fr: Asile, pt: Asilo}\n"
    edit(site, "content/areas.yaml", "      - id: refugees", f"{topic}      - id: refugees")
    done(site, "add-language", "es")
    assert load_any(site).external_texts["es"].data["areas.protection.summary"] == text


def test_a_text_whose_unit_is_gone_is_removed(site: Path) -> None:
    done(site, "add-language", "es")
    before = contents(site)
    edit(site, "content/areas.yaml", "areas:\n", f"areas:\n{AREA}")
    done(site, "add-language", "es")
    edit(site, "content/areas.yaml", AREA, "")
    (warning,) = [p for p in load(site)[1] if "areas.borders.title" in p.message]
    assert (warning.path, warning.level) == ("docs/es/content.yaml", "warning")
    done(site, "add-language", "es")
    assert contents(site) == before


def test_content_with_errors_is_rejected_since_its_translations_would_be_lost(site: Path) -> None:
    done(site, "add-language", "es")
    edit(site, f"docs/es/{FILE}", 'areas.training.title: ""', 'areas.training.title: "Formación"')
    edit(site, "content/areas.yaml", "  - id: training", "  - id: [training")
    before = contents(site)
    result = run(site, "add-language", "es")
    assert result.code == 1
    assert result.err.startswith("content/areas.yaml:")
    assert contents(site) == before


@pytest.mark.parametrize(
    ("wanted", "hint"),
    [
        ("ukrainian", 'Did you mean "uk"?'),
        ("xx", "such as es or pt-BR"),
        ("", "such as es or pt-BR"),
        ("../x", "such as es or pt-BR"),
        ("es@euro", "Did you mean"),
        ("root", "Did you mean"),
        ("und", "Did you mean"),
        ("es/../../x", "such as es or pt-BR"),
        ("x" * 5000, "such as es or pt-BR"),
        ("en", "beside the others"),
        ("fr", "beside the others"),
        ("PT", "beside the others"),
        ("pt-PT", 'Its tag is "pt".'),
        ("tzm-Tfng", 'Write "tzm" if'),
        ("de-1996", 'Write "de" if'),
        ("de-DE-1996", 'Write "de-DE" if'),
        ("en-XX", 'Write "en" if'),
        ("de-u-co-phonebk", "such as es or pt-BR"),
        ("iw", 'Write "he".'),
        ("in", 'Write "id".'),
        ("mo", 'Write "ro".'),
        ("sh", 'Write "sr-Latn".'),
        ("deu", 'Write "de".'),
        ("de-DD", 'Write "de-DE".'),
    ],
)
def test_no_other_language_is_added_and_nothing_written(wanted: str, hint: str, site: Path) -> None:
    before = contents(site.parent)
    result = run(site, "add-language", wanted)
    assert (result.code, result.out) == (1, "")
    assert f"{wanted}:1:1: error: " in result.err.replace(wanted.lower(), wanted)
    assert hint in result.err
    check_section(
        Path(__file__).with_name("refused-languages.txt"), f"add {wanted}"[:40], result.err
    )
    assert contents(site.parent) == before


def test_the_default_language_is_not_added_even_if_nothing_is_written_in_it(site: Path) -> None:
    edit(site, "content/languages/en.yaml", "order: 1", "order: 4")
    (site / "content/languages/ga.yaml").write_text("order: 1\nlocale: ga_IE\n", encoding="utf-8")
    before = contents(site)
    result = run(site, "add-language", "ga")
    assert result.code == 1
    assert "the texts of this language are in content/, beside the others" in result.err
    assert contents(site) == before


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("zh", "zh-Hans"),
        ("zh-CN", "zh"),
        ("sr", "sr-Cyrl"),
        ("sr-Latn", "sr-Latn-RS"),
        ("es-ES", "es"),
        ("nb", "no"),
        ("uz", "uz-Latn-UZ"),
    ],
)
def test_a_language_is_not_added_again_in_another_spelling(
    first: str, second: str, site: Path
) -> None:
    done(site, "add-language", first)
    before = contents(site)
    result = run(site, "add-language", second)
    assert result.code == 1
    assert f'Its tag is "{first}".' in result.err
    assert contents(site) == before


@pytest.mark.parametrize(
    ("first", "second"), [("zh", "zh-Hant"), ("sr", "sr-Latn"), ("es", "es-MX"), ("nb", "nn")]
)
def test_what_differs_in_script_or_territory_is_another_language(
    first: str, second: str, site: Path
) -> None:
    done(site, "add-language", first)
    done(site, "add-language", second)
    assert {first, second} < set(load_any(site).tags)


def test_a_lost_translation_file_is_created_again(site: Path) -> None:
    done(site, "add-language", "es")
    before = contents(site)
    (site / "docs/es" / FILE).unlink()
    done(site, "add-language", "es")
    assert contents(site) == before


@pytest.mark.parametrize("tag", ["en-XA", "ar-XB"])
def test_a_pseudo_language_is_filled_at_once_and_removed_without_force(
    tag: str, site: Path
) -> None:
    before = contents(site)
    result = done(site, "add-language", tag)
    assert f"docs/{tag}/{FILE}" in result.out
    assert all(tag in unit.texts for unit in load_any(site).all_units)
    done(site, "remove-language", tag)
    assert contents(site) == before
