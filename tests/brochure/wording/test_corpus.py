"""Right texts stay as they are, and what was fixed stays fixed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.checks.wording import Context, apply_fixes, findings
from tests.brochure.strategies import DAMAGE, Damage
from tests.brochure.wording.corpus import CORPUS, Published
from tests.brochure.wording.golden import LOCALES
from tests.brochure.wording.test_properties import CONTEXTS, TEXTS

ALL = [entry for entries in CORPUS.values() for entry in entries]
_ENOUGH = 60


def _context(entry: Published, source: str | None = None) -> Context:
    return Context(entry.tag, LOCALES[entry.tag], source)


@pytest.mark.parametrize("tag", CORPUS)
def test_each_language_has_enough_texts_each_with_its_source(tag: str) -> None:
    texts = {entry.text for entry in CORPUS[tag]}
    assert len(texts) == len(CORPUS[tag]) >= _ENOUGH
    assert all(len(entry.source) > len("title, page") for entry in CORPUS[tag])


@pytest.mark.parametrize("tag", CORPUS)
def test_no_rule_finds_anything_in_a_right_text(tag: str) -> None:
    found = {
        entry.text: list(findings(entry.text, _context(entry, source)))
        for entry in CORPUS[tag]
        for source in (None, entry.text)
    }
    assert not {text: problems for text, problems in found.items() if problems}


@pytest.mark.parametrize("tag", CORPUS)
def test_no_repair_changes_a_right_text(tag: str) -> None:
    for entry in CORPUS[tag]:
        assert apply_fixes(entry.text, _context(entry)) == (entry.text, [])


@pytest.mark.parametrize("tag", CORPUS)
def test_no_repair_changes_right_texts_below_one_another(tag: str) -> None:
    page = "\n\n".join(entry.text for entry in CORPUS[tag])
    assert apply_fixes(page, _context(CORPUS[tag][0])) == (page, [])


@given(st.sampled_from(ALL), DAMAGE)
def test_a_damaged_text_is_fixed_once_and_for_all(entry: Published, damage: Damage) -> None:
    context = _context(entry, entry.text)
    fixed, _ = apply_fixes(damage.to(entry.text), context)
    assert apply_fixes(fixed, context) == (fixed, [])


@given(st.sampled_from(ALL), st.sampled_from(ALL), st.integers(0, 200), st.sampled_from(" \n.,:“("))
def test_two_texts_in_one_are_fixed_once_and_for_all(
    one: Published, two: Published, at: int, between: str
) -> None:
    text = one.text[:at] + between + two.text
    fixed, _ = apply_fixes(text, _context(one))
    assert apply_fixes(fixed, _context(one)) == (fixed, [])


@given(st.sampled_from(ALL), DAMAGE)
def test_a_text_in_which_nothing_can_be_fixed_is_not_touched(
    entry: Published, damage: Damage
) -> None:
    _untouched_unless_found(damage.to(entry.text), _context(entry))


@given(TEXTS, CONTEXTS)
def test_no_text_is_touched_without_a_finding(text: str, context: Context) -> None:
    _untouched_unless_found(text, context)


def _untouched_unless_found(text: str, context: Context) -> None:
    fixable = any(found.replacement is not None for _, found in findings(text, context))
    fixed, made = apply_fixes(text, context)
    assert (fixed != text) == bool(made) == fixable
