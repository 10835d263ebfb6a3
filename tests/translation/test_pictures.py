"""What pictures show in words is translated like every other text."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.brochure.sites import edit
from tests.support.pictures import encoded, photograph
from tests.translation.commands import done, exported, read, run, states, translate, unit

FORMS = pytest.mark.parametrize("form", ["po", "xliff"])
IMAGE = """    image:
      file: images/people.jpg
      alt:
        en: "Some of {people} people"
        fr: "Une part des {people} personnes"
        pt: "Uma parte das {people} pessoas"
"""
WORDS = {
    "en": "People at a well",
    "fr": "Des gens près d’un puits",
    "pt": "Pessoas junto a um poço",
}
KEY, LEAD = "areas.protection.image.alt", "page.areas.lead"


@pytest.fixture
def shown(site: Path) -> Path:
    """Return a site with a picture in a record and on a page."""
    (site / "docs/images").mkdir()
    (site / "docs/images/people.jpg").write_bytes(encoded(photograph(64, 48)))
    topics = "    topics:\n      - id: refugees"
    edit(site, "content/areas.yaml", topics, IMAGE + topics)
    for tag, text in WORDS.items():
        file = site / f"docs/{tag}/areas.md"
        before = file.read_text(encoding="utf-8").rstrip()
        file.write_text(f"{before}\n\n![{text}](images/people.jpg)\n", encoding="utf-8")
    assert done(site, "check").out.endswith("no problems\n")
    done(site, "note")
    return site


@FORMS
def test_a_record_says_in_each_language_what_its_picture_shows(form: str, shown: Path) -> None:
    file = exported(shown, "fr", form)
    entries = {entry.key: entry for entry in read(file).entries}
    assert entries[KEY].source == "Some of {people} people"
    assert entries[KEY].target == "Une part des {people} personnes"
    translate(file, {KEY: "Un groupe parmi {people} personnes"})
    done(shown, "import", file)
    assert unit(shown, KEY).texts["fr"] == "Un groupe parmi {people} personnes"
    assert done(shown, "check").out.endswith("no problems\n")


@FORMS
@pytest.mark.parametrize(
    ("key", "text", "reason"),
    [
        (KEY, "Un groupe de personnes", "it has no placeholders; expected those of the source"),
        (LEAD, "Voici les domaines.\n\n![Des gens](images/gens.jpg)", "to images/gens.jpg"),
        (LEAD, "Voici les domaines.\n\n![](images/people.jpg)", "it does not say what images/"),
        (LEAD, "Voici les domaines.", "it has no links; expected those of the source"),
    ],
)
def test_a_translation_that_loses_a_picture_or_its_words_is_refused(
    form: str, key: str, text: str, reason: str, shown: Path
) -> None:
    file = exported(shown, "fr", form)
    translate(file, {key: text})
    result = run(shown, "import", file)
    assert result.code == 1
    assert reason in result.err


def test_new_words_for_a_picture_make_its_translations_outdated(shown: Path) -> None:
    edit(shown, "content/areas.yaml", "Some of {people}", "Two of {people}")
    edit(shown, "docs/en/areas.md", "People at a well", "Two people at a well")
    assert states(shown)["fr", KEY] == "outdated"
    assert states(shown)["pt", LEAD] == "outdated"


def test_an_added_language_says_what_pictures_show_in_its_own_file(shown: Path) -> None:
    done(shown, "add-language", "de")
    file = exported(shown, "de", "po")
    translate(file, {KEY: "Einige von {people} Menschen"})
    done(shown, "import", file)
    assert unit(shown, KEY).texts["de"] == "Einige von {people} Menschen"
    assert unit(shown, KEY).position("de")[0] == "docs/de/content.yaml"
