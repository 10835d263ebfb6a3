"""What is written is read again, and nothing that was cut or broken is mistaken for complete."""

from __future__ import annotations

import re
from dataclasses import replace
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.problems import Problem
from brochure.site.translation_state import TranslationState
from brochure.translation.formats import xliff
from brochure.translation.formats.catalogue import Catalogue, CatalogueEntry
from tests.brochure.formats.catalogue_strategies import CATALOGUES, FORMATS, GOOD, no_lines
from tests.brochure.strategies import DAMAGE, Damage

both = pytest.mark.parametrize("form", FORMATS, ids=["po", "xliff"])


def _check(form: ModuleType, data: bytes) -> tuple[dict[str, CatalogueEntry], list[Problem]]:
    """Read anything; return the units, and problems that can be shown."""
    catalogue, problems = form.read(data, "file")
    lines = data.decode("utf-8", "replace").count("\n") + data.count(b"\r") + 1
    for problem in problems:
        assert 1 <= problem.line <= lines
        assert problem.column >= 1
        assert problem.rule.startswith("catalogue-")
        str(problem).encode()
    assert catalogue or problems
    return {entry.key: entry for entry in catalogue.entries} if catalogue else {}, problems


@both
@given(catalogue=CATALOGUES)
def test_a_catalogue_comes_back_as_it_was(form: ModuleType, catalogue: Catalogue) -> None:
    read, problems = form.read(form.write(catalogue), "file")
    assert not problems
    assert no_lines(read) == catalogue


@both
@given(catalogue=CATALOGUES)
def test_equal_catalogues_have_equal_files(form: ModuleType, catalogue: Catalogue) -> None:
    data = form.write(catalogue)
    assert form.write(replace(catalogue)) == data
    assert form.write(form.read(data, "file")[0]) == data


@both
def test_each_unit_has_its_line(form: ModuleType) -> None:
    data = form.write(GOOD)
    lines = data.decode().split("\n")
    for entry in form.read(data, "file")[0].entries:
        begin = {"po": "msgctxt ", "xliff": "<trans-unit id="}[form.__name__.rpartition(".")[2]]
        assert lines[entry.line - 1].strip().startswith(f'{begin}"{entry.key}"')


@both
def test_line_ends_of_windows_and_a_byte_order_mark_change_nothing(form: ModuleType) -> None:
    data = b"\xef\xbb\xbf" + form.write(GOOD).replace(b"\n", b"\r\n")
    read, problems = form.read(data, "file")
    assert not problems
    assert no_lines(read) == GOOD


@both
def test_a_file_that_is_cut_anywhere_is_reported_and_has_only_complete_units(
    form: ModuleType,
) -> None:
    data = form.write(GOOD)
    whole, _ = _check(form, data)
    for size in range(len(data) - 1):
        read, problems = _check(form, data[:size])
        assert problems, data[:size]
        assert read.items() <= whole.items(), data[:size]


@both
@given(catalogue=CATALOGUES, at=st.integers(0))
def test_any_file_may_be_cut(form: ModuleType, catalogue: Catalogue, at: int) -> None:
    data = form.write(catalogue)
    whole, _ = _check(form, data)
    size = at % len(data)
    read, problems = _check(form, data[:size])
    assert problems or size == len(data) - 1  # the last line's end may be missing
    assert read.items() <= whole.items()


@both
@given(data=st.binary(max_size=300))
def test_no_bytes_are_too_strange(form: ModuleType, data: bytes) -> None:
    _check(form, data)


@both
@given(damage=DAMAGE, charset=st.sampled_from(["utf-8", "utf-16", "utf-16-le", "latin-1"]))
def test_no_damage_is_too_strange(form: ModuleType, damage: Damage, charset: str) -> None:
    _check(form, damage.to(form.write(GOOD).decode()).encode(charset, "replace"))


@both
def test_another_encoding_is_a_problem_with_its_position(form: ModuleType) -> None:
    entries = (
        CatalogueEntry("a", "A", "a", "done"),
        CatalogueEntry("b", "B", "à", "done"),
        CatalogueEntry("c", "C"),
    )
    data = form.write(replace(GOOD, entries=entries)).decode().encode("latin-1")
    read, problems = _check(form, data)
    before = data[: data.index(b"\xe0")]
    assert [(p.rule, p.line) for p in problems] == [("catalogue-encoding", before.count(b"\n") + 1)]
    assert problems[0].column == len(before) - before.rfind(b"\n")
    assert list(read) == ["a"]


@both
def test_a_control_character_in_a_text_is_a_problem(form: ModuleType) -> None:
    data = form.write(GOOD).replace(b"Diretora", b"Diret\x7fora")
    read, problems = _check(form, data)
    assert [problem.rule for problem in problems] == ["catalogue-character"]
    assert "U+007F" in problems[0].message
    assert list(read) == [entry.key for entry in GOOD.entries[:-1]]


@both
def test_equal_keys_are_a_problem_and_the_first_one_is_read(form: ModuleType) -> None:
    data = form.write(GOOD).replace(b"people.role", b"strings.header.menu")
    read, problems = _check(form, data)
    assert [problem.rule for problem in problems] == ["catalogue-duplicate"]
    assert read["strings.header.menu"].source == "Menu"


def test_xliff_without_the_element_that_says_what_it_is_for_is_rejected() -> None:
    data = re.sub(rb"</?file[^>]*>", b"", xliff.write(GOOD))
    read, problems = xliff.read(data, "file")
    assert read is None
    assert [(p.rule, p.message) for p in problems] == [
        ("catalogue-kind", "the file has no <file> element; expected one with the units in it")
    ]


@both
def test_a_big_file_is_rejected(form: ModuleType) -> None:
    read, problems = form.read(b" " * 20_000_001, "file")
    assert read is None
    assert [problem.rule for problem in problems] == ["catalogue-size"]


@pytest.mark.soak
@both
def test_a_file_with_too_many_units_is_rejected(form: ModuleType) -> None:
    units = tuple(CatalogueEntry(f"key.{number}", "A") for number in range(50_001))
    read, problems = form.read(form.write(replace(GOOD, entries=units)), "file")
    assert read is None
    assert [problem.rule for problem in problems] == ["catalogue-size"]
    read, problems = form.read(form.write(replace(GOOD, entries=units[:50_000])), "file")
    assert not problems
    assert len(read.entries) == 50_000


@both
def test_more_problems_than_anybody_reads_are_counted(form: ModuleType) -> None:
    data = form.write(
        replace(GOOD, entries=tuple(CatalogueEntry(f"k{n}.", "A") for n in range(300)))
    )
    data = data.replace(b"msgctxt", b"#").replace(b"<source>A<", b"<source><")
    read, problems = _check(form, data)
    assert not read
    assert len(problems) == 101
    assert problems[-1].message == "and 200 more problems, which are not listed"


@pytest.mark.parametrize(
    ("key", "source", "target", "state", "previous"),
    [
        ("", "A", "", "missing", ""),
        ("key", "", "", "missing", ""),
        ("key", "A", "B", "missing", ""),
        ("key", "A", "", "done", ""),
        ("key", "A", "", "outdated", ""),
        ("key", "A", "B", "done", "C"),
    ],
)
def test_an_invalid_unit_cannot_be_created(
    key: str, source: str, target: str, state: TranslationState, previous: str
) -> None:
    with pytest.raises(ValueError, match=f'the unit "{key}"'):
        CatalogueEntry(key, source, target, state, previous)


def test_a_key_cannot_be_that_of_two_units() -> None:
    with pytest.raises(ValueError, match="duplicate keys: key"):
        replace(GOOD, entries=(CatalogueEntry("key", "A"), CatalogueEntry("key", "B")))
