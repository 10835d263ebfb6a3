"""Checking a site results in the site or in problems, whatever is in its files."""

from __future__ import annotations

import functools
import gc
import inspect
import re
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brochure.checks import rules
from brochure.checks.run import check, check_for_people, site_for_preview, site_or_raise
from brochure.files import record_file
from brochure.problems import ProblemsError, errors
from tests.brochure import strategies
from tests.brochure.sites import CASES, EXPECTED, GOOD, edit, good_site, remove, write
from tests.brochure.strategies import Damage

CACHED = type(functools.cache(len))
FILES = sorted(path.relative_to(GOOD).as_posix() for path in GOOD.rglob("*.*"))


@given(st.dictionaries(st.sampled_from(FILES), strategies.DAMAGE, min_size=1, max_size=3))
def test_no_damage_to_a_good_site_makes_checking_fail(
    damages: dict[str, Damage],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = good_site(Path(folder))
        for name, damage in damages.items():
            text = damage.to((site / name).read_text(encoding="utf-8"))
            (site / name).write_text(text, encoding="utf-8")
        loaded, problems = check(site)
    assert loaded is not None or errors(problems)
    assert problems == sorted(set(problems))


def _empty_all_caches(site: Path) -> None:
    for function in gc.get_objects():
        if isinstance(function, CACHED) and function.__module__.startswith("brochure."):
            function.cache_clear()
    shutil.rmtree(site / ".cache", ignore_errors=True)


@pytest.mark.soak
@settings(max_examples=15)
@given(st.lists(st.tuples(st.sampled_from(FILES), strategies.DAMAGE), min_size=1, max_size=4))
def test_a_check_after_others_finds_what_it_finds_with_empty_caches(
    damages: list[tuple[str, Damage]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = good_site(Path(folder))
        check(site)
        for name, damage in damages:
            text = damage.to((site / name).read_text(encoding="utf-8"))
            (site / name).write_text(text, encoding="utf-8")
            found = check(site)[1]
        _empty_all_caches(site)
        assert check(site)[1] == found


@given(st.sampled_from(FILES), st.binary(max_size=200))
def test_no_file_of_any_bytes_makes_checking_fail(name: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = good_site(Path(folder))
        (site / name).write_bytes(data)
        loaded, problems = check(site)
    assert loaded is not None or errors(problems)


@pytest.mark.parametrize("name", FILES)
def test_no_lost_file_makes_checking_fail(name: str, tmp_path: Path) -> None:
    site = good_site(tmp_path)
    remove(site / name)
    loaded, problems = check(site)
    assert loaded is not None or errors(problems)


@pytest.mark.parametrize("tag", ["frx", "fr-Latn-XX", "fr-1234"])
def test_no_tag_that_cldr_does_not_know_makes_checking_fail(tag: str, tmp_path: Path) -> None:
    site = good_site(tmp_path)
    (site / "content/languages/fr.yaml").rename(site / f"content/languages/{tag}.yaml")
    _, problems = check(site)
    assert "unknown-language" in {problem.rule for problem in problems}


def test_a_site_with_errors_is_never_passed_on(tmp_path: Path) -> None:
    """Stand-ins for broken files serve the rules alone: nothing can be built from them."""
    site = good_site(tmp_path)
    remove(site / "content/site.yaml")
    with pytest.raises(ProblemsError, match=r"content/site\.yaml:1:1: error"):
        site_or_raise(site)


def test_a_site_with_warnings_is_passed_on(tmp_path: Path) -> None:
    site = good_site(tmp_path)
    edit(site, "overrides/partials/menu.html", "{{ strings.header.menu }}", "Menu")
    _, problems = check(site)
    assert [problem.level for problem in problems] == ["warning"]
    assert site_or_raise(site).root == site


def test_a_preview_leaves_out_a_draft_with_errors_and_no_other_language(tmp_path: Path) -> None:
    site = good_site(tmp_path)
    for tag, locale in (("es", "es_ES"), ("it", "it_IT")):
        write(site, f"content/languages/{tag}.yaml", f"locale: {locale}\nstatus: draft\n")
        write(site, f"docs/{tag}/content.yaml", 'areas.training.summary: "[x](areas.md)"\n')
        write(site, f"translations/{tag}.txt", record_file.render({}))
    edit(site, "docs/it/content.yaml", "[x](areas.md)", "[x](index.md) **y**")
    shown, left_out = site_for_preview(site)
    assert shown.tags == ("en", "fr", "pt", "it")
    assert {problem.path for problem in left_out} == {"docs/es/content.yaml"}
    edit(site, "docs/en/areas.md", "These", "[These](lost.md)")
    with pytest.raises(ProblemsError, match=r"docs/en/areas\.md"):
        site_for_preview(site)


@pytest.mark.parametrize(
    "slip", ['"[Formação](lost.md)"', "[a, b]", "{a: b}", '"Formação {no-fact}"']
)
def test_an_error_of_a_draft_beside_the_others_stops_neither_site_nor_preview(
    slip: str, tmp_path: Path
) -> None:
    """All texts of the draft are in the files of the languages that are published."""
    site = good_site(tmp_path)
    edit(site, "content/languages/pt.yaml", "order: 3", "order: 3\nstatus: draft")
    edit(site, "content/areas.yaml", "pt: Formação", f"pt: {slip}")
    assert site_or_raise(site).tags == ("en", "fr")
    _, problems, of_drafts = check_for_people(site)
    assert problems == []
    assert {(problem.path, problem.level) for problem in of_drafts} == {
        ("content/areas.yaml", "warning")
    }
    shown, left_out = site_for_preview(site)
    assert shown.tags == ("en", "fr")
    assert {problem.path for problem in left_out} == {"content/areas.yaml"}
    assert {area.id for area in shown.content.areas} == {"protection", "training"}
    edit(site, "docs/en/areas.md", "These", "[These](lost.md)")
    with pytest.raises(ProblemsError, match=r"docs/en/areas\.md"):
        site_for_preview(site)


def test_each_rule_has_a_case_in_which_it_fails() -> None:
    output = "".join(path.read_text(encoding="utf-8") for path in CASES.glob(f"*/{EXPECTED}"))
    ids = {
        value
        for rule in rules.ALL
        for value in re.findall(
            r'^[A-Z]\w* = "([a-z]+(?:-[a-z]+)*)"$', inspect.getsource(rule), re.MULTILINE
        )
    }
    assert len(ids) > 10
    assert not [rule for rule in ids if f"[{rule}]" not in output]
