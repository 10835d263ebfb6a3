"""Translation memories as TMX: what other programs write is read, and nothing else is loaded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from translate.storage import tmx as toolkit

from brochure.files.memory_file import MemoryEntry
from brochure.translation.formats import tmx
from tests.brochure.formats.catalogue_strategies import TEXTS
from tests.support.golden import check_file, check_section

HERE = Path(__file__).parent
MEMORY = [
    MemoryEntry("Our <work>", "Notre travail\n\n\t«là»", "areas.work.title"),
    MemoryEntry("Menu", "Menü & mehr"),
]
UNIT = '<tu><tuv xml:lang="en"><seg>A</seg></tuv><tuv xml:lang="fr"><seg>B</seg></tuv></tu>'


def _file(units: str, head: str = "") -> bytes:
    return f'{head}<tmx version="1.4"><header/><body>{units}</body></tmx>'.encode()


def _units(data: bytes) -> list[dict[str, str]]:
    memory, problems = tmx.read(data, "fr.tmx")
    assert memory is not None, problems
    assert not problems
    return [dict(unit) for unit in memory.units]


def test_the_file_looks_as_the_standard_wants_it() -> None:
    check_file(HERE / "good.tmx", tmx.write(MEMORY, "en", "pt-BR").decode())


ENTRIES = st.builds(MemoryEntry, TEXTS.filter(bool), TEXTS.filter(bool), st.just(""))


@given(st.lists(ENTRIES, max_size=5))
def test_a_memory_comes_back_as_it_was(entries: list[MemoryEntry]) -> None:
    assert _units(tmx.write(entries, "en", "fr")) == [
        {"en": entry.source, "fr": entry.translation} for entry in entries
    ]


@given(st.lists(ENTRIES, max_size=5))
def test_translate_toolkit_reads_what_is_written(entries: list[MemoryEntry]) -> None:
    store: Any = toolkit.tmxfile()
    store.parse(tmx.write(entries, "en", "fr"))
    assert [(unit.source, unit.target) for unit in store.units] == [e[:2] for e in entries]


def test_what_translate_toolkit_writes_is_read() -> None:
    store: Any = toolkit.tmxfile()
    store.addtranslation("A & <b>", "en", "B\nC", "pt_BR")
    assert _units(bytes(store)) == [{"en": "A & <b>", "pt_BR": "B\nC"}]


@pytest.mark.parametrize(
    "head",
    [
        *("", "\ufeff", '<?xml version="1.0" encoding="UTF-8"?>\n', "<!-- <tu> -->"),
        *('<!DOCTYPE tmx SYSTEM "tmx14.dtd">', "<!DOCTYPE tmx>", "<!DOCTYPE tmx SYSTEM 'a.dtd' >"),
        '<?xml version="1.0"?>\n<!DOCTYPE tmx\n  PUBLIC "-//LISA//DTD TMX//EN" "http://[::1]:9/">\n',
    ],
)
def test_a_reference_to_the_dtd_is_not_followed(head: str) -> None:
    assert _units(_file(UNIT, head)) == [{"en": "A", "fr": "B"}]


def test_a_file_in_utf_16_is_read() -> None:
    head = '<?xml version="1.0" encoding="UTF-16"?>'
    assert _units(_file(UNIT, head).decode().encode("utf-16")) == [{"en": "A", "fr": "B"}]


def test_languages_are_read_as_before_version_1_4() -> None:
    assert _units(_file(UNIT.replace("xml:lang", "lang"))) == [{"en": "A", "fr": "B"}]


def test_texts_with_codes_are_left_out_and_counted() -> None:
    coded = UNIT.replace(">B<", '>B<bpt i="1">[</bpt>C<ept i="1">]</ept><')
    marked = UNIT.replace(">B<", ">B <hi>C</hi><")
    memory, _ = tmx.read(_file(coded + marked), "fr.tmx")
    assert memory is not None
    assert memory.with_codes == 1
    assert memory.units == ({"en": "A"}, {"en": "A", "fr": "B C"})


ENTITY = '<!DOCTYPE tmx [<!ENTITY e "x">]>'
BAD = {
    "an entity": _file(UNIT.replace(">A<", ">&e;<"), ENTITY),
    "a file as an entity": _file(UNIT, '<!DOCTYPE tmx [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
    "a subset after the reference": _file(UNIT, '<!DOCTYPE tmx SYSTEM "a" [<!ENTITY e "x">]>'),
    "two doctypes": _file(UNIT, f'<!DOCTYPE tmx SYSTEM "a">{ENTITY}'),
    "an unknown entity": _file(UNIT.replace(">A<", ">&nbsp;<")),
    "another kind": b"<html></html>",
    "nothing": b"",
    "another encoding": _file(UNIT, '<?xml version="1.0" encoding="ISO-8859-1"?>'),
    "bytes of another encoding": _file(UNIT) + b"\xe9",
    "a file that was cut": _file(UNIT)[:-30],
    "too many units": _file(UNIT * 50_001),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_not_plain_tmx_is_refused_with_the_reason(name: str) -> None:
    memory, problems = tmx.read(BAD[name], "fr.tmx")
    assert memory is None
    text = "".join(f"{problem}\n" for problem in problems)
    check_section(HERE / "tmx-problems.txt", name, text)
