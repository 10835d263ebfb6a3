"""gettext's programs and translate-toolkit, which Weblate is built on, write the files again."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from translate.storage import factory

from tests.support import machine
from tests.support.needs import need
from tests.translation.commands import done, exported, read, states, unit
from tests.translation.tools import KEY, OUTDATED, SOURCE, TEXT, check_returned, unfinished

NEEDS_EDITING = True


@pytest.fixture
def site(site: Path) -> Path:
    """Return a site with French texts to translate."""
    unfinished(site)
    return site


def _gettext(*command: str | Path) -> None:
    program, *arguments = command
    folder = need(machine.gettext(), "gettext")
    run = subprocess.run([folder / program, *arguments], capture_output=True, check=False)
    assert run.returncode == 0, run.stderr


def _typed(file: Path) -> None:
    """Translate a unit of a PO file in an editor for plain text."""
    empty = f'msgctxt "{KEY}"\nmsgid "{SOURCE}"\nmsgstr '
    text = file.read_text(encoding="utf-8")
    assert empty in text
    file.write_text(text.replace(f'{empty}""', f'{empty}"{TEXT}"'), encoding="utf-8")


@pytest.mark.parametrize(
    "command",
    ["msgcat --width=30", "msgcat --sort-output", "msgattrib --no-obsolete", "msguniq --no-wrap"],
)
def test_what_gettext_writes_again_brings_back_the_one_text_translated(
    command: str, site: Path
) -> None:
    file = exported(site, "fr", "po")
    _typed(file)
    again = file.with_name("again.po")
    _gettext("msgfmt", "--check", "--output-file", file.with_suffix(".mo"), file)
    _gettext(*command.split(), "--output-file", again, file)
    assert again.read_bytes() != file.read_bytes()
    check_returned(site, again)


def test_a_text_merged_into_a_newer_export_keeps_the_version_that_it_was_made_from(
    site: Path,
) -> None:
    translated = exported(site, "fr", "po").rename(site.parent / "translated.po")
    _typed(translated)
    before = {entry.key: entry.base for entry in read(translated).entries}
    place = site / "docs/fr/404.md"
    place.write_text(place.read_text(encoding="utf-8").replace("title:", "title: Perdu"))
    merged = site.parent / "merged.po"
    _gettext("msgmerge", "--quiet", "--output-file", merged, translated, exported(site, "fr", "po"))
    assert {entry.key: entry.base for entry in read(merged).entries} == before


def _opened(file: Path) -> tuple[Any, dict[str, Any]]:
    """Open a file in translate-toolkit; return it, and its units by key."""
    store = factory.getobject(str(file))
    keys = (unit.getcontext() or unit.getid().rpartition("\x04")[2] for unit in store.units)
    return store, dict(zip(keys, store.units, strict=True))


@pytest.mark.parametrize("form", ["po", "xliff"])
def test_what_translate_toolkit_writes_brings_back_the_one_text_translated(
    form: str, site: Path
) -> None:
    file = exported(site, "fr", form)
    store, units = _opened(file)
    assert units.keys() >= {entry.key for entry in read(file).entries}
    units[KEY].target = TEXT
    store.save()
    check_returned(site, file)


@pytest.mark.parametrize("form", ["po", "xliff"])
def test_a_text_that_needs_editing_in_translate_toolkit_is_not_imported_as_done(
    form: str, site: Path
) -> None:
    file = exported(site, "fr", form)
    store, units = _opened(file)
    units[KEY].target = TEXT
    units[KEY].markfuzzy(NEEDS_EDITING)
    store.save()
    entry = next(entry for entry in read(file).entries if entry.key == KEY)
    assert (entry.target, entry.state, entry.base) == (TEXT, "review", "")


@pytest.mark.parametrize("form", ["po", "xliff"])
def test_an_outdated_text_translated_again_in_translate_toolkit_is_done(
    form: str, site: Path
) -> None:
    file = exported(site, "fr", form, "--only", "outdated")
    store, units = _opened(file)
    units[OUTDATED].target = "Voilà les domaines."
    units[OUTDATED].markfuzzy(not NEEDS_EDITING)
    store.save()
    done(site, "import", file)
    assert unit(site, OUTDATED).texts["fr"] == "Voilà les domaines."
    assert states(site)["fr", OUTDATED] == "done"


@pytest.mark.parametrize("form", ["po", "xliff"])
def test_a_name_is_imported_as_its_own_translation(form: str, site: Path) -> None:
    done(site, "add-language", "es")
    file = exported(site, "es", form)
    store, units = _opened(file)
    units["site.name"].target = "Harbour"
    store.save()
    done(site, "import", file)
    assert unit(site, "site.name").texts["es"] == "Harbour"
    assert states(site)["es", "site.name"] == "done"
    assert states(site)["es", KEY] == "missing"
