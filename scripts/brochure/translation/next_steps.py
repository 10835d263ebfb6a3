"""The next steps for a text that is not done."""

from __future__ import annotations

from typing import NamedTuple

from brochure.files import confirmation_file
from brochure.site.site import Site
from brochure.translation.status import PendingUnit


class TranslationStep(NamedTuple):
    """Who does what; ``code`` is a line to paste, or a command."""

    who: str
    what: str
    code: str = ""


def steps(site: Site, tag: str, entry: PendingUnit) -> list[TranslationStep]:
    """Return the possible next steps."""
    path, line, _ = entry.unit.position(tag)
    match entry.state:
        case "missing":
            return [
                TranslationStep("Translator", f"Write the translation on line {line} of {path}.")
            ]
        case "outdated":
            change = f"Update the translation to match its source, on line {line} of {path}."
            return [TranslationStep("Translator", change), *_confirm(site, tag, entry.unit.key)]
    correct = TranslationStep(
        "Reviewer", f"If it does not fit, correct line {line} of {path} first."
    )
    return [*_confirm(site, tag, entry.unit.key), correct]


def _confirm(site: Site, tag: str, key: str) -> list[TranslationStep]:
    line = confirmation_file.line(tag, key, site.version(tag, key))
    return [
        TranslationStep(
            "Reviewer", f"If it fits, add this line to {confirmation_file.NAME}:", line
        ),
        TranslationStep("Reviewer", "or run:", f"brochure confirm {key} --language {tag}"),
    ]
