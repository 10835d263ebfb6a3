"""Findings are cached, and never outlive what they depend on."""

from __future__ import annotations

import ast
import threading
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brochure import text as text_package
from brochure.checks import rules, wording
from brochure.checks.wording import Context, Finding, cache
from brochure.checks.wording.cache import FindingsCache
from brochure.site.loader import load
from tests.brochure.sites import good_site
from tests.brochure.wording.test_properties import CONTEXTS, TEXTS

ALLOWED = st.sampled_from([(), (("doubled-word", "the the"), ("double-space", "  "))])
FRENCH = Context("fr", "fr_FR", "Who asks?")
TEXT = "Qui  demande ?"
BROCHURE = Path(text_package.__path__[0]).parent


def found(
    root: Path,
    text: str = TEXT,
    context: Context = FRENCH,
    exemptions: Iterable[tuple[str, str]] = (),
) -> tuple[tuple[str, Finding], ...]:
    """Query a new cache, as a new process does, and save it."""
    cache._found.cache_clear()
    asked = FindingsCache(root, "fr")
    result = asked.findings(text, context, tuple(exemptions))
    asked.save()
    return result


def test_a_process_examines_a_text_once_for_all_copies_of_a_site(tmp_path: Path) -> None:
    first = found(tmp_path)
    with mock.patch.object(wording, "findings", side_effect=AssertionError("examined again")):
        assert FindingsCache(tmp_path / "copy", "fr").findings(TEXT, FRENCH, ()) == first


def file(root: Path) -> Path:
    return root / cache.FOLDER / "fr.json"


@given(st.lists(st.tuples(TEXTS, CONTEXTS, ALLOWED), max_size=6))
def test_what_is_cached_is_what_the_rules_find(
    tmp_path_factory: pytest.TempPathFactory, asked: list[tuple[str, Context, tuple[()]]]
) -> None:
    root = tmp_path_factory.mktemp("cache")
    for _ in range(2):
        cache._found.cache_clear()
        findings = FindingsCache(root, "fr")
        for text, context, exemptions in asked:
            expected = tuple(wording.findings(text, context, exemptions))
            assert findings.findings(text, context, exemptions) == expected
        findings.save()


def test_a_text_is_examined_once_between_builds(tmp_path: Path) -> None:
    first = found(tmp_path)
    assert {rule for rule, _ in first} == {"double-space", "french-spacing"}
    with mock.patch.object(wording, "findings", side_effect=AssertionError("examined again")):
        assert found(tmp_path) == first


@pytest.mark.parametrize(
    ("text", "context", "exemptions"),
    [
        ("Qui demande  ?", FRENCH, ()),
        (TEXT, replace(FRENCH, source="Who asks, and why?"), ()),
        (TEXT, replace(FRENCH, source=None), ()),
        (TEXT, replace(FRENCH, terms=(("asks", "interroge"),)), ()),
        (TEXT, replace(FRENCH, limit=3), ()),
        (TEXT, replace(FRENCH, locale="fr_CH"), ()),
        (TEXT, FRENCH, (("double-space", "Qui  demande"),)),
    ],
)
def test_nothing_is_reused_for_another_text_source_term_limit_or_exemption(
    tmp_path: Path, text: str, context: Context, exemptions: tuple[tuple[str, str], ...]
) -> None:
    found(tmp_path)
    assert found(tmp_path, text, context, exemptions) == tuple(
        wording.findings(text, context, exemptions)
    )


def test_a_rule_that_changes_is_asked_again(tmp_path: Path) -> None:
    found(tmp_path)
    with (
        mock.patch.object(cache, "rules_digest", return_value="of other rules"),
        mock.patch.object(wording, "findings", return_value=iter([])),
    ):
        assert found(tmp_path) == ()
    assert found(tmp_path) != ()


def test_the_digest_of_the_rules_changes_with_any_of_their_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = cache.rules_digest.__wrapped__()
    (tmp_path / "ellipsis.py").write_text("# another rule", encoding="utf-8")
    for package in (wording, text_package):
        with monkeypatch.context() as patched:
            patched.setattr(package, "__path__", [str(tmp_path)])
            assert cache.rules_digest.__wrapped__() != before
    assert cache.rules_digest.__wrapped__() == before


def test_the_digest_has_all_that_rules_import() -> None:
    """Findings must not outlive a change of something that a rule begins to use."""
    files = cache.rule_files()
    known = {f"brochure.{path.relative_to(BROCHURE).with_suffix('').as_posix()}" for path in files}
    known = {name.replace("/", ".").removesuffix(".__init__") for name in known}
    for path in files:
        code = path.read_text(encoding="utf-8") if path.suffix == ".py" else ""
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith("brochure"):
                used = {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
                assert used & known, f"{path.name} imports {used}"


@settings(max_examples=40)
@given(damage=st.binary(max_size=40), at=st.integers(0, 400), is_cut=st.booleans())
def test_a_damaged_file_is_ignored_and_written_again(
    tmp_path_factory: pytest.TempPathFactory, damage: bytes, at: int, *, is_cut: bool
) -> None:
    root = tmp_path_factory.mktemp("damaged")
    first = found(root)
    good = file(root).read_bytes()
    file(root).write_bytes(good[:at] + damage + (b"" if is_cut else good[at + len(damage) :]))
    # A message may be damaged without a trace; the place and the rule of a finding are there.
    assert len(found(root)) == len(first)


@pytest.mark.parametrize("content", ["", "[]", "null", '{"rules": 1}', "[" * 10_000, "\x00"])
def test_a_file_with_something_else_in_it_is_replaced(tmp_path: Path, content: str) -> None:
    first = found(tmp_path)
    good = file(tmp_path).read_bytes()
    file(tmp_path).write_text(content, encoding="utf-8")
    assert found(tmp_path) == first
    assert file(tmp_path).read_bytes() == good


def test_where_nothing_can_be_written_nothing_is_cached(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("no folder", encoding="utf-8")
    assert found(tmp_path) == found(tmp_path)


def test_builds_at_the_same_time_leave_a_whole_file(tmp_path: Path) -> None:
    def build(number: int) -> None:
        for turn in range(20):
            found(tmp_path, f"Texte  {number} {turn}")

    threads = [threading.Thread(target=build, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(FindingsCache(tmp_path, "fr")._stored) == 1
    assert [path.name for path in file(tmp_path).parent.iterdir()] == ["fr.json"]


def test_a_check_finds_the_same_again_and_nothing_of_a_text_that_changed(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    page = root / "docs" / "fr" / "index.md"
    text = page.read_text(encoding="utf-8")

    def problems() -> list[str]:
        site, _ = load(root)
        assert site
        return [str(problem) for problem in rules.wording.check(site)]

    clean = problems()
    page.write_text(f"{text}\nDeux  espaces.\n", encoding="utf-8")
    spoilt = problems()
    assert [line for line in spoilt if line not in clean and "double-space" in line]
    assert problems() == spoilt
    page.write_text(text, encoding="utf-8")
    assert problems() == clean


def test_after_an_edit_only_the_texts_of_its_unit_are_examined(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    cache._found.cache_clear()

    def examined() -> list[tuple[str, str | None]]:
        site, _ = load(root)
        assert site
        with mock.patch.object(wording, "findings", wraps=wording.findings) as asked:
            list(rules.wording.check(site))
        return [(call.args[0], call.args[1].source) for call in asked.call_args_list]

    assert examined()
    assert examined() == []
    page = root / "docs" / "en" / "index.md"
    page.write_text(f"{page.read_text('utf-8')}\nOne sentence more.\n", encoding="utf-8")
    changed = examined()
    source = changed[0][0]
    assert source.endswith("One sentence more.")
    assert changed[0] == (source, None)
    assert len(changed) > 1
    assert {of for _, of in changed[1:]} == {source}


def test_what_an_edit_adds_is_not_written(tmp_path: Path) -> None:
    root = good_site(tmp_path)

    def check() -> bytes:
        site, _ = load(root)
        assert site
        list(rules.wording.check(site))
        return file(root).read_bytes()

    before = check()
    page = root / "docs" / "fr" / "index.md"
    page.write_text(f"{page.read_text('utf-8')}\nUne phrase.\n", encoding="utf-8")
    assert check() == before
