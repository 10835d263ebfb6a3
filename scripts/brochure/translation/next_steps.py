"""The next steps for a text that is not done."""

from __future__ import annotations

from typing import NamedTuple

from brochure.files import confirmation_file
from brochure.site.site import Site
from brochure.translation.status import PendingUnit


class Step(NamedTuple):
    """Who does what; ``code`` is a line to paste, or a command."""

    who: str
    what: str
    code: str = ""


def steps(site: Site, tag: str, entry: PendingUnit) -> list[Step]:
    """Return the possible next steps."""
    path, line, _ = entry.unit.position(tag)
    match entry.state:
        case "missing":
            return [Step("Translator", f"Write the translation on line {line} of {path}.")]
        case "outdated":
            change = f"Update the translation to match its source, on line {line} of {path}."
            return [Step("Translator", change), *_confirm(site, tag, entry.unit.key)]
    correct = Step("Reviewer", f"If it does not fit, correct line {line} of {path} first.")
    return [*_confirm(site, tag, entry.unit.key), correct]


def _confirm(site: Site, tag: str, key: str) -> list[Step]:
    line = confirmation_file.line(tag, key, site.version(tag, key))
    return [
        Step("Reviewer", f"If it fits, add this line to {confirmation_file.NAME}:", line),
        Step("Reviewer", "or run:", f"brochure confirm {key} --language {tag}"),
    ]
