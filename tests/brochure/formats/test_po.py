"""PO files: those that other programs write are read, and what is wrong is reported."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from brochure.translation.formats import po
from brochure.translation.formats.catalogue import CatalogueEntry
from tests.brochure.formats.catalogue_strategies import GOOD, OFFERED, no_lines
from tests.support.golden import check_file, check_section

HERE = Path(__file__).parent
HEADER = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n\n'
UNIT = 'msgctxt "a"\nmsgid "A"\nmsgstr "B"\n'


def _problems(text: str) -> list[str]:
    """Return what is wrong, as ``line:column rule``."""
    _, problems = po.read((HEADER + text).encode(), "fr.po")
    return [f"{p.line - 4}:{p.column} {p.rule.removeprefix('catalogue-')}" for p in problems]


def _units(text: str) -> list[CatalogueEntry]:
    catalogue, _ = po.read((HEADER + text).encode(), "fr.po")
    assert catalogue
    return list(no_lines(catalogue).entries)


def test_equal_sources_with_different_keys_both_survive() -> None:
    read, problems = po.read(po.write(GOOD), "fr.po")
    assert not problems
    assert [e.key for e in no_lines(read).entries if e.source == "Menu"] == [
        "strings.header.menu",
        "strings.footer.menu",
    ]


def test_the_file_looks_as_gettext_wants_it() -> None:
    check_file(HERE / "good.po", po.write(GOOD).decode())


def test_what_was_translated_before_is_offered_beside_the_text_and_not_as_one() -> None:
    written = po.write(OFFERED)
    check_file(HERE / "offered.po", written.decode())
    catalogue, problems = po.read(written, "pt-PT.po")
    assert not problems
    assert [(e.target, e.state) for e in no_lines(catalogue).entries] == [("", "missing")]


def test_broken_lines_make_one_text() -> None:
    text = '#, fuzzy\n#| msgid ""\n#| "Be"\n#| "fore"\nmsgctxt ""\n"a"\nmsgid "A"\n"a"\nmsgstr ""\n'
    assert _units(f'{text}"B"\n"b"\n') == [CatalogueEntry("a", "Aa", "Bb", "outdated", "Before")]


def test_state_follows_flag_and_text() -> None:
    fuzzy = f"#, c-format, fuzzy\n{UNIT}"
    assert [unit.state for unit in _units(UNIT)] == ["done"]
    assert [unit.state for unit in _units(fuzzy)] == ["review"]
    changed = [unit.state for unit in _units(f'#| msgid "C"\n{fuzzy}')]
    assert changed == ["outdated"]
    assert [unit.state for unit in _units(fuzzy.replace("B", ""))] == ["missing"]


def test_obsolete_units_and_other_comments_are_not_read_as_units() -> None:
    obsolete = '# by me\n#, fuzzy\n#~| msgid "x"\n#~ msgctxt "o"\n#~ msgid "O"\n#~ msgstr "P"\n'
    assert _units(f"{obsolete}\n{UNIT}\n{obsolete}") == [CatalogueEntry("a", "A", "B", "done")]
    assert _problems(f"{obsolete}\n{UNIT}\n{obsolete}") == []


@pytest.mark.parametrize(
    ("comments", "base"),
    [
        ("# Version: 41c053617728\n", "41c053617728"),
        ("# By me\n#Version: 41c0\n# Version: 5d0f\n", "41c0"),
        ("# Version: none\n", ""),
        ("", None),
        ("# Version: mine\n#. Version: 41c0\n", None),
    ],
)
def test_the_version_is_what_a_translators_comment_states(comments: str, base: str | None) -> None:
    assert _units(comments + UNIT)[0].base == base


def test_positions_are_read_as_gettext_writes_them() -> None:
    text = "#: a.md:1 b:2:3 plain\n#: \u2068with space.md\u2069:4 c.md:9999999999999\n"
    places = (("a.md", 1), ("b:2", 3), ("plain", 0), ("with space.md", 4))
    assert _units(text + UNIT)[0].positions == (*places, ("c.md:9999999999999", 0))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('msgctxt "a"\nmsgid "A"\nmsgstr "B\n', ["3:8 syntax"]),
        ('msgctxt "a"\nmsgid "A"\nmsgstr "B\\"\n', ["3:8 syntax"]),
        ('msgctxt "a"\nmsgid "A"\nmsgstr "B" x\n', ["3:8 syntax"]),
        ('msgctxt "a"\nmsgid "A"\nmsgstr "\\x"\n', ["3:8 syntax"]),
        ('msgctxt "a"\nmsgid "A"\nmsgstr B\n', ["3:8 syntax"]),
        ('msgctxt "a"\nmsgid "A"\nmsgstr\n', ["3:7 syntax"]),
        ('msgctxt "a"\nmsgid "A"\nmsgstr "B"\nmsgstr "C"\n', ["4:8 syntax"]),
        ('msgctxt "a"\nmsgid "A"\n', ["2:1 syntax"]),
        ('msgctxt "a"\n', ["1:1 syntax"]),
        ('# C\n"B"\n', ["2:1 syntax"]),
        ("  what?\n", ["1:3 syntax"]),
        ('#| msgid "x\n' + UNIT, ["1:10 syntax"]),
        ('msgid "A"\nmsgstr "B"\n', ["1:1 key"]),
        ('msgctxt "a"\nmsgid ""\nmsgstr "B"\n', ["1:1 source"]),
        (
            'msgctxt "a"\nmsgid "A"\nmsgid_plural "B"\nmsgstr[0] "C"\nmsgstr[1] "D"\n',
            ["1:1 plural"],
        ),
        ('msgctxt "a"\nmsgid "A"\nmsgstr[0] "C"\n', ["1:1 plural"]),
        ('msgctxt "a"\nmsgid "A"\nmsgstr "\\r"\n', ["1:1 character"]),
        ("", ["1:1 empty"]),
    ],
)
def test_what_is_wrong_is_reported_with_its_position_and_only_that_is_left_out(
    text: str, wrong: list[str]
) -> None:
    assert _problems(text) == wrong
    _, problems = po.read((HEADER + text).encode(), "fr.po")
    check_section(HERE / "po-problems.txt", repr(text), "".join(f"{p}\n" for p in problems))
    good = UNIT.replace('"a"', '"good"')
    assert _units(f"# First\n{good}\n# Second\n{text}")[:1] == [
        CatalogueEntry("good", "A", "B", "done")
    ]
    if wrong != ["1:1 empty"]:
        assert CatalogueEntry("good", "A", "B", "done") in _units(f"{text}\n# Last\n{good}")
        assert len(_units(f"{text}\n# Last\n{good}")) == 1


def test_a_damaged_previous_source_does_not_make_its_unit_good() -> None:
    assert _units(f'#, fuzzy\n#| msgid "x\n{UNIT}') == []


def test_the_last_of_fewer_units_than_the_header_states_is_left_out() -> None:
    lines = po.write(GOOD).decode().split("\n\n")
    read, problems = po.read("\n\n".join(lines[:-1]).encode(), "fr.po")
    assert problems[0].rule == "catalogue-cut"
    assert problems[0].message == "the file ends early: 4 of 5 units"
    assert no_lines(read).entries == GOOD.entries[:3]


def test_without_a_number_in_the_header_any_number_of_units_is_valid() -> None:
    lines = po.write(GOOD).decode().replace('"X-Units: 5\\n"\n', "").split("\n\n")
    read, problems = po.read(("\n\n".join(lines[:-1]) + "\n").encode(), "fr.po")
    assert not problems
    assert no_lines(read) == replace(GOOD, entries=GOOD.entries[:4])


def test_more_units_than_the_header_states_are_read() -> None:
    read, problems = po.read(po.write(GOOD) + f"\n{UNIT}".encode(), "fr.po")
    assert not problems
    assert len(no_lines(read).entries) == 6


def test_a_file_without_header_names_no_language() -> None:
    read, problems = po.read(UNIT.encode(), "fr.po")
    assert not problems
    assert read
    assert (read.project, read.source_language, read.language) == ("", "", "")


@pytest.mark.parametrize("charset", ["UTF-16", "utf-16le", "UTF-8", "CHARSET"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_read_whatever_a_program_left_in_the_header(charset: str, encoding: str) -> None:
    text = po.write(GOOD).decode().replace("charset=UTF-8", f"charset={charset}")
    read, problems = po.read(f"\ufeff{text}".replace("\n", "\r\n").encode(encoding), "fr.po")
    assert not problems
    assert no_lines(read) == GOOD


def test_utf_16_that_is_cut_within_a_character_is_read_up_to_there() -> None:
    read, problems = po.read(f"\ufeff{po.write(GOOD).decode()}".encode("utf-16-le")[:-1], "fr.po")
    assert [problem.rule for problem in problems] == ["catalogue-encoding"]
    assert "expected UTF-16" in problems[0].message
    assert no_lines(read).entries == GOOD.entries[:-1]


@pytest.mark.parametrize("charset", ["ISO-8859-1", "UTF-16", "nonsense"])
def test_another_declared_encoding_is_a_problem(charset: str) -> None:
    data = po.write(GOOD).replace(b"charset=UTF-8", f"charset={charset}".encode())
    read, problems = po.read(data, "fr.po")
    assert read is None
    assert [problem.rule for problem in problems] == ["catalogue-encoding"]
