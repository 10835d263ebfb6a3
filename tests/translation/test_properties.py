"""What holds for any text, in any language, in any order."""

from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from brochure.files import record_file, translation_file
from brochure.files.text_file import character_problems
from brochure.files.translation_record import TranslationRecord, digest
from brochure.files.yaml_reader import parse_yaml
from brochure.problems import Location, Position
from brochure.site.loader import load
from brochure.text.parser import parse
from brochure.text.sections import LEAD, sections
from brochure.translation.difference import difference
from tests.brochure.sites import good_site
from tests.brochure.strategies import SIGNS, SNIPPETS
from tests.support import depth
from tests.translation.commands import done, exported, load_any, read, translate

ANY = st.text(st.characters(codec="utf-8"), max_size=40)
_PIECES = st.one_of(
    SIGNS,
    SNIPPETS,
    st.text(st.characters(codec="utf-8"), max_size=9),
    st.sampled_from(
        ["\n\n", "# ", "\n## B {#b}\n", "\n```\n", "\n~~~~\n", "`", "{#", "\u00a0", "\n#"]
    ),
)
MARKDOWN = st.lists(_PIECES, max_size=12).map("".join)


def _is_good(text: str) -> bool:
    return not character_problems(text, "") and "\r" not in text


TEXTS = MARKDOWN.map(lambda text: unicodedata.normalize("NFC", text)).filter(_is_good)
KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,3}([.-][a-z0-9]{1,3}){0,3}", fullmatch=True)


@given(MARKDOWN, st.integers(1, 50))
@example("## A {#a}\n\n```\n## B {#b}\n```", 3)
def test_sections_lose_nothing_of_a_page(body: str, first: int) -> None:
    at, ids = 0, []
    for section in sections(body, first):
        assert not body[at : section.start].strip()
        assert body[section.start : section.end] == section.text == section.text.strip()
        assert section.line == first + body[: section.start].count("\n")
        ids.append(section.id)
        at = section.end
    assert not body[at:].strip()
    assert ids[LEAD in ids[:1] :] == [
        f"#{heading.id}" for heading in parse(body).headings if not heading.is_nested
    ]


@given(ANY, ANY)
@example("a b c", "a c b")
def test_a_difference_contains_the_old_text_and_the_new_one(old: str, new: str) -> None:
    stretches = list(difference(old, new))
    assert "".join(text for kind, text in stretches if kind != "new") == old
    assert "".join(text for kind, text in stretches if kind != "old") == new
    assert all(text for _, text in stretches)
    assert (old == new) == all(kind == "same" for kind, _ in stretches)


@given(
    st.dictionaries(
        KEYS,
        st.builds(
            TranslationRecord,
            TEXTS,
            TEXTS.map(digest),
            st.sampled_from(["done", "outdated", "review"]),
            st.sampled_from(["", digest("seen")]),
        ).map(lambda made: made._replace(seen="") if made.state == "done" else made),
        max_size=4,
    )
)
@example({"a": TranslationRecord("a\n\u0303\u2028", "0")})
def test_records_are_read_as_they_were_written(known: dict[str, TranslationRecord]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "fr.txt"
        file.write_text(record_file.render(known), encoding="utf-8")
        assert record_file.read(file, "fr.txt") == (known, [])
        assert record_file.render(known).count("\n") == 3 * len(known) + 3


_B = '{"key": "b", "source": "A"'


@pytest.mark.parametrize(
    "made",
    [
        *(
            f"{_B}{rest}"
            for rest in ("}", ', "translation": 0}', ', "translation": "0", "more": ""}')
        ),
        *('{"key": "b", "source": null, "translation": "0"}', '["b", "A", "0"]', '"A0"'),
        *('{"source": "A", "translation": "0"}', _B),
        f'{_B}, "translation": "0", "state": "odd"}}',
        f'{_B}, "translation": "0"}}, {_B}, "translation": "0"}}',
    ],
)
def test_a_record_file_that_the_command_did_not_write_is_rejected(
    tmp_path: Path, made: str
) -> None:
    file = tmp_path / "fr.txt"
    good = record_file.render({"a": TranslationRecord("A", "0"), "b": TranslationRecord("B", "0")})
    file.write_text(good.replace('{"key": "b", "source": "B", "translation": "0"}', made))
    found, problems = record_file.read(file, "fr.txt")
    assert not found
    assert [(p.path, p.line, p.rule) for p in problems] == [("fr.txt", 7, "damaged-record")]


def test_a_record_file_is_read_with_a_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "fr.txt"
    known = {"a": TranslationRecord("A", "0")}
    file.write_text(record_file.render(known), encoding="utf-8-sig")
    assert record_file.read(file, "fr.txt") == (known, [])


def _read(text: str) -> tuple[dict[str, str] | None, dict[Location, Position], int]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / translation_file.FILE
        file.write_bytes(text.encode())
        source = translation_file.read(file, translation_file.FILE)
    locations: list[Location] = [(key,) for key in source.data or ()]
    places = {location: source.position(location) for location in locations}
    return source.data, places, len(source.problems)


@given(st.dictionaries(KEYS, TEXTS.filter(str.strip), max_size=4), st.data())
def test_texts_written_one_per_line_are_read_as_yaml(
    sources: dict[str, str], data: st.DataObject
) -> None:
    text = translation_file.sync_with_source("# Head\n", sources, "en")
    assert _read(text)[0] == dict.fromkeys(sources, "")
    texts = {key: data.draw(TEXTS) for key in sources}
    for key, new in texts.items():
        old = f'\n{key}: ""\n'
        assert text.count(old) == 1
        text = text.replace(old, f"\n{key}: {json.dumps(new, ensure_ascii=False)}\n")
    as_yaml = parse_yaml(text, translation_file.FILE)
    found, marks, problems = _read(text)
    assert (found, problems) == (texts, 0)
    assert found == (as_yaml.data or {})
    assert all(marks[key] == as_yaml.positions[key] for key in marks)
    # Again in another order: texts stay, comments are updated, and a third time changes nothing.
    keys = data.draw(st.permutations(list(sources)))
    again = translation_file.sync_with_source(
        text, {key: f"new {sources[key]}" for key in keys}, "en"
    )
    assert _read(again)[0] == texts
    assert keys == list(_read(again)[0] or ())
    assert (
        translation_file.sync_with_source(again, {k: f"new {sources[k]}" for k in keys}, "en")
        == again
    )


LINES = st.sampled_from(
    [
        *(
            "",
            "# x",
            'a: ""',
            'b: "x"',
            "b:",
            'c: "\\n\\"\\/"',
            'c: "\\u0041"',
            'd: "\t"',
            "e: x",
            "e: |",
        ),
        *("  x", 'a: "é"  ', " f: x", 'g: "a" # b', 'h:"x"', "---", "- a", 'i: "\\x41"', 'j: "a'),
        *('b"', "k: 'x'", "l: 1"),
        *('m: "a", ["b"', 'n: "c"], "d"', 'o: "x" ', "p", 'q: "\\\\u0041"'),
    ]
)


@given(st.lists(LINES, max_size=6))
def test_what_somebody_typed_is_read_as_yaml(lines: list[str]) -> None:
    text = "\n".join(lines)
    data, _, problems = _read(text)
    as_yaml = parse_yaml(text, translation_file.FILE)
    if not problems:
        assert data == {key: value or "" for key, value in (as_yaml.data or {}).items()}
    if as_yaml.problems:
        assert problems


_WORD = re.compile(r"[^\W\d_]+")
WORDS = st.text("абвгдежзиклмнопрстуфхцчшщьюяєіїґ’ ,;&-«»\u00a0", min_size=1, max_size=30)


@pytest.mark.slow
@settings(max_examples=depth.rounds(5, 30))
@given(st.sampled_from(["po", "xliff"]), st.data())
def test_any_valid_texts_are_imported_unchanged(form: str, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = good_site(Path(folder))
        tag = data.draw(st.sampled_from(["uk", "ru", "bg"]))
        done(site, "add-language", tag)
        file = exported(site, tag, form)
        expected = {}
        for entry in read(file).entries:
            text = data.draw(WORDS)
            if _is_plain(entry.source) and _WORD.search(text):
                expected[entry.key] = (
                    f"Д{text}".rstrip() if entry.key.startswith("page.") else f"Д{text}"
                )
        translate(file, expected)
        done(site, "import", file)
        found = {u.key: u.texts[tag] for u in load_any(site).all_units if tag in u.texts}
        assert found == expected
        assert not load(site)[1]
        assert record_file.read(site / record_file.name(tag), "")[0] == {
            unit.key: TranslationRecord(unit.texts["en"], digest(unit.texts[tag]))
            for unit in load_any(site).all_units
            if tag in unit.texts
        }
        before = file.read_bytes()
        done(site, "export", tag, "--format", form, "--only", "done", "--output", file)
        assert {e.key: e.target for e in read(file).entries} == expected
        assert before != file.read_bytes() or not expected


def _is_plain(source: str) -> bool:
    return not re.search(r"[\d{}*\[\]<>#|\n]", source)
