"""Translation memories leave the project as TMX, and come in from other programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.files import memory_file
from brochure.files.memory_file import MemoryEntry
from tests.brochure.sites import edit
from tests.engine.project import contents
from tests.support.golden import check_section
from tests.translation.commands import done, exported, run

REFUSED = Path(__file__).with_name("refused-files.txt")


def _memory(site: Path, tag: str) -> list[MemoryEntry]:
    entries, problems = memory_file.read(site / memory_file.name(tag), "")
    assert not problems
    return entries


def _tmx(site: Path, *units: dict[str, str], language: str = "xml:lang") -> Path:
    variants = (
        "".join(f'<tuv {language}="{tag}"><seg>{text}</seg></tuv>' for tag, text in unit.items())
        for unit in units
    )
    body = "".join(f"<tu>{inner}</tu>" for inner in variants)
    file = site.parent / "memory.tmx"
    head = '<!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4"><header srclang="en"/>'
    file.write_text(f"{head}<body>{body}</body></tmx>", encoding="utf-8")
    return file


def test_a_memory_that_was_exported_adds_nothing(site: Path) -> None:
    done(site, "note")
    file = exported(site, "fr", "tmx")
    before = contents(site)
    result = done(site, "import", file)
    known = len(_memory(site, "fr"))
    assert f"Added to the translation memory: fr: 0; already there: {known};" in result.out
    assert contents(site) == before


def test_a_memory_moves_to_another_copy_of_the_project(site: Path) -> None:
    done(site, "note")
    file, before = exported(site, "fr", "tmx"), {e[:2] for e in _memory(site, "fr")}
    (site / memory_file.name("fr")).unlink()
    edit(site, "content/areas.yaml", "fr: Formation", "fr: Étude")
    done(site, "note")
    done(site, "import", file)
    assert {entry[:2] for entry in _memory(site, "fr")} == before | {("Training", "Étude")}


def test_without_a_memory_the_present_texts_are_exported(site: Path) -> None:
    text = exported(site, "fr", "tmx").read_text(encoding="utf-8")
    assert "<seg>Formation</seg>" in text


def test_an_import_adds_to_the_memory_and_changes_no_text(site: Path) -> None:
    done(site, "note")
    before = contents(site)
    file = _tmx(site, {"en": "Page not found", "fr": "Perdu", "pt": "Perdido"})
    result = done(site, "import", file)
    assert result.out == (
        "  translations/memory/fr.txt\n  translations/memory/pt.txt\n"
        "Added to the translation memory: fr: 1, pt: 1; already there: 0; left out"
        " because of codes or characters that texts of the site cannot have: 0.\n"
        "The site is unchanged: the next exports offer the new entries.\n"
    )
    after = contents(site)
    assert {name for name in after if after[name] != before.get(name)} == {
        memory_file.name("fr"),
        memory_file.name("pt"),
    }
    assert MemoryEntry("Page not found", "Perdu") in _memory(site, "fr")
    edit(site, "docs/fr/404.md", "title: Page introuvable", "title:")
    text = exported(site, "fr", "po").read_text(encoding="utf-8")
    assert "#. Translated before as “Page introuvable”\n#. Translated before as “Perdu”\n" in text


def test_what_came_from_elsewhere_is_put_on_no_page(site: Path) -> None:
    done(site, "add-language", "es")
    done(site, "import", _tmx(site, {"en": "Page not found", "es": "Perdida"}))
    done(site, "remove-language", "es")
    result = done(site, "add-language", "es")
    assert "back" not in result.out
    assert "Perdida" not in (site / "docs/es/404.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("source", "target", "options"),
    [
        ("en", "fr", []),
        ("EN-US", "FR", []),
        ("en_GB", "fr_FR", []),
        ("en-AU", "fr-FR", []),
        ("en", "fr-CA", ["--language", "fr"]),
        ("en", "fr", ["--language", "fr_FR"]),
    ],
)
@pytest.mark.parametrize("attribute", ["xml:lang", "lang"])
def test_languages_are_compared_as_locales(
    attribute: str, source: str, target: str, options: list[str], site: Path
) -> None:
    file = _tmx(site, {source: "A", target: "B", "de": "C"}, language=attribute)
    done(site, "import", file, *options)
    assert MemoryEntry("A", "B") in _memory(site, "fr")


@pytest.mark.parametrize(
    ("texts", "options"),
    [
        ({"en": "A", "de": "B"}, []),
        ({"en": "A", "fr-CA": "B"}, []),
        ({"en": "A", "fr": "B"}, ["--language", "pt"]),
        ({"en": "A", "fr": "B"}, ["--language", "de"]),
        ({"de": "A", "fr": "B"}, []),
        ({"en": "", "fr": "B"}, []),
        ({}, []),
    ],
)
def test_a_file_with_nothing_for_the_site_is_refused(
    texts: dict[str, str], options: list[str], site: Path
) -> None:
    before = contents(site)
    result = run(site, "import", _tmx(site, texts), *options)
    assert (result.code, result.out) == (1, "")
    check_section(REFUSED, f"tmx {texts} {' '.join(options)}".rstrip(), result.err)
    assert contents(site) == before


def test_what_no_text_of_the_site_can_have_is_left_out(site: Path) -> None:
    done(site, "note")
    result = done(site, "import", _tmx(site, {"en": "A", "fr": "B"}, {"en": "C", "fr": "D\u2028E"}))
    assert "fr: 1; already there: 0; left out" in result.out
