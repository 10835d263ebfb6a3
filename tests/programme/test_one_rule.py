"""Who may ask, what happens with data and how long is written once, and shown where needed."""

from __future__ import annotations

import pytest

from brochure.site.site import Site
from tests.site.pages import Pages, plain

LANGUAGES = ("en", "fr", "pt")

# On which pages readers have to find each text of content/shared.yaml
SHOWN = {
    "who-may-ask": ("who-can-request", "questions", "express-interest"),
    "from-where": ("who-can-request", "where", "questions", "express-interest"),
    "controller": ("privacy", "express-interest"),
    "recipients": ("privacy", "express-interest"),
    "answers-kept": ("privacy", "express-interest"),
    "proposal": ("express-interest",),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_shared_text_is_shown_on_every_page_that_needs_it(
    site: Site, pages: Pages, language: str
) -> None:
    assert site.content.form
    months = str(round(site.content.form.retention_days / 30.4))
    texts = {shared.id: shared.text[language] for shared in site.content.shared}
    assert {*texts} == {*SHOWN}
    for name, on in SHOWN.items():
        words = plain(texts[name].replace("{retention}", months))
        for page in on:
            assert words in pages[language, page].text, f"{language}/{page}: {name}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_other_text_repeats_a_shared_one(site: Site, language: str) -> None:
    """A rule is edited in one place: no other has eleven of its words in a row."""
    for shared in site.content.shared:
        phrases = _phrases(shared.text[language])
        for segment in site.segments(language):
            if segment.unit.file != "content/shared.yaml":
                repeated = phrases & _phrases(segment.text)
                assert not repeated, f"{segment.name}: {repeated}"


def _phrases(text: str, length: int = 11) -> set[str]:
    words = text.split()
    return {" ".join(words[at : at + length]) for at in range(len(words) - length + 1)}
