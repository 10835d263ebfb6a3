"""Words for a phase of requests are translated, added and removed like all others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.brochure.sites import edit, write
from tests.translation.commands import (
    done,
    exported,
    load_any,
    outdated,
    read,
    states,
    translate,
    unit,
)

FORMS = pytest.mark.parametrize("form", ["po", "xliff"])
FAQ = """\
faq:
  - id: now
    question: {en: Open now?, fr: "", pt: Aberto agora?}
    answer:
      en: It is, indeed.
      fr: ""
      pt: Sim, claro.
      closed:
        en: Not any longer.
        fr: ""
        pt: Já não.
"""
ENGLISH = """\
---
title: Which areas?
description: What we help with, area by area.
description_closed: What we have helped with, area by area.
---
These are the areas.

{closed}

These were the areas.

## Help {#help}

Send us a letter.

{closed}

{not_yet}

Help is to come.
"""
FRENCH = """\
---
title: Quels domaines\N{NARROW NO-BREAK SPACE}?
description: Ce que couvre notre aide, domaine par domaine.
---
Voici les domaines.

## De l’aide {#help}

Envoyez-nous une lettre.
"""
KEYS = {
    "faq.now.answer.closed": "Non, plus maintenant.",
    "page.areas.description.closed": "Ce que couvrait notre aide, domaine par domaine.",
    "page.areas.lead.closed": "Voilà quels étaient les domaines.",
    "page.areas#help.not_yet": "Une aide viendra.",
}


def _with_phases(site: Path) -> None:
    write(site, "content/faq.yaml", FAQ)
    write(site, "docs/en/areas.md", ENGLISH)
    write(site, "docs/fr/areas.md", FRENCH)


@FORMS
def test_what_is_missing_in_a_phase_is_exported_and_imported_to_its_place(
    form: str, site: Path
) -> None:
    _with_phases(site)
    assert {states(site)["fr", key] for key in KEYS} == {"missing"}
    file = exported(site, "fr", form)
    notes = {entry.key: entry.notes for entry in read(file).entries}
    assert "while requests are closed" in " ".join(notes["faq.now.answer.closed"])
    translate(file, KEYS)
    done(site, "import", file)
    for key, text in KEYS.items():
        assert unit(site, key).texts["fr"] == text
        assert states(site)["fr", key] == "done"
    page = (site / "docs/fr/areas.md").read_text(encoding="utf-8")
    assert "\nVoici les domaines.\n\n{closed}\n\nVoilà quels étaient les domaines.\n\n## De" in page
    assert "\n{not_yet}\n\nUne aide viendra." in page
    assert "\ndescription_closed: Ce que couvrait" in page


def test_a_new_language_gets_a_place_for_each_of_the_words_and_hides_what_is_hidden(
    site: Path,
) -> None:
    _with_phases(site)
    done(site, "add-language", "es")
    assert "faq.now.answer.closed: " in (site / "docs/es/content.yaml").read_text("utf-8")
    page = (site / "docs/es/areas.md").read_text(encoding="utf-8")
    assert "## {#help}\n\n{closed}" in page
    again = done(site, "add-language", "es")
    assert (site / "docs/es/areas.md").read_text(encoding="utf-8") == page, again


def test_an_edit_of_the_source_makes_the_words_for_that_phase_outdated_and_no_others(
    site: Path,
) -> None:
    _with_phases(site)
    file = exported(site, "fr", "po")
    translate(file, KEYS)
    done(site, "import", file)
    edit(site, "docs/en/areas.md", "Help is to come", "Help will come")
    assert outdated(site) == {("fr", "page.areas#help.not_yet")}


def test_words_that_the_default_language_gave_up_are_removed_with_their_line(site: Path) -> None:
    _with_phases(site)
    done(site, "add-language", "es")
    file = exported(site, "es", "po")
    translate(file, {"page.areas#help.not_yet": "La ayuda está por venir."})
    done(site, "import", file)
    assert "{not_yet}\n\nLa ayuda está" in (site / "docs/es/areas.md").read_text("utf-8")
    edit(site, "docs/en/areas.md", "{not_yet}\n\nHelp is to come.\n", "")
    done(site, "add-language", "es")
    page = (site / "docs/es/areas.md").read_text(encoding="utf-8")
    assert "not_yet" not in page
    assert "page.areas#help.not_yet" not in {u.key for u in load_any(site).all_units}
