"""Contrast is WCAG's, and the shade that is proposed passes and is the nearest that does."""

from __future__ import annotations

import colorsys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.text.colour import contrast, nearest, normal

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
NEEDED = st.lists(st.tuples(COLOURS, st.sampled_from((3.0, 4.5))), min_size=1, max_size=3)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#fff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),  # the lightest grey that WCAG's examples accept on white
        ("#777777", "#FFFFFF", 4.48),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_known_contrasts(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == pytest.approx(expected, abs=0.005)


@given(COLOURS, COLOURS)
def test_contrast_is_the_same_both_ways_and_from_1_to_21(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21


def test_three_digits_stand_for_two_each() -> None:
    assert normal("#03F") == "#0033ff"


def _lightness(colour: str) -> float:
    red, green, blue = bytes.fromhex(colour[1:])
    return colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)[1]


@given(COLOURS, NEEDED)
def test_a_proposed_shade_passes_everywhere_and_there_is_one_if_black_or_white_passes(
    colour: str, needed: list[tuple[str, float]]
) -> None:
    def passes(shade: str) -> bool:
        return all(contrast(shade, other) >= ratio for other, ratio in needed)

    found = nearest(colour, needed)
    if found is None:
        assert not passes("#000000")
        assert not passes("#ffffff")
    else:
        assert passes(found)
        distance = abs(_lightness(found) - _lightness(colour))
        for extreme in ("#000000", "#ffffff"):
            if passes(extreme):
                assert distance <= abs(_lightness(extreme) - _lightness(colour)) + 0.01


@given(COLOURS, COLOURS)
def test_a_colour_that_passes_stays_about_what_it_is(colour: str, other: str) -> None:
    ratio = contrast(colour, other)
    found = nearest(colour, [(other, max(1.0, ratio - 0.5))])
    assert found
    assert abs(_lightness(found) - _lightness(colour)) < 0.01
