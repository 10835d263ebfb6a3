"""A text is changed in its place, and nothing else in its file."""

from __future__ import annotations

import difflib
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from brochure.files import yaml_editor
from brochure.files.yaml_editor import EditError, edit, remove
from brochure.files.yaml_reader import parse_yaml
from brochure.problems import Location
from tests.brochure.strategies import SIGNS
from tests.support import depth

FILES = sorted((Path(__file__).parents[2] / "content").glob("*.yaml"))
ORDER = ("ar", "en", "fr", "pt")

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
WORDS = st.lists(st.sampled_from(["no", "été,", "a:", "#", "-", "«", "مرحبا", "👩‍🚀", "x" * 30]))
TEXTS = ANY | SIGNS | WORDS.map(" ".join)

# Every style, in every place, with signs of YAML and empty lines between.
STYLES = """\
# first
plain: one two  # beside
single: 'one'   # beside

double: "one"
list:
  # on the first
  - one
  # on the second
  - >-
    two three
    four

  - "three"
  # at the end
folded: >
  one two
  three

  four
# between
folded-strip: >-  # beside
  one two
   shifted
  three

folded-keep: >+
  one

# after the kept
literal: |
  one
    two
literal-strip: |-
  one

  # no comment
literal-digit: |2-
   one
  two
group:
  fr: >-
    one

  # on the next
  pt: line
flow: {en: one, pt: 'two', ar: "three", fr: four}  # beside
flow-list: [one, 'two', three four]
empty:
empty-comment: # beside
nothing: null # beside
quoted-empty: ""
number: 2009
same: [en, fr]
last: |
  one
"""


def _texts(data: Any, location: Location = ()) -> Iterator[tuple[Location, str]]:
    items = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in items:
        if isinstance(value, dict | tuple):
            yield from _texts(value, (*location, key))
        elif isinstance(value, str):
            yield (*location, key), value


def _changed(data: Any, changes: dict[Location, str], location: Location = ()) -> Any:
    if isinstance(data, dict):
        return {k: _changed(value, changes, (*location, k)) for k, value in data.items()}
    if isinstance(data, tuple):
        return tuple(_changed(value, changes, (*location, i)) for i, value in enumerate(data))
    return changes.get(location, data)


def _without(data: Any, location: Location) -> Any:
    key, *others = location
    items = data.items() if isinstance(data, dict) else enumerate(data)
    left = [
        (k, _without(value, tuple(others)) if k == key else value)
        for k, value in items
        if others or k != key
    ]
    return dict(left) if isinstance(data, dict) else tuple(value for _, value in left)


def _read(text: str) -> Any:
    source = parse_yaml(text, "file")
    assert not source.problems
    return source.data


def _lines(before: str, after: str) -> tuple[set[int], list[str]]:
    """Return the numbers of the lines that went, and the lines that came."""
    one, other = before.split("\n"), after.split("\n")
    gone: set[int] = set()
    come: list[str] = []
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind != "equal":
            gone |= set(range(start + 1, end + 1))
            come += other[first:last]
    return gone, come


LOCATIONS = [location for location, _ in _texts(_read(STYLES))]
FILLABLE: list[Location] = [("empty",), ("empty-comment",), ("nothing",), ("number",)]
COMMENTS = [
    line
    for line in STYLES.split("\n")
    if line.strip().startswith("# ") and "no comment" not in line
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_texts_replaced_by_themselves_leave_a_file_as_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert edit(text, dict(_texts(_read(text)))) == text


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_text_of_a_file_can_be_changed_at_once(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    changes = {location: old + "x" for location, old in _texts(_read(text))}
    edited = edit(text, changes)
    assert _read(edited) == _changed(_read(text), changes)
    assert [line for line in edited.split("\n") if line.lstrip().startswith("#")] == [
        line for line in text.split("\n") if line.lstrip().startswith("#")
    ]
    assert edit(edited, dict(_texts(_read(text)))).count("\n") in range(
        text.count("\n"), text.count("\n") + 5
    )


@pytest.mark.slow
@pytest.mark.parametrize("path", depth.some(FILES[::4], FILES), ids=lambda path: path.name)
def test_one_change_touches_only_the_lines_of_its_text(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    source = parse_yaml(text, "file")
    marks = sorted(mark[0] for mark in source.positions.values())
    for location, old in list(_texts(source.data))[::25]:
        gone, come = _lines(text, edit(text, {location: f"{old}x"}))
        start = source.positions[location][0]
        following = next((line for line in marks if line > start), text.count("\n") + 2)
        assert gone <= set(range(start, following))
        assert len(gone) == 1
        assert 1 <= len(come) <= 2  # one more where the last line becomes too long


@given(st.sampled_from([*LOCATIONS, *FILLABLE]), TEXTS)
@example(("literal",), "\nline\n\n")
@example(("folded-keep",), "a\n\n\n b\n\n\n")
@example(("last",), "a\n\n")
@example(("folded",), "a\n\n b\nc\n")
@example(("list", 1), "0\a0")
def test_any_text_fits_in_any_style(location: Location, new: str) -> None:
    edited = edit(STYLES, {location: new})
    assert _read(edited) == _changed(_read(STYLES), {location: new})
    assert [line for line in edited.split("\n") if line in COMMENTS] == COMMENTS
    assert edit(edited, {location: new}) == edited


@given(st.dictionaries(st.sampled_from([*LOCATIONS, *FILLABLE]), TEXTS))
def test_any_texts_fit_together(changes: dict[Location, str]) -> None:
    assert _read(edit(STYLES, changes)) == _changed(_read(STYLES), changes)


@given(st.sampled_from([*LOCATIONS, *FILLABLE]), TEXTS)
def test_a_file_may_end_without_a_line_end(location: Location, new: str) -> None:
    text = STYLES.removesuffix("last: |\n  one\n").rstrip("\n")
    if location != ("last",):
        edited = edit(text, {location: new})
        assert _read(edited) == _changed(_read(text), {location: new})
    assert _read(edit("a: |\n  one", {("a",): new})) == {"a": new}


@pytest.mark.parametrize(
    ("before", "new", "after"),
    [
        ("a: one # c", "two", "a: two # c"),
        ("a: one # c", "no", "a: no  # c"),
        ("a: one # c", "2009", 'a: "2009" # c'),
        ("a: one", "2024-01-01", 'a: "2024-01-01"'),
        ("a: one", "b: c", 'a: "b: c"'),
        ("a: one", "b #c", 'a: "b #c"'),
        ("a: one", "b#c:d", "a: b#c:d"),
        ("a: one", "- b", 'a: "- b"'),
        ("a: one", "b ", 'a: "b "'),
        ("a: one", "b, c", "a: b, c"),
        ("{a: one, b: c}", "b, c", '{a: "b, c", b: c}'),
        ("a: one", 'say "b"\n', 'a: "say \\"b\\"\\n"'),
        ("a: one", 'say "b"', 'a: say "b"'),
        ("a: 'one'", "l'autre", "a: 'l''autre'"),
        ("a: 'one'", "b\nc", 'a: "b\\nc"'),
        ('a: "one"', "l'autre", 'a: "l\'autre"'),
        ("a: one", "b\u2028c", 'a: "b\\Lc"'),
        ("a:", "b", "a: b"),
        ("a: # c", "b", "a: b # c"),
        ("a: null # c", "b", "a: b    # c"),
        ('a: ""', "b", 'a: "b"'),
        ("a: 15", "15", 'a: "15"'),
        ("a: >- # c\n  one\nb: c", "two", "a: >- # c\n  two\nb: c"),
        ("a: >- # c\n  one\nb: c", "two ", 'a: "two " # c\nb: c'),
        ("a: >-\n  one\nb: c", "two ", 'a: "two "\nb: c'),
        ("a: >-\n  one\n\n# d\nb: c", "two ", 'a: "two "\n\n# d\nb: c'),
        ("a: >-\n  one\n\n\nb: c", "two\n", "a: >\n  two\n\n\nb: c"),
        ("a: |\n  one\nb: c", "two\nthree\n", "a: |\n  two\n  three\nb: c"),
        ("a: |\n  one\nb: c", "two", "a: |-\n  two\nb: c"),
        ("a: |\n  one\nb: c", " two\nthree\n", 'a: " two\\nthree\\n"\nb: c'),
        ("a: >-\n  one\nb: c", "two\n\nthree\nfour", "a: >-\n  two\n\n\n  three\n\n  four\nb: c"),
    ],
)
def test_a_text_keeps_its_style_where_that_can_hold_it(before: str, new: str, after: str) -> None:
    assert edit(before, {("a",): new}) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- >-\n  one\n- b\n", '- "two "\n- b\n'),
        ("- >-\n  one\n\n# on b\n- b\n", '- "two "\n\n# on b\n- b\n'),
    ],
)
def test_a_block_in_a_list_that_becomes_one_line_keeps_its_comments(
    before: str, after: str
) -> None:
    assert edit(before, {(0,): "two "}) == after


def test_a_comment_right_below_a_block_that_becomes_one_line_stays_in_its_column() -> None:
    before = "x:\n  a: >-\n    one\n  # on b\n  b: c\n"
    assert edit(before, {("x", "a"): "two "}) == before.replace(">-\n    one", '"two "')


def test_a_folded_text_is_wrapped_but_its_unchanged_lines_stay() -> None:
    words = "word " * 18
    before = f"a: >-\n  one {words}one\n  two {words}two\n  three {words}three\n"
    after = edit(before, {("a",): _read(before)["a"].replace("two", "new")})
    assert after == before.replace("two", "new")
    long = edit("a: >-\n  one\n", {("a",): words * 20 + "end"})
    assert max(map(len, long.split("\n"))) <= 100
    assert len(long.split("\n")) < 23


FITTING = "a" * 47 + " " + "b" * 46  # as many characters as a folded line may have
TOO_LONG = FITTING + "b"
BROKEN = TOO_LONG.replace(" ", "\n  ")


@pytest.mark.parametrize(
    ("before", "new", "after"),
    [
        ("one", FITTING, FITTING),
        ("one", TOO_LONG, BROKEN),
        ("one", f"{FITTING} {FITTING} {FITTING}", f"{FITTING}\n  {FITTING}\n  {FITTING}"),
        ("one", f"{FITTING} {TOO_LONG}", f"{FITTING}\n  {BROKEN}"),
        ("one", f"{FITTING}\n{FITTING}\n{TOO_LONG}", f"{FITTING}\n\n  {FITTING}\n\n  {BROKEN}"),
        ("one\n  two", f"one {FITTING}", f"one\n  {FITTING}"),
        ("one\n  two", f"one {TOO_LONG}", f"one\n  {BROKEN}"),
        ("one\n  two", "new two", "new\n  two"),
        ("one\n  two", "one new", "one\n  new"),
        ("one\n  two\n  four", "one new longer four", "one\n  new longer\n  four"),
        ("one\n  two\n  two", "one two", "one\n  two"),
        (f"{TOO_LONG} end", f"new {TOO_LONG}", f"new {TOO_LONG}"),
        (f"{TOO_LONG} end", f"long {TOO_LONG}", f"long {BROKEN}"),
        (f"one\n  {TOO_LONG} end\n  two", f"new {TOO_LONG}", f"new {TOO_LONG}"),
        (f"one\n  {TOO_LONG} end\n  two", f"long {TOO_LONG}", f"long {BROKEN}"),
        (f"one\n\n  {TOO_LONG} end", f"new {TOO_LONG}", f"new {TOO_LONG}"),
        (f"one\n\n  {TOO_LONG} end", f"long {TOO_LONG}", f"long {BROKEN}"),
    ],
)
def test_a_folded_line_ends_where_it_did_or_after_the_last_word_that_fits(
    before: str, new: str, after: str
) -> None:
    text = "a: >-\n  {}\nb: c\n"
    assert edit(text.format(before), {("a",): new}) == text.format(after)


def test_an_indented_line_of_a_folded_text_is_not_wrapped_but_those_around_it_are() -> None:
    words = ("word " * 30).strip()
    after = edit("a: >-\n  one\n", {("a",): f"{words}\n {words}\n{words}"})
    assert [line for line in after.split("\n") if len(line) > 100] == [f"   {words}"]


@pytest.mark.parametrize(
    ("before", "changes", "after"),
    [
        ("a:\n  en: A # c\n  pt: B\n", {"fr": "F"}, "a:\n  en: A # c\n  fr: F\n  pt: B\n"),
        ("a:\n  pt: B\n", {"fr": "F", "en": "A"}, "a:\n  en: A\n  fr: F\n  pt: B\n"),
        ("a:\n  en: A\n  same: [en]\n", {"pt": "B"}, "a:\n  en: A\n  pt: B\n  same: [en]\n"),
        ("a:\n  en: A\n  same: [en]\n", {"z": "Z"}, "a:\n  en: A\n  same: [en]\n  z: Z\n"),
        ("a:\n  en: A", {"pt": "b: c"}, 'a:\n  en: A\n  pt: "b: c"'),
        (
            "a:\n  en: >-\n    A\n\nb: c\n",
            {"fr": "F"},
            "a:\n  en: >-\n    A\n  fr: >-\n    F\n\nb: c\n",
        ),
        ("a: {en: A, pt: B}\n", {"fr": "F, G"}, 'a: {en: A, fr: "F, G", pt: B}\n'),
        ("a: {en: A, pt: B}\n", {"ar": "C"}, "a: {ar: C, en: A, pt: B}\n"),
        ("a: {}\n", {"fr": "F", "en": "A"}, "a:\n  en: A\n  fr: F\n"),
        ("a:\n  en: A\n  pt: B\n", {"fr": "F", "pt": "P"}, "a:\n  en: A\n  fr: F\n  pt: P\n"),
        ("a:\n  en:\n", {"fr": "F", "en": "A"}, "a:\n  en: A\n  fr: F\n"),
    ],
)
def test_a_missing_language_gets_a_line_in_the_right_order(
    before: str, changes: dict[str, str], after: str
) -> None:
    assert edit(before, {("a", tag): new for tag, new in changes.items()}, ORDER) == after


def test_a_missing_language_is_added_in_an_item_of_a_list() -> None:
    before = "a:\n  - en: A\n    # c\n  - {en: B}\n"
    after = edit(before, {("a", 0, "ar"): "C", ("a", 0, "pt"): "D", ("a", 1, "pt"): "E"}, ORDER)
    assert after == "a:\n  - ar: C\n    en: A\n    pt: D\n    # c\n  - {en: B, pt: E}\n"


@given(st.sampled_from(["group", "flow"]), st.dictionaries(st.sampled_from("abc"), TEXTS), TEXTS)
def test_any_new_texts_can_be_added(group: str, texts: dict[str, str], new: str) -> None:
    changes: dict[Location, str] = {(group, key): value for key, value in texts.items()}
    data = _read(edit(STYLES, {**changes, (group, "pt"): new}, ORDER))
    assert data == {**_read(STYLES), group: {**_read(STYLES)[group], **texts, "pt": new}}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# file\nb: 2\na: 1\n", "# file\na: 1\n"),
        ("# file\n# and more\nb: 2\na: 1\n", "# file\n# and more\na: 1\n"),
        ("# file\n\n# on b\nb: 2\na: 1\n", "# file\n\na: 1\n"),
        ("b: 2\na: 1\n", "a: 1\n"),
        ("a: 1\n# on b\nb: 2 # beside b\n# on c\nc: 3\n", "a: 1\n# on c\nc: 3\n"),
        ("a: 1\n\n# on b\nb: 2\n\nc: 3\n", "a: 1\n\nc: 3\n"),
        ("a: 1\n\nb: 2\n", "a: 1\n"),
        ("a: 1\n\nb: 2\n\n", "a: 1\n"),
        ("a: 1\n\nb: 2\n\n\n", "a: 1\n"),
        ("a: 1\n\nb: 2\n\n\nc: 3", "a: 1\n\nc: 3"),
        ("a: 1\n\nb: 2\n# end", "a: 1\n\n# end"),
        ("a: 1\nb:\n- c: 1\n\n  # in b\n  d: 2\n- e\nf: 3\n", "a: 1\nf: 3\n"),
        ("a: 1\nb:\n  c: 1\n  # in b\n# end\n", "a: 1\n# end\n"),
    ],
)
def test_a_key_is_removed_with_its_lines_and_its_comments(before: str, after: str) -> None:
    assert remove(before, "b") == after


@pytest.mark.parametrize(
    "text",
    ["{a: 1, b: 2}\n", "{b: 2, a: 1}\n", "b: 2\n", " b: 2\n a: 1\n"],
)
def test_a_key_without_lines_of_its_own_and_the_only_key_are_not_removed(text: str) -> None:
    with pytest.raises(EditError, match="cannot make this change without reformatting the file"):
        remove(text, "b")


@pytest.mark.parametrize(
    "text", ["- a\n- b: ~\t#\n", "- a\n-\n  # b\n  |- # c\n  d\n", "# a\u2028[b]"]
)
def test_a_file_that_ruamel_yaml_cannot_handle_is_refused(text: str) -> None:
    with pytest.raises(EditError, match="cannot make this change without reformatting the file"):
        edit(text, {(0,): "new"})


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("a: one\n  two\nb: 1\n", 1, "a: one two"),
        ("b: 1\na: 'one\n  two'\n", 2, "a: 'one two'"),
        ("b: 1\na: >-\n      one\n", 3, "one"),
        ("b: 1\na:  one\n", 2, "a: one"),
        ("a: [one,\n  two]\nb: 1\n", 1, "a: [one, two]"),
        ("---\na: one\n", 1, "a: one"),
        ("b: 1\na: one \n", 2, "a: one"),
    ],
)
def test_a_file_that_would_be_reformatted_is_rejected_with_the_line_to_change(
    text: str, line: int, expected: str
) -> None:
    with pytest.raises(EditError, match=r"^the file: ") as error:
        edit(text, {("b",): "new"})
    assert error.value.line == line
    assert error.value.reason == (
        "cannot make this change without reformatting the file;"
        f" on line {line} it expects: {expected}"
    )


@pytest.mark.parametrize(
    "text",
    [
        "a:\n- b: 1\n  c: one\n- d\n",
        "a:\n    - b: 1\n      c: one\n    - d\n",
        "a:\n    b:\n        c: one\n    d:\n      - e\n",
    ],
)
def test_other_usual_indents_stay(text: str) -> None:
    changed = edit(text, dict.fromkeys((place for place, _ in _texts(_read(text))), "new"))
    assert changed == re.sub(r"one|(?<=- )[de]", "new", text)


@pytest.mark.parametrize(
    ("text", "location", "reason"),
    [
        ("a: 1", ("b", "c"), "there is no value at this location"),
        ("a: [b]", ("a", 1), "there is no value at this location"),
        ("a: [b]", ("a", "b"), "there is no value at this location"),
        ("a: [b]", ("a",), "the value is a mapping or sequence; expected a string"),
        ("a: {}", ("a",), "the value is a mapping or sequence; expected a string"),
        ("a: b", (), "the whole file is meant; expected a key or an item"),
        ("", ("a",), "there is no value at this location"),
    ],
)
def test_a_location_without_a_text_is_an_error(text: str, location: Location, reason: str) -> None:
    with pytest.raises(EditError) as error:
        edit(text, {location: "new"})
    assert error.value.reason == reason
    assert error.value.location in (location, location[:-1])


@pytest.mark.parametrize(
    ("text", "location", "line"),
    [
        ("a: 1\nb:\n  c: 1\n", ("b", "d", "e"), 2),
        ("a: 1\nb: [c]\n", ("b",), 2),
        ("a: 1\nb: [c]\n", ("b", 7), 2),
        ("a: 1\nb: 1\n", ("b",), 2),
    ],
)
def test_an_error_about_a_location_has_its_line_or_that_of_what_is_around_it(
    text: str, location: Location, line: int
) -> None:
    with pytest.raises(EditError) as error:
        edit(text, {location: "\ud83d"})
    assert error.value.line == line


def test_a_file_that_ruamel_yaml_cannot_read_is_refused_with_the_line() -> None:
    with pytest.raises(EditError) as error:
        edit("- a\n- b: ~\t#\n", {(0,): "new"})
    assert error.value.line == 2


def test_a_change_that_cannot_be_written_is_refused_with_the_line_of_its_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(yaml_editor, "dump", lambda *_: "a: another")
    with pytest.raises(EditError, match="without reformatting") as error:
        edit("a: 1\nb: 1\nc: 1\n", {("c",): "new", ("b",): "new"})
    assert error.value.line == 2


@pytest.mark.parametrize("text", ["a: 1\na: 2\n", "a: [", "a: *b\n", "\ta: 1\n"])
def test_a_file_with_problems_is_not_edited(text: str) -> None:
    with pytest.raises(EditError, match="the file has a problem on line"):
        edit(text, {("a",): "b"})
    with pytest.raises(EditError, match="the file has a problem on line"):
        remove(text, "a")


def test_half_a_surrogate_pair_is_rejected() -> None:
    with pytest.raises(EditError, match=r"^a: the text contains half of a surrogate pair$"):
        edit("a: b", {("a",): "\ud83d"})


@pytest.mark.parametrize("text", ["a: 1", "- b", ""])
def test_a_key_that_is_not_there_cannot_be_removed(text: str) -> None:
    with pytest.raises(EditError, match="there is no value at this location"):
        remove(text, "b")


def test_the_texts_of_a_whole_language_take_seconds() -> None:
    entry = 'k%d:\n  # on it\n  en: some text\n  pt: "texte"\n  es: >-\n    folded texts\n'
    text = "".join(entry % i for i in range(400))
    changes: dict[Location, str] = {
        (f"k{i}", tag): f"new text {i}" for i in range(400) for tag in ("en", "fr", "pt")
    }
    start = time.process_time()
    edited = edit(text, changes, ("en", "fr", "pt", "es"))
    assert time.process_time() - start < 6  # 1 s where nothing else runs
    assert edited.count("new text") == 1_200
