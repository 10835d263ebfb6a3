"""References can be read out on the telephone: mistakes in hearing are noticed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from intake.journey import references

made = st.builds(references.new)
places = st.integers(0, references.LENGTH)


@given(made)
def test_a_new_reference_is_in_its_normal_form(reference: str) -> None:
    assert references.parse(reference) == reference
    assert len(reference) == 11


@given(made, st.lists(st.integers(0, 11), max_size=6))
def test_a_reference_is_understood_in_lower_case_and_with_spaces_anywhere(
    reference: str, spaces: list[int]
) -> None:
    written = reference.lower().replace("-", " ")
    for place in spaces:
        written = f"{written[:place]} {written[place:]}"
    assert references.parse(written) == reference


@given(made)
def test_a_reference_has_no_letters_that_are_mistaken_for_others(reference: str) -> None:
    assert not set(reference) & set("0O1ILUV")


@given(made, places, st.sampled_from(references.ALPHABET))
def test_every_wrong_character_is_noticed(reference: str, place: int, wrong: str) -> None:
    letters = list(reference.replace("-", ""))
    right, letters[place] = letters[place], wrong
    assert (references.parse("".join(letters)) is None) == (right != wrong)


@given(made, st.integers(0, references.LENGTH - 1))
def test_two_exchanged_neighbours_are_noticed(reference: str, place: int) -> None:
    letters = list(reference.replace("-", ""))
    letters[place : place + 2] = reversed(letters[place : place + 2])
    exchanged = "".join(letters)
    same = exchanged == reference.replace("-", "")
    assert (references.parse(exchanged) is None) == (not same)


@given(st.text())
def test_any_other_text_is_not_a_reference_and_raises_nothing(text: str) -> None:
    found = references.parse(text)
    assert found is None or references.parse(found) == found
