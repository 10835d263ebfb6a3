"""Stores snapshots of what translations were made from, which show later edits of a source."""

from __future__ import annotations

from collections.abc import Sequence

from brochure.checks.translation_settings import key_matcher
from brochure.files import atomic, snapshot_file
from brochure.files.snapshot_file import Snapshot
from brochure.problems import Problem, ProblemsError
from brochure.site import staleness
from brochure.site.site import Site
from brochure.text.suggestions import did_you_mean
from brochure.translation import apply


def sync(site: Site) -> int:
    """Store a snapshot of each translation that is done; return how many are new.

    Do not call it on a site with errors: a half-finished edit would be stored as a complete one.

    Raises:
        OSError: the files cannot be written.
    """
    first, count = site.tags[0], 0
    result: apply.Files = {}
    for tag in site.tags[1:]:
        known = site.snapshots.get(tag, {})
        new = staleness.refreshed(site.all_units, tag, first, known)
        if new != known:
            count += sum(known.get(key) != snapshot for key, snapshot in new.items())
            result[site.root / snapshot_file.FOLDER / f"{tag}.json"] = snapshot_file.render(new)
    atomic.write_all(result)
    return count


def accept(site: Site, patterns: Sequence[str], tags: Sequence[str]) -> list[tuple[str, str]]:
    """Confirm that outdated translations are still correct; return pairs of language and key.

    Raises:
        ProblemsError: a pattern matches no unit, or the site does not have a language.
        OSError: the files cannot be written.
    """
    keys = [unit.key for unit in site.all_units]
    problems = [
        unknown(f'unknown language "{tag}"', tag, site.tags[1:])
        for tag in tags
        if tag not in site.tags[1:]
    ]
    problems += [
        unknown(f'no key matches "{pattern}"', pattern, keys)
        for pattern in patterns
        if not any(map(key_matcher((pattern,)), keys))
    ]
    if problems:
        raise ProblemsError(problems)
    matches = key_matcher(tuple(patterns))
    first = site.tags[0]
    new: dict[str, dict[str, Snapshot]] = {}
    for tag in tags:
        new[tag] = {
            unit.key: Snapshot(unit.texts[first], snapshot_file.digest(unit.texts[tag]))
            for unit in site.outdated(tag)
            if matches(unit.key)
        }
    atomic.write_all(apply.snapshots(site, new))
    return [(tag, key) for tag, entries in new.items() for key in entries]


def unknown(message: str, name: str, known: Sequence[str]) -> Problem:
    """Return the problem of a key, pattern or language that does not exist."""
    return Problem(name, 1, 1, "error", "unknown-unit", message, did_you_mean(name, known))
