"""``brochure export`` and ``import``: what is exported and imported, and what stays unchanged."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from tests.brochure.sites import edit
from tests.engine.project import contents, copy
from tests.support.golden import check_section
from tests.translation.commands import (
    cyrillic,
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

FORMS = pytest.mark.parametrize("form", ["po", "xliff"])
KEY = "areas.protection.summary"


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the project with its records up to date."""
    return copy(tmp_path_factory.mktemp("real") / "project")


@FORMS
@pytest.mark.parametrize("tag", ["fr", "es"])
def test_what_is_exported_and_imported_changes_no_byte(tag: str, form: str, real: Path) -> None:
    before = contents(real)
    result = done(real, "import", exported(real, tag, form, "--only", "done"))
    assert result.out.endswith(" unchanged, 0 unfinished, 0 in conflict, 0 refused\n")
    assert contents(real) == before


@FORMS
def test_every_unit_is_exported_with_what_a_translator_needs(form: str, site: Path) -> None:
    terms = "glossary:\n  - id: area\n    term: {en: area, fr: domaine, pt: área}\n"
    (site / "content/glossary.yaml").write_text(terms, encoding="utf-8")
    limits = "translation:\n  limits: [{units: navigation.*, characters: 20}]\n"
    (site / "content/translation.yaml").write_text(limits, encoding="utf-8")
    done(site, "note")
    edit(site, "docs/en/areas.md", "These are", "Here are")
    edit(site, "docs/fr/404.md", "title: Page introuvable", "title:")
    catalogue = read(exported(site, "fr", form))
    entries = {entry.key: entry for entry in catalogue.entries}
    assert (catalogue.project, catalogue.source_language) == ("https://example.org/", "en")
    assert list(entries) == [unit.key for unit in load_any(site).all_units]
    lead = entries["page.areas.lead"]
    assert (lead.state, lead.previous) == ("outdated", "These are the areas.")
    lines = (site / "docs/en/areas.md").read_text(encoding="utf-8").splitlines()
    assert lead.positions == (("docs/en/areas.md", lines.index("Here are the areas.") + 1),)
    assert entries["page.404.title"].state == "missing"
    assert entries["navigation.areas.label"].limit == 20
    assert "Glossary: area = domaine" in entries["navigation.areas.label"].notes
    assert 'area "training": title' in entries["areas.training.title"].notes


@FORMS
@pytest.mark.parametrize("states", ["missing,outdated", "missing", "outdated", "done"])
def test_only_the_requested_states_are_exported(states: str, form: str, site: Path) -> None:
    done(site, "note")
    edit(site, "docs/en/areas.md", "These are", "Here are")
    edit(site, "docs/fr/404.md", "title: Page introuvable", "title:")
    keys = {
        "missing": {"page.404.title"},
        "outdated": {"page.areas.lead"},
        "done": {u.key for u in load_any(site).all_units} - {"page.404.title", "page.areas.lead"},
    }
    file = exported(site, "fr", form, "--only", states)
    expected = set().union(*(keys[state] for state in states.split(",")))
    assert {entry.key for entry in read(file).entries} == expected


CHANGES = {
    KEY: "Ajuda a *todas* as 15 000 pessoas: ver a [formação](areas.md#training).",
    "site.name": "Porto: seguro # não é um comentário",
    "page.index.title": "Quem é que “ajuda”?",
    "page.index#who": "## Quem pode? {#who}\n\n"
    "| Quem | Quantas |\n|:-----|--------:|\n| Vós | Uma |\n\n"
    "Leia [outro](https://example.com/pt/), [acima](#who) e [proteção](areas.md#protection).",
}


@FORMS
@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_nothing_but_the_texts_changes(form: str, ends: bytes, site: Path) -> None:
    edit(site, "content/areas.yaml", "    topics: []", "    # none yet\n    topics: []   # none")
    edit(site, "content/areas.yaml", "pt: Formação}", 'pt: "Formação"}')
    edit(site, "docs/pt/index.md", "title: Quem ajuda?", "# a comment\ntitle: 'Quem ajuda?' # ok")
    for file in (*site.glob("content/*.yaml"), *site.glob("docs/pt/*.md")):
        file.write_bytes(file.read_bytes().replace(b"\n", ends))
    old = contents(site)
    file = exported(site, "pt", form)
    translate(file, CHANGES)
    result = done(site, "import", file)
    assert result.out.endswith(
        "\npt: 4 units imported, 28 unchanged, 0 unfinished, 0 in conflict, 0 refused\n"
    )
    for key, text in CHANGES.items():
        assert unit(site, key).texts["pt"] == text
    new = contents(site)
    changed = {name for name in new if new[name] != old.get(name)}
    assert changed == {
        "content/areas.yaml", "content/site.yaml", "docs/pt/index.md", "translations/pt.txt",
        "translations/memory/pt.txt",
    }  # fmt: skip
    for name, lines in (
        ("content/areas.yaml", 1),
        ("content/site.yaml", 1),
        ("docs/pt/index.md", 7),
    ):
        assert new[name].count(b"\n") == new[name].count(ends)
        before, after = (data.decode().splitlines() for data in (old[name], new[name]))
        taken_out = [line for line in difflib.ndiff(before, after) if line.startswith("- ")]
        assert len(taken_out) <= lines, taken_out
    assert done(site, "check").out == "no problems\n"


@FORMS
def test_an_imported_text_gets_a_record_so_that_it_can_become_outdated(
    form: str, site: Path
) -> None:
    done(site, "note")
    edit(site, "docs/en/areas.md", "These are", "Here are")
    assert ("pt", "page.areas.lead") in outdated(site)
    file = exported(site, "pt", form, "--only", "outdated")
    translate(file, {"page.areas.lead": "  Eis as áreas.\n"})  # the same except for spaces
    assert "\npt: 1 unit imported" in done(site, "import", file).out
    assert outdated(site) == {("fr", "page.areas.lead")}
    edit(site, "docs/en/areas.md", "Here are", "Those are")
    assert ("pt", "page.areas.lead") in outdated(site)


@FORMS
def test_what_a_translator_is_not_sure_of_is_imported_to_be_reviewed(form: str, site: Path) -> None:
    done(site, "note")
    edit(site, "docs/en/areas.md", "These are", "Here are")
    file = exported(site, "pt", form)
    assert "0 units imported, 31 unchanged, 1 unfinished" in done(site, "import", file).out
    text = file.read_text(encoding="utf-8")
    assert "Eis as áreas." in text
    file.write_text(text.replace("Eis as áreas.", "São estas."), encoding="utf-8")
    assert "1 unit imported, 31 unchanged, 0 unfinished" in done(site, "import", file).out
    assert unit(site, "page.areas.lead").texts["pt"] == "São estas."
    assert states(site)["pt", "page.areas.lead"] == "review"
    assert done(site, "confirm", "*", "--language", "pt").out == "pt: page.areas.lead confirmed\n"


def test_sections_are_put_where_they_belong_whatever_order_a_draft_has(site: Path) -> None:
    parts = ("## A {#a}\n\nFirst.", "## B {#b}\n\nSecond.", "## C {#c}\n\nThird.")
    (site / "docs/en/areas.md").write_text(
        "---\ntitle: Which areas?\ndescription: What we help with.\n---\nThese are the areas.\n\n"
        + "\n\n".join(parts) + "\n", encoding="utf-8",
    )  # fmt: skip
    done(site, "add-language", "uk")
    page = site / "docs/uk/areas.md"
    page.write_text("---\ntitle:\ndescription:\n---\n## {#c}\n\n## Б {#b}\n\n", encoding="utf-8")
    file = exported(site, "uk", "po")
    translate(file, cyrillic)
    done(site, "import", file)
    for key, text in zip("abc", parts, strict=True):
        assert unit(site, f"page.areas#{key}").texts["uk"] == cyrillic(text)
    assert unit(site, "page.areas.lead").texts["uk"] == cyrillic("These are the areas.")


@FORMS
def test_what_was_missing_is_put_between_its_neighbours(form: str, site: Path) -> None:
    done(site, "note")
    texts = {
        "site.summary": "Depuis {start-year}, nous avons aidé {people} personnes.",
        "page.404.title": "Page introuvable",
    }
    before = contents(site)
    edit(site, "content/site.yaml", f"    fr: {texts['site.summary']}\n", "")
    edit(site, "docs/fr/404.md", f"title: {texts['page.404.title']}\n", "")
    file = exported(site, "fr", form)
    translate(file, texts)
    done(site, "import", file)
    assert contents(site) == before


def test_a_page_that_cannot_be_written_is_reported_and_the_rest_imported(site: Path) -> None:
    done(site, "add-language", "uk")
    (site / "docs/uk/areas.md").write_text("\n", encoding="utf-8")
    (site / "docs/uk/404.md").unlink()
    file = exported(site, "uk", "po")
    translate(file, cyrillic)
    before = contents(site)

    result = run(site, "import", file)
    assert result.code == 1
    check_section(Path(__file__).with_name("refused-units.txt"), "pages", result.err)
    assert contents(site) == before
    done(site, "import", file, "--skip-refused")
    memory = load_any(site).records["uk"]
    assert not memory.keys() & {"page.areas.title", "page.404.title"}
    assert "page.index.title" in memory
