"""Each rule finds what it is for, fixes what is safe, and leaves the rest alone."""

from __future__ import annotations

import pytest

from brochure.checks.wording import RULES, Context, apply_fixes, findings
from tests.brochure.wording.golden import CASES, Case

FRENCH = Context("fr", "fr_FR")
_RULES = {rule.ID: rule for rule in RULES}


def _names(case: Case) -> str:
    return f"{CASES.index(case)}-{case.rule}-{case.tag}"


@pytest.mark.parametrize("case", CASES, ids=_names)
def test_a_rule_finds_what_is_wrong_and_nothing_else(case: Case) -> None:
    found = list(_RULES[case.rule].find(case.text, case.context))
    assert len(found) == case.found, found


@pytest.mark.parametrize("case", CASES, ids=_names)
def test_what_is_safe_is_fixed_and_the_rest_stays(case: Case) -> None:
    assert _apply(case) == case.becomes


@pytest.mark.parametrize("case", [c for c in CASES if c.text != c.becomes], ids=_names)
def test_what_was_fixed_passes(case: Case) -> None:
    assert not list(_RULES[case.rule].find(case.becomes, case.context))


def test_each_rule_has_a_text_that_passes_and_one_that_fails() -> None:
    assert {c.rule for c in CASES if c.found} == {c.rule for c in CASES if not c.found} == {*_RULES}


@pytest.mark.parametrize(
    ("text", "context", "rule", "message"),
    [
        ("the  area", Context("en", "en"), "double-space", "has two spaces after “the”"),
        ("the    area", Context("en", "en"), "double-space", "has 4 spaces after “the”"),
        ("Qui ?", FRENCH, "french-spacing", 'has an ordinary space before "?" in “Qui ?”'),
        ("dit-il:", FRENCH, "french-spacing", 'has no space before ":" in “dit-il:”'),
        ("« Oui", FRENCH, "french-spacing", 'has an ordinary space after "«" in “« Oui”'),
        (
            "It ended.The",
            Context("en", "en"),
            "lost-space",
            'has no space after "." in “ended.The”',
        ),
        ("a\tb", Context("en", "en"), "tab", "has a tab after “a”"),
        (
            "a \u200bb",
            Context("en", "en"),
            "zero-width",
            "has U+200B (zero width space) after “a”",
        ),
        ("\u200bb", Context("en", "en"), "zero-width", "begins with U+200B (zero width space)"),
        (
            "p\u0430ss",
            Context("en", "en"),
            "mixed-script",
            "mixes Latin and Cyrillic letters in “p\u0430ss”: “\u0430” is Cyrillic",
        ),
        ("你好,世界", Context("zh", "zh_CN"), "half-width", 'has a half-width "," in “你好,世界”'),
        (
            "a long text",
            Context("zh", "zh_CN"),
            "wrong-script",
            "is mostly in Latin script; expected Simplified Han",
        ),
        (
            "an interest",
            Context("en", "en", limit=6),
            "too-long",
            "has 11 characters, 5 more than the 6 that fit",
        ),
        (
            "Envoyez",
            Context("fr", "fr_FR", "Send."),
            "end-punctuation",
            "ends with no mark in “Envoyez”, the source with a full stop",
        ),
        (
            "Oui",
            Context("fr", "fr_FR", "An Expert Roster", (("Expert Roster", "liste d’experts"),)),
            "glossary",
            "does not have “liste d’experts”, the glossary’s translation of “Expert Roster”",
        ),
    ],
)
def test_a_message_states_what_is_wrong_and_where(
    text: str, context: Context, rule: str, message: str
) -> None:
    assert (rule, message) in [(id_, found.message) for id_, found in findings(text, context)]


def test_a_text_is_fixed_by_all_rules_together() -> None:
    text = 'Le le  mot "oui"... Vraiment ? Voir `a  b: c`'
    fixed, found = apply_fixes(text, FRENCH)
    assert fixed == "Le mot «\u00a0oui\u00a0»… Vraiment\u202f? Voir `a  b: c`"
    assert len(found) == 6


def test_what_is_exempted_is_neither_found_nor_fixed() -> None:
    text = "un minimum de “paperasse”, vraiment?"
    exemptions = {("french-spacing", "“paperasse”")}
    assert [f.message for _, f in findings(text, FRENCH, exemptions)] == [
        'has no space before "?" in “vraiment?”'
    ]
    assert apply_fixes(text, FRENCH, exemptions)[0] == "un minimum de “paperasse”, vraiment\u202f?"
    assert not list(findings(text, FRENCH, {("french-spacing", text)}))


def test_a_text_in_another_script_may_be_so_because_of_an_exempted_name() -> None:
    arabic, exempt = Context("ar", "ar_EG"), {("wrong-script", "Fondation Demain")}
    text = "نبذة عن Fondation Demain"
    assert [rule for rule, _ in findings(text, arabic)] == ["wrong-script"]
    assert not list(findings(text, arabic, exempt))
    assert list(findings("By the people of Fondation Demain", arabic, exempt))


def _apply(case: Case) -> str:
    """Return the text with this rule's replacements."""
    text = case.text
    found = _RULES[case.rule].find(text, case.context)
    for finding in sorted(found, key=lambda finding: finding.start, reverse=True):
        if finding.replacement is not None:
            text = text[: finding.start] + finding.replacement + text[finding.end :]
    return text
