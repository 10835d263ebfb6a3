"""``add-language pt-BR --from pt``: a variant begins with its sibling's texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.files.translation_file import FILE
from tests.brochure.sites import edit
from tests.engine.project import contents
from tests.support.golden import check_section
from tests.translation.commands import (
    done,
    exported,
    load_any,
    outdated,
    read,
    run,
    states,
    translate,
    unit,
)

GOLDEN = Path(__file__).with_name("refused-languages.txt")


def _texts(root: Path, tag: str) -> dict[str, str]:
    return {unit.key: unit.texts.get(tag, "") for unit in load_any(root).all_units}


@pytest.mark.parametrize(("tag", "sibling"), [("pt-BR", "pt"), ("fr-CA", "FR"), ("en-US", "en")])
def test_a_variant_has_all_texts_of_its_sibling_and_is_in_order(
    tag: str, sibling: str, site: Path
) -> None:
    before = contents(site)
    result = done(site, "add-language", tag, "--from", sibling)
    texts = _texts(site, tag)
    assert texts == _texts(site, sibling.lower())
    assert f"Copied: {len(texts)} texts. " in result.out
    assert all(
        contents(site)[name] == data for name, data in before.items() if "languages" not in name
    )
    assert run(site, "check").out == "no problems\n"
    assert {how for (other, _), how in states(site).items() if other == tag} == {"done"}
    done(site, "publish-language", tag)
    assert run(site, "check").out == "no problems\n"


def test_a_variant_of_an_added_language_has_its_texts(site: Path) -> None:
    done(site, "add-language", "es")
    edit(site, f"docs/es/{FILE}", 'areas.training.title: ""', 'areas.training.title: "Formación"')
    edit(site, "docs/es/index.md", "{#who}\n", "{#who}\n\nUsted:\n\n- uno\n- *dos*\n")
    edit(site, "docs/es/index.md", "title:\n", 'title: "«Inicio»: aquí" # bien\n')
    result = done(site, "add-language", "es-MX", "--from", "es")
    assert _texts(site, "es-MX") == _texts(site, "es")
    assert "Copied: 3 texts. " in result.out


def test_what_is_outdated_in_the_sibling_is_outdated_in_the_variant(site: Path) -> None:
    done(site, "check")
    edit(site, "content/areas.yaml", "en: Training", "en: Schooling")
    done(site, "add-language", "pt-BR", "--from", "pt")
    assert {key for tag, key in outdated(site) if tag == "pt-BR"} == {"areas.training.title"}
    entries = read(exported(site, "pt-BR", "po")).entries
    assert [entry.previous for entry in entries if entry.state == "outdated"] == ["Training"]


def test_a_variant_becomes_outdated_when_the_source_changes(site: Path) -> None:
    done(site, "add-language", "pt-BR", "--from", "pt")
    edit(site, "content/areas.yaml", "en: Training", "en: Schooling")
    assert ("pt-BR", "areas.training.title") in outdated(site)


def test_a_change_in_the_sibling_does_not_make_a_variant_outdated(site: Path) -> None:
    done(site, "add-language", "pt-BR", "--from", "pt")
    edit(site, "content/areas.yaml", "pt: Formação", "pt: Ensino")
    assert not [key for tag, key in outdated(site) if tag == "pt-BR"]
    assert unit(site, "areas.training.title").texts["pt-BR"] == "Formação"


def test_from_fills_what_is_missing_and_leaves_the_rest(site: Path) -> None:
    done(site, "add-language", "pt-BR")
    edit(site, f"docs/pt-BR/{FILE}", 'areas.training.title: ""', 'areas.training.title: "Cursos"')
    edit(site, "docs/pt-BR/index.md", "title:\n", "title: Quem?\n")
    result = done(site, "add-language", "pt-BR", "--from", "pt")
    own = {"areas.training.title": "Cursos", "page.index.title": "Quem?"}
    assert _texts(site, "pt-BR") == _texts(site, "pt") | own
    before = contents(site)
    assert "up to date" in done(site, "add-language", "pt-BR", "--from", "pt").out
    assert contents(site) == before
    assert f"Copied: {len(_texts(site, 'pt')) - len(own)} texts. " in result.out


def test_a_text_of_the_sibling_may_come_back_from_a_translator(site: Path) -> None:
    done(site, "add-language", "pt-BR")
    file = exported(site, "pt-BR", "xliff")
    key = "page.404.description"
    translate(file, {key: unit(site, key).texts["pt"]})
    done(site, "import", file)
    assert unit(site, key).texts["pt-BR"] == unit(site, key).texts["pt"]


def test_texts_of_another_language_are_still_reported(site: Path) -> None:
    done(site, "add-language", "pt-BR", "--from", "pt")
    text = unit(site, "page.404.description").texts
    edit(site, "docs/pt-BR/404.md", text["pt"], text["fr"])
    assert "the description is the same as the French one" in run(site, "check").out


def test_a_text_that_may_be_the_same_may_be_so_in_a_variant(site: Path) -> None:
    done(site, "add-language", "es")
    edit(site, f"docs/es/{FILE}", 'areas.training.title: ""', 'areas.training.title: "Training"')
    allowed = "{rule: same-text, languages: [es], text: Training, reason: the same word}"
    (site / "content/translation.yaml").write_text(f"translation:\n  allowed:\n    - {allowed}\n")
    done(site, "add-language", "es-MX", "--from", "es")
    assert "same-text" not in run(site, "check").out


@pytest.mark.parametrize(
    ("tag", "sibling"),
    [
        ("pt-BR", "fr"),
        ("pt-BR", "es"),
        ("pt-BR", "xx"),
        ("pt-BR", ""),
        ("es", "en"),
        ("en-XA", "en"),
    ],
)
def test_only_a_language_of_the_same_base_gives_its_texts(
    tag: str, sibling: str, site: Path
) -> None:
    before = contents(site)
    result = run(site, "add-language", tag, "--from", sibling)
    assert (result.code, result.out, contents(site)) == (1, "", before)
    check_section(GOLDEN, f"add {tag} --from {sibling}", result.err)


def test_a_folder_with_translations_is_not_filled(site: Path) -> None:
    folder = site / "docs/pt-BR"
    folder.mkdir()
    (folder / FILE).write_text('areas.training.title: "Cursos"\n', encoding="utf-8")
    before = contents(site)
    result = run(site, "add-language", "pt-BR", "--from", "pt")
    assert (result.code, contents(site)) == (1, before)
    check_section(GOLDEN, "add pt-BR --from pt: folder", result.err)
    done(site, "add-language", "pt-BR")
    assert unit(site, "areas.training.title").texts["pt-BR"] == "Cursos"
