"""XLIFF files: those that other programs write are read, and nothing else is loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.site.translation_state import TranslationState
from brochure.translation.formats import xliff
from brochure.translation.formats.catalogue import CatalogueEntry
from tests.brochure.formats.catalogue_strategies import GOOD, OFFERED, no_lines
from tests.support.golden import check_file, check_section

HERE = Path(__file__).parent
UNIT = '<trans-unit id="a"><source>A</source><target>B</target></trans-unit>'
FILE = '<file original="p" source-language="en" target-language="fr" datatype="plaintext">'
ROOT = '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'


def _file(units: str) -> bytes:
    return f"{ROOT}{FILE}<body>\n{units}\n</body></file></xliff>".encode()


def _problems(units: str) -> list[str]:
    """Return what is wrong, as ``line:column rule``."""
    _, problems = xliff.read(_file(units), "fr.xlf")
    return [f"{p.line - 1}:{p.column} {p.rule.removeprefix('catalogue-')}" for p in problems]


def _units(units: str) -> list[CatalogueEntry]:
    catalogue, _ = xliff.read(_file(units), "fr.xlf")
    return list(no_lines(catalogue).entries)


def test_the_file_looks_as_the_standard_wants_it() -> None:
    check_file(HERE / "good.xliff", xliff.write(GOOD).decode())


def test_what_was_translated_before_is_offered_beside_the_text_and_not_as_one() -> None:
    written = xliff.write(OFFERED)
    check_file(HERE / "offered.xliff", written.decode())
    catalogue, problems = xliff.read(written, "pt-PT.xliff")
    assert not problems
    assert [(e.target, e.state) for e in no_lines(catalogue).entries] == [("", "missing")]


def test_a_unit_has_the_key_that_its_program_kept_for_it() -> None:
    (entry,) = _units(UNIT.replace('id="a"', 'id="1" resname="a"'))
    assert entry.key == "a"


def test_the_line_of_a_position_may_be_missing_or_invalid() -> None:
    path, line = (f'<context context-type="{name}">' for name in ("sourcefile", "linenumber"))
    groups = "".join(
        f"<context-group>{inner}</context-group>"
        for inner in (
            f"{path}a.md</context>",
            f"{path}b.md</context>{line}x</context>",
            f"{path}c.md</context>{line}3</context>",
            f"{line}4</context>",
        )
    )
    (entry,) = _units(UNIT.replace("</trans-unit>", f"{groups}</trans-unit>"))
    assert entry.positions == (("a.md", 0), ("b.md", 0), ("c.md", 3))


@pytest.mark.parametrize(
    ("target", "state"),
    [
        ("", "missing"),
        ("<target/>", "missing"),
        ('<target state="new"></target>', "missing"),
        ('<target state="new">A</target>', "missing"),
        ('<target state="needs-translation">A</target>', "missing"),
        ("<target>A</target>", "missing"),
        ('<target state="translated">A</target>', "done"),
        ('<target state="final">A</target>', "done"),
        ('<target state="new">B</target>', "done"),
        ('<target state="new" state-qualifier="mt-suggestion">B</target>', "review"),
        ('<target state="needs-translation">B</target>', "review"),
        ('<target state="needs-review-l10n">B</target>', "review"),
        ('<target state="needs-adaptation">B</target>', "review"),
        ('<target state="needs-l10n">B</target>', "review"),
        ('<target state="translated">B</target>', "done"),
        ('<target state="final">B</target>', "done"),
        ('<target state="signed-off">B</target>', "done"),
        ("<target>B</target>", "done"),
    ],
)
def test_state_follows_the_target_and_what_it_says(target: str, state: str) -> None:
    unit = f'<trans-unit id="a"><source>A</source>{target}</trans-unit>'
    assert [unit.state for unit in _units(unit)] == [state]


@pytest.mark.parametrize(
    ("version", "base", "state"),
    [
        ("Version: 41c053617728", "41c053617728", "done"),
        ("Version: none", "", "missing"),
        ("Version: ", None, "missing"),
        ("another program's", None, "missing"),
    ],
)
def test_a_copy_without_a_state_is_a_translation_where_there_was_one_before(
    version: str, base: str | None, state: TranslationState
) -> None:
    (entry,) = _units(UNIT.replace(">B<", ">A<").replace('"a"', f'"a" extradata="{version}"'))
    assert (entry.base, entry.state) == (base, state)


def test_an_outdated_target_that_a_program_marks_for_review_is_no_longer_outdated() -> None:
    outdated, review = "needs-adaptation", "needs-review-translation"
    before = '<alt-trans alttranstype="previous-version"><source>C</source></alt-trans>'
    unit = UNIT.replace("<target>", f'<target state="{outdated}">')
    unit = unit.replace("</trans-unit>", f"{before}</trans-unit>")
    assert _units(unit) == [CatalogueEntry("a", "A", "B", "outdated", "C")]
    assert _units(unit.replace(outdated, review)) == [CatalogueEntry("a", "A", "B", "review")]


def test_marks_of_segments_are_read_as_text() -> None:
    marked = (
        '<mrk mtype="seg" mid="1">B<!-- c --> </mrk> <mrk mtype="seg"><mrk mtype="x">C</mrk></mrk>'
    )
    unit = UNIT.replace(">B<", f">{marked}<").replace(">A<", "><![CDATA[A<b>]]>&#x41;<?pi?><")
    assert _units(unit) == [CatalogueEntry("a", "A<b>A", "B  C", "done")]


@pytest.mark.parametrize("inline", ['<g id="1">B</g>', '<x id="1"/>', '<ph id="1">b</ph>', "<b/>"])
def test_a_unit_with_an_inline_element_is_left_out(inline: str) -> None:
    other = UNIT.replace('"a"', '"b"')
    for text in ("A", "B"):
        units = f"{UNIT.replace(f'>{text}<', f'>{text}{inline}<')}\n  {other}"
        assert _problems(units) == ["1:1 inline"]
        assert [unit.key for unit in _units(units)] == ["b"]


def test_groups_other_attributes_and_elements_are_ignored() -> None:
    unit = UNIT.replace("<target>", "<seg-source>A</seg-source><target xml:lang='fr' t:x='1'>")
    more = '<header><tool tool-id="t" tool-name="T"/></header>'
    grouped = f'<group xmlns:t="urn:tool" id="g">{unit}<t:trans-unit/></group>'
    data = _file(grouped).replace(b"<body>", f"{more}<body>".encode())
    read, problems = xliff.read(data, "fr.xlf")
    assert not problems
    assert no_lines(read).entries == (CatalogueEntry("a", "A", "B", "done"),)


def test_a_prefix_for_the_namespace_changes_nothing() -> None:
    data = xliff.write(GOOD).decode().replace("<", "<x:").replace("<x:/", "</x:")
    data = data.replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")
    read, problems = xliff.read(data.encode(), "fr.xlf")
    assert not problems
    assert no_lines(read) == GOOD


def test_each_problem_has_line_and_column_also_where_all_is_in_one_line() -> None:
    empty = UNIT.replace(">A<", "><")
    units = f"<!-- {UNIT} --><![CDATA[{UNIT}]]>{UNIT}\n\n {UNIT.replace('a', 'b')}{empty}"
    hidden = units.replace("<![CDATA[", "<note><![CDATA[").replace("]]>", "]]></note>")
    column = 2 + len(UNIT)
    assert _problems(hidden) == [f"3:{column} source"]


@pytest.mark.parametrize(
    ("unit", "wrong"),
    [
        ("<trans-unit><source>A</source></trans-unit>", ["1:1 key"]),
        ('<trans-unit id="a"><target>A</target></trans-unit>', ["1:1 source"]),
        (f"{UNIT}{UNIT}", [f"1:{len(UNIT) + 1} duplicate"]),
        ('<trans-unit id="a"><source>&nbsp;</source></trans-unit>', ["1:34 syntax"]),
        ("<note\n=", ["2:1 syntax"]),
        ("</file>", ["1:8 syntax"]),
        ('<trans-unit id="a"><source>A<g/></source></trans-unit>', ["1:1 inline"]),
        (f"</body></file>{FILE.replace('fr', 'pt')}<body>{UNIT}", ["1:1 file"]),
        (f"</body></file>{FILE}<body>{UNIT}", []),
    ],
)
def test_what_is_wrong_is_reported_with_its_position(unit: str, wrong: list[str]) -> None:
    assert _problems(unit) == wrong
    _, problems = xliff.read(_file(unit), "fr.xlf")
    check_section(HERE / "xliff-problems.txt", repr(unit), "".join(f"{p}\n" for p in problems))


def test_another_language_in_the_same_file_is_left_out() -> None:
    other = FILE.replace('"fr"', '"pt"')
    units = f"{UNIT}</body></file>{other}<body>{UNIT.replace('a', 'b')}"
    assert [unit.key for unit in _units(units)] == ["a"]


def test_a_unit_outside_of_a_file_element_is_read_like_others() -> None:
    data = _file("").replace(ROOT.encode(), f"{ROOT}{UNIT}".encode())
    read, problems = xliff.read(data, "fr.xlf")
    assert not problems
    assert [entry.key for entry in no_lines(read).entries] == ["a"]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("begin", "rule"),
    [
        (BOMB, "doctype"),
        (
            '<?xml version="1.0"?> <!-- <a> --> <!DOCTYPE xliff SYSTEM "file:///etc/passwd">',
            "doctype",
        ),
        ('<?xml version="1.0" encoding="ISO-8859-1"?>', "encoding"),
        ("<html>", "kind"),
        ('<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0">', "kind"),
        ("<xliff>", "kind"),
        ("", "kind"),
        ('msgid ""', "kind"),
    ],
)
def test_what_is_not_plain_xliff_is_rejected(begin: str, rule: str) -> None:
    rest = _file(UNIT) if rule in {"doctype", "encoding"} else b""
    read, problems = xliff.read(begin.encode() + rest, "fr.xlf")
    assert read is None
    assert [problem.rule for problem in problems] == [f"catalogue-{rule}"]


@pytest.mark.parametrize("encoding", ["utf-8", "UTF-8", "utf8", "UTF8"])
def test_utf_8_may_be_declared_in_any_spelling(encoding: str) -> None:
    declared = f"<?xml version='1.0' encoding='{encoding}'?>".encode()
    read, problems = xliff.read(declared + _file(UNIT.replace("B", "é")), "fr.xlf")
    assert not problems
    assert no_lines(read).entries == (CatalogueEntry("a", "A", "é", "done"),)


def test_a_doctype_cannot_hide_in_another_encoding() -> None:
    hidden = f"<?x {ROOT.encode().decode('utf-16-le', 'replace')}?>{BOMB}<a/>".encode("utf-16-le")
    read, problems = xliff.read(hidden, "fr.xlf")
    assert read is None
    assert problems


@pytest.mark.parametrize("declared", ["", "utf-8", "UTF-16", "utf-16BE"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_read_whatever_the_file_declares(declared: str, encoding: str) -> None:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    unit = UNIT.replace(">A<", ">Ĉ 🙂<")
    text = f"\ufeff{declaration}{_file(unit).decode()}"
    read, problems = xliff.read(text.encode(encoding), "fr.xlf")
    assert not problems
    assert [entry.source for entry in no_lines(read).entries] == ["Ĉ 🙂"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_doctype_is_refused_in_every_encoding(encoding: str) -> None:
    read, problems = xliff.read(f"\ufeff{BOMB}{_file(UNIT).decode()}".encode(encoding), "fr.xlf")
    assert read is None
    assert [problem.rule for problem in problems] == ["catalogue-doctype"]


def test_a_declaration_of_utf_16_in_a_file_in_utf_8_is_a_problem() -> None:
    data = b'<?xml version="1.0" encoding="UTF-16"?>' + _file(UNIT)
    read, problems = xliff.read(data, "fr.xlf")
    assert read is None
    assert [problem.rule for problem in problems] == ["catalogue-encoding"]


def test_a_file_may_name_no_language() -> None:
    data = _file(UNIT).replace(b'target-language="fr"', b"")
    read, problems = xliff.read(data, "fr.xlf")
    assert not problems
    assert no_lines(read).language == ""
    assert len(no_lines(read).entries) == 1
