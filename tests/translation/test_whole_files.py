"""Files that are refused as a whole: a message, and nothing is written."""

# ruff: noqa: E501 - a table is read row by row

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.brochure.sites import good_site
from tests.engine.project import contents
from tests.support.golden import check_section
from tests.translation.commands import exported, run

FILES = Path(__file__).with_name("refused-files.txt")
PO, XLIFF = "fr.po", "fr.xliff"
BOMB = (
    b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY p SYSTEM "file:///etc/passwd">]>'
)
UNIT = b'\n\nmsgctxt "a.b%d"\nmsgid "A"\nmsgstr "B"'
XUNIT = b'<trans-unit id="a%d"><source>A</source><target>B</target></trans-unit>'


def _replaced(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        assert old in data
        return data.replace(old, new, 1)

    return change


def _cut_before(part: bytes) -> Callable[[bytes], bytes]:
    return lambda data: data[: data.index(part)]


def _many(data: bytes) -> bytes:
    return data + b"".join(UNIT % number for number in range(100_000))


def _many_more(data: bytes) -> bytes:
    units = b"".join(XUNIT % number for number in range(100_000))
    return data.replace(b"</body>", units + b"</body>")


# The file, what happens to it, and the message.
DAMAGES: dict[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "another project": (PO, _replaced(b"example.org", b"example.net"), "is for https://example.net/"),
    "another project in XLIFF": (XLIFF, _replaced(b"example.org", b"example.net"), "is for https://example.net/"),
    "another source": (PO, _replaced(b"Source-Language: en", b"Source-Language: de"), 'translates from "de"'),
    "another language": (PO, _replaced(b"Language: fr", b"Language: it"), '"it" (Italian), which is not a language to translate'),
    "the source language": (XLIFF, _replaced(b'target-language="fr"', b'target-language="en"'), '"en" (English), which is not a language to translate'),
    "no language": (PO, _replaced(b"Language: fr", b"Language: "), "language"),
    "cut in the middle": (PO, _cut_before(b' "Training'), "error"),
    "cut at the end": (PO, lambda data: data[:-3], "error"),
    "cut between units": (PO, lambda data: data[: data.rindex(b"\n\n") + 1], "the file ends early"),
    "XLIFF cut in the middle": (XLIFF, _cut_before(b"Training<"), "incomplete or malformed here"),
    "Latin-1": (PO, lambda data: data.decode().encode("latin-1", "replace"), "expected UTF-8"),
    "UTF-16 in halves": (PO, lambda data: data.decode().encode("utf-16")[:-1], "expected UTF-16"),
    "UTF-16 without its mark": (PO, lambda data: data.decode().encode("utf-16-le"), "error"),
    "XLIFF in Latin-1": (XLIFF, lambda data: data.decode().encode("latin-1", "replace"), "expected UTF-8"),
    "XLIFF that is not in UTF-16": (XLIFF, _replaced(b"UTF-8", b"UTF-16"), 'declares encoding="UTF-16"'),
    "XLIFF in UTF-16 with entities": (XLIFF, lambda data: (BOMB + data).decode().encode("utf-16"), "catalogue-doctype"),
    "entities": (XLIFF, _replaced(b"<xliff", BOMB + b"<xliff"), "catalogue-doctype"),
    "an entity": (XLIFF, _replaced(b">Home<", b">&c;<"), "syntax"),
    "HTML": (XLIFF, lambda _: b"<!doctype html><title>Sign in</title>", "catalogue-doctype"),
    "a table": (PO, lambda _: b"key;text\na;b\n", "expected a keyword"),
    "zeros": (PO, lambda data: bytes(len(data)), "error"),
    "too many units": (PO, _many, "more than 50,000 units"),
    "too many units in XLIFF": (XLIFF, _many_more, "more than 50,000 units"),
    "too many bytes": (PO, lambda data: data.ljust(20_000_001, b"#"), "expected at most 20,000,000"),
    "empty": (PO, lambda _: b"", "the file has no units; expected some to translate"),
    "an empty XLIFF": (XLIFF, lambda _: b"", "the file has no element"),
}  # fmt: skip


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site with exported files beside it; nothing here may change it."""
    site = good_site(tmp_path_factory.mktemp("good"))
    for form in ("po", "xliff"):
        exported(site, "fr", form)
    return site


@pytest.mark.parametrize("options", [[], ["--skip-refused"]])
@pytest.mark.parametrize("name", DAMAGES)
def test_an_unusable_file_is_refused_in_no_time(
    name: str, options: list[str], good: Path, tmp_path: Path
) -> None:
    before = contents(good)
    whole, damage, message = DAMAGES[name]
    file = tmp_path / whole
    file.write_bytes(damage((good.parent / whole).read_bytes()))
    begun = time.process_time()
    result = run(good, "import", file, *options)
    assert time.process_time() - begun < 2
    assert f"{whole}:" in result.err
    assert message in result.err
    if not options:
        assert result.code == 1
        check_section(FILES, name, result.err)
    assert contents(good) == before


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("fr.csv", 'unknown format ".csv"'),
        ("fr", 'unknown format ""'),
        ("fr.sdlxliff", "In Trados Studio, choose File > Save Target As"),
        ("fr.MQXLIFF", "In memoQ, select the document, and choose Export (stored path)"),
        ("fr.mxliff", "In Phrase, select the job, and choose Download > Completed file"),
        ("folder.po", "Is a directory. Nothing was changed."),
        ("nowhere.po", "No such file or directory. Nothing was changed."),
        ("no/where.xliff", "No such file or directory. Nothing was changed."),
        ("/dev/null", "unknown format"),
    ],
)
def test_what_is_not_a_file_to_import_is_reported(
    name: str, message: str, good: Path, tmp_path: Path
) -> None:
    (tmp_path / "folder.po").mkdir()
    (tmp_path / "fr.csv").write_bytes((good.parent / PO).read_bytes())
    before = contents(good)
    result = run(good, "import", tmp_path / name)
    assert (result.code, result.out) == (1, "")
    assert message in result.err
    assert contents(good) == before


@pytest.mark.parametrize("tag", ["en", "de", "", ".."])
def test_only_languages_of_the_site_are_exported(tag: str, good: Path, tmp_path: Path) -> None:
    result = run(good, "export", tag, "--output", tmp_path / "x.po")
    assert result.code == 1
    assert f'unknown language "{tag}"' in result.err
    assert not list(tmp_path.iterdir())


def test_only_states_that_exist_are_exported(good: Path, tmp_path: Path) -> None:
    result = run(good, "export", "fr", "--only", "missing,old", "--output", tmp_path / "x.po")
    assert (result.code, result.err) == (
        2,
        "Unknown state: old. States: missing, outdated, review, done.\n",
    )
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "reason"),
    [("nowhere/fr.po", "No such file or directory"), ("/dev/full", "No space left on device")],
)
def test_a_file_that_cannot_be_written_is_reported(
    name: str, reason: str, good: Path, tmp_path: Path
) -> None:
    result = run(good, "export", "fr", "--output", tmp_path / name)
    assert (result.code, result.out) == (1, "")
    assert result.err == f"{tmp_path / name}: {reason}.\n"
