"""Translators' programs read the files, find nothing wrong, and write them back."""

from __future__ import annotations

import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from lxml import etree
from translate.filters import checks
from translate.storage import factory

from brochure.translation.formats import po, xliff
from brochure.translation.formats.catalogue import Catalogue, CatalogueEntry
from tests.brochure.formats.catalogue_strategies import GOOD, OFFERED, no_lines
from tests.support import machine
from tests.support.needs import need

PLAIN = Catalogue(
    "https://organisation.example/",
    "en",
    "fr",
    (
        CatalogueEntry("a", "Our work", "Notre travail", "done", notes=("A title",), limit=30),
        CatalogueEntry("b", "We have {people} people.", "Nous sommes {people} personnes.", "done"),
        CatalogueEntry(
            "c", "See [areas](areas.md).\nNow.", "Voir [domaines](areas.md).\nVite.", "done"
        ),
        CatalogueEntry(
            "d", "Our work", positions=(("content/a b.yaml", 3), ("docs/en/about.md", 9))
        ),
    ),
)


@pytest.fixture
def gettext() -> Path:
    """Return the folder of gettext's programs."""
    return need(machine.gettext(), "gettext")


def _run(*command: str | Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    """Return the schema of XLIFF 1.2; what it imports is beside it."""
    file = need(machine.xliff_schema(), "the schema of XLIFF 1.2 (php-symfony-translation)")
    text = file.read_text(encoding="utf-8")
    local = text.replace("http://www.w3.org/2001/xml.xsd", (file.parent / "xml.xsd").as_uri())
    return etree.XMLSchema(etree.fromstring(local.encode()))


@pytest.mark.parametrize("language", ["fr", "pt-PT", "ar", "sr-Latn"])
@pytest.mark.parametrize(
    "entries",
    [GOOD.entries, OFFERED.entries, PLAIN.entries, ()],
    ids=["all", "offered", "plain", "none"],
)
def test_the_schema_of_xliff_accepts_a_catalogue(
    schema: etree.XMLSchema, entries: tuple[CatalogueEntry, ...], language: str
) -> None:
    written = xliff.write(Catalogue(GOOD.project, "en", language, entries))
    assert schema.validate(etree.fromstring(written)), schema.error_log


def test_the_schema_of_xliff_rejects_other_files(schema: etree.XMLSchema) -> None:
    written = xliff.write(PLAIN).replace(b"<source>", b"<origin>").replace(b"</source", b"</origin")
    assert not schema.validate(etree.fromstring(written))


@pytest.mark.parametrize("language", ["fr", "pt-PT", "ar", "pl", "ja", "sr-Latn", "xx"])
def test_msgfmt_accepts_a_catalogue(gettext: Path, tmp_path: Path, language: str) -> None:
    file = tmp_path / "catalogue.po"
    for entries in (GOOD.entries, PLAIN.entries, ()):
        file.write_bytes(po.write(Catalogue(GOOD.project, "en", language, entries)))
        _run(gettext / "msgfmt", "--check", "--output-file", tmp_path / "catalogue.mo", file)


@pytest.mark.parametrize("catalogue", [GOOD, PLAIN], ids=["everything", "plain"])
def test_a_catalogue_that_gettext_wrote_again_is_the_same(
    gettext: Path, tmp_path: Path, catalogue: Catalogue
) -> None:
    file, again = tmp_path / "catalogue.po", tmp_path / "again.po"
    file.write_bytes(po.write(catalogue))
    for options in ([], ["--width=20"], ["--no-wrap"]):
        _run(gettext / "msgcat", *options, "--output-file", again, file)
        assert again.read_bytes() != file.read_bytes()
        read, problems = po.read(again.read_bytes(), "again.po")
        assert not problems
        assert no_lines(read) == catalogue


def test_msgmerge_keeps_translations_and_marks_what_changed(gettext: Path, tmp_path: Path) -> None:
    old, new, merged = tmp_path / "old.po", tmp_path / "new.po", tmp_path / "merged.po"
    entries = (CatalogueEntry("a", "Our work now"), *PLAIN.entries[1:3])
    old.write_bytes(po.write(PLAIN))
    new.write_bytes(po.write(Catalogue(PLAIN.project, "en", "fr", entries)))
    _run(gettext / "msgmerge", "--previous", "--quiet", "--output-file", merged, old, new)
    read, problems = po.read(merged.read_bytes(), "merged.po")
    assert [problem.rule for problem in problems] == ["catalogue-cut"]  # it keeps the old number
    first, *_ = no_lines(read).entries
    assert (first.target, first.state, first.previous) == ("Notre travail", "outdated", "Our work")


def _opened(form: ModuleType, catalogue: Catalogue, folder: Path) -> Any:
    file = folder / ("fr.po" if form is po else "fr.xlf")
    file.write_bytes(form.write(catalogue))
    return factory.getobject(str(file))


@pytest.mark.parametrize("form", [po, xliff], ids=["po", "xliff"])
@pytest.mark.parametrize("catalogue", [GOOD, PLAIN], ids=["everything", "plain"])
def test_translate_toolkit_reads_what_was_written(
    form: ModuleType, catalogue: Catalogue, tmp_path: Path
) -> None:
    store = _opened(form, catalogue, tmp_path)
    units = [unit for unit in store.units if unit.source and not unit.isheader()]
    assert [(str(unit.source), str(unit.target or "")) for unit in units] == [
        (entry.source, entry.target or (entry.source if form is xliff else ""))
        for entry in catalogue.entries
    ]
    assert [unit.istranslated() and not unit.isfuzzy() for unit in units] == [
        entry.state == "done" for entry in catalogue.entries
    ]
    for unit, entry in zip(units, catalogue.entries, strict=True):
        keys = unit.getcontext() if form is po else unit.getid()
        assert entry.key in keys
        assert all(note.split("\n")[0] in unit.getnotes() for note in entry.notes)


@pytest.mark.parametrize("form", [po, xliff], ids=["po", "xliff"])
def test_a_catalogue_that_translate_toolkit_wrote_again_is_the_same(
    form: ModuleType, tmp_path: Path
) -> None:
    read, problems = form.read(bytes(_opened(form, GOOD, tmp_path)), "again")
    assert not problems
    assert no_lines(read) == GOOD


@pytest.mark.parametrize("form", [po, xliff], ids=["po", "xliff"])
def test_a_translation_made_in_translate_toolkit_comes_back(
    form: ModuleType, tmp_path: Path
) -> None:
    store = _opened(form, PLAIN, tmp_path)
    unit = store.units[-1]
    unit.target = "Notre « travail »\nà nous"
    read, problems = form.read(bytes(store), "again")
    assert not problems
    last = no_lines(read).entries[-1]
    assert (last.key, last.target, last.state) == ("d", "Notre « travail »\nà nous", "done")


@pytest.mark.parametrize("form", [po, xliff], ids=["po", "xliff"])
def test_the_checks_of_translate_toolkit_find_nothing(form: ModuleType, tmp_path: Path) -> None:
    checker = checks.StandardUnitChecker(), checks.StandardChecker()
    for unit in _opened(form, PLAIN, tmp_path).units:
        if unit.istranslated():
            for check in checker:
                assert not check.run_filters(unit)
