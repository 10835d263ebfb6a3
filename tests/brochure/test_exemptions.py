"""Words that a rule ignores exempt what they are around, or a text that is reported as a whole."""

from __future__ import annotations

from brochure.checks.wording.base import covers

TEXT = "The five areas of law are none of our five areas."


def test_words_exempt_what_is_in_them_and_not_the_same_elsewhere_in_the_text() -> None:
    first, second = TEXT.index("five areas"), TEXT.rindex("five areas")
    length = len("five areas")
    assert covers(["five areas of law"], TEXT, (first, first + length))
    assert not covers(["five areas of law"], TEXT, (second, second + length))
    assert covers(["five areas"], TEXT, (second, second + length))
    assert not covers(["five"], TEXT, (first, first + length))


def test_a_text_that_is_reported_as_a_whole_is_exempt_if_it_has_the_words() -> None:
    assert covers(["areas of trade", "areas of law"], TEXT)
    assert not covers(["areas of trade"], TEXT)
