"""A translator's program at work: an exported file, one text translated in it, and what returns."""

from __future__ import annotations

from pathlib import Path

from brochure.translation import exporting
from brochure.translation.status import STATES
from tests.brochure.sites import edit
from tests.translation.commands import done, load_any, read, states

# A unit that is missing, with a translation; and a unit that is outdated.
KEY, SOURCE, TEXT = "page.404.title", "Page not found", "Page introuvable"
OUTDATED = "page.areas.lead"


def unfinished(site: Path) -> None:
    """Make one French text of the good site missing and one outdated."""
    done(site, "check")
    edit(site, "docs/en/areas.md", "These are", "Here are")
    edit(site, "docs/fr/404.md", f"title: {TEXT}", "title:")
    assert states(site)["fr", KEY] == "missing"
    assert states(site)["fr", OUTDATED] == "outdated"


def check_returned(site: Path, file: Path) -> None:
    """Import what a program wrote after translating one text: that one changes, and no other.

    Each unit must still have the version that it was exported from.
    """
    sent = exporting.catalogue(load_any(site), "fr", tuple(STATES))
    returned = {entry.key: entry for entry in read(file).entries}
    assert {key: entry.base for key, entry in returned.items()} == {
        entry.key: entry.base for entry in sent.entries
    }
    assert (returned[KEY].target, returned[KEY].state) == (TEXT, "done")
    before = _french(site)
    done(site, "import", file)
    assert _french(site) == before | {KEY: TEXT}


def _french(site: Path) -> dict[str, str]:
    return {unit.key: unit.texts["fr"] for unit in load_any(site).all_units if "fr" in unit.texts}
