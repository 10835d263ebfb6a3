"""What a search finds however it is written."""

from __future__ import annotations

import pytest

from brochure.text.folded import folded

ALIKE = [
    ("São Tomé", "SAO TOME"),
    ("Łódź", "lodz"),
    ("Straße", "STRASSE"),
    ("İstanbul", "istanbul"),
    ("ﬁn", "FIN"),
    ("Œuvre", "oeuvre"),
    ("مُحَمَّد", "محمد"),
    ("e\N{COMBINING ACUTE ACCENT}", "É"),
    ("Ω", "ω"),
]


@pytest.mark.parametrize(("written", "sought"), ALIKE)
def test_case_and_accents_make_no_difference_to_a_search(written: str, sought: str) -> None:
    assert folded(written) == folded(sought)


def test_other_letters_do() -> None:
    assert folded("Ana") != folded("Anna")
    assert folded("محمد") != folded("محمود")
