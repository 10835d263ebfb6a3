"""Fixes of wording change language, and nothing that is protected."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from brochure.checks import wording
from brochure.checks.wording import Context, Finding, apply_fixes, findings

FRENCH = Context("fr", "fr_FR", None)


class Shouting:
    """A careless rule, which would write each "a" in capitals, be it in a link or a placeholder."""

    ID = "shouting"

    def find(self, text: str, context: Context) -> Iterator[Finding]:
        """Find each "a", in any language."""
        assert context.tag
        for at, letter in enumerate(text):
            if letter == "a":
                yield Finding(at, at + 1, "has an a", "Shout.", "A")


@pytest.fixture(autouse=True)
def careless(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "RULES", (Shouting(),))


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("la [carte](areas.md) a", "lA [cArte](areas.md) A"),
        ("dans {year-a} ans", "dAns {year-a} Ans"),
        ("a `a` a", "A `a` A"),
        ("a <a> a", "A <a> A"),
        ("mail: a@a.org", "mAil: a@a.org"),
    ],
)
def test_a_replacement_in_what_is_protected_is_not_made_and_the_others_are(
    text: str, after: str
) -> None:
    text_after, made = apply_fixes(text, FRENCH)
    assert text_after == after
    assert len(made) == sum(old != new for old, new in zip(text, after, strict=True))


def test_a_finding_in_what_is_protected_offers_no_replacement() -> None:
    offers = {found.start: found.replacement for _, found in findings("a `a`", FRENCH)}
    assert offers == {0: "A", 3: None}
