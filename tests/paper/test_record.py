"""The record prints whatever was typed, in the language in which it was asked."""

from __future__ import annotations

import io

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.render.paper import record
from brochure.render.paper.words import Words
from brochure.site.site import Site
from tests.paper import reading
from tests.paper.test_letter import HOSTILE


def submission(text: str, language: str = "fr") -> record.RecordData:
    """Return a submission with one text as question and as answer."""
    questions = [
        record.RecordQuestion("Votre besoin", [text]),
        record.RecordQuestion("Et après", []),
    ]
    groups = [record.Group("Votre demande", questions), record.Group("", questions)]
    return record.RecordData("MX-7K4Q-92TD", "26 novembre 2026", groups, language)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("tag", ["fr", "ar"])
def test_typed_text_is_printed_and_runs_nothing(site: Site, tag: str, text: str) -> None:
    made = record.pdf(Words(site, tag), submission(text, tag))
    assert made == record.pdf(Words(site, tag), submission(text, tag))
    title = site.content.strings["receipt"]["title"][tag]
    reading.assert_accessible(made, tag, title)


def test_it_has_reference_date_questions_and_answers(site: Site) -> None:
    text = reading.text_of(record.pdf(Words(site, "fr"), submission("#eval(1) $x$ <b> {{ y }}")))
    for words in ("MX-7K4Q-92TD", "26 novembre 2026", "Votre besoin", "#eval(1) $x$ <b> {{ y }}"):
        assert words.replace(" ", "") in text.replace(" ", "")
    assert site.content.strings["check"]["empty"]["fr"].replace(" ", "") in text.replace(" ", "")


@pytest.mark.slow
def test_any_text_can_be_printed(site: Site) -> None:
    words = Words(site, "en")

    @given(text=st.text(max_size=200))
    def printed(text: str) -> None:
        check(words, text)

    printed()


def check(words: Words, text: str) -> None:
    """Assert that a record can show a text."""
    with pikepdf.open(io.BytesIO(record.pdf(words, submission(text)))) as pdf:
        assert len(pdf.pages) <= 2


def test_a_language_that_the_site_has_no_more_is_no_obstacle(site: Site) -> None:
    assert record.pdf(Words(site, "en"), submission("Besoin", "xx"))
