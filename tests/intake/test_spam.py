"""The time at which a page was made is signed: nobody can forge one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from intake.spam import SignedTimestamps

SECRET = b"a secret"


@given(st.text())
def test_nobody_can_forge_a_timestamp(text: str) -> None:
    assert SignedTimestamps(SECRET).age(text) is None
    assert SignedTimestamps(SECRET).age(f"1.0.{text}") is None


@given(st.floats(0, 86_400))
def test_a_timestamp_has_its_age_until_it_is_a_day_old(age: float) -> None:
    timestamps = SignedTimestamps(SECRET)
    measured = timestamps.age(timestamps.new(1e9), 1e9 + age)
    assert measured is not None
    assert abs(measured - age) < 0.01
    assert timestamps.age(timestamps.new(1e9), 1e9 + 86_401) is None
