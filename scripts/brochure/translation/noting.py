"""Notes what translations were made from, which shows later edits of a source."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from brochure.checks.rules import outdated, records
from brochure.checks.translation_settings import key_matcher
from brochure.files import atomic, confirmation_file, record_file, translation_file
from brochure.files.atomic import Files
from brochure.files.translation_record import TranslationRecord, digest
from brochure.problems import Problem, ProblemsError
from brochure.site.record_matching import refreshed
from brochure.site.site import Site
from brochure.text.suggestions import did_you_mean
from brochure.translation import apply, memory

# A site with less of its texts on record than this has other content now.
_SHARE_OF_OTHER_CONTENT = 0.1

# Errors with which a note is possible: it, or a confirmation, puts them right.
SETTLED_LATER = {outdated.ID, records.ID, "confirmation"}


@dataclass(frozen=True)
class NoteResult:
    """The result of a note: how many texts are new or have changed, and what it has to say."""

    changed: int
    confirmed: int
    restarted: tuple[str, ...]
    paths: tuple[Path, ...]


def note(site: Site, start: Collection[str] = (), skip: Collection[str] = ()) -> NoteResult:
    """Record what each translation is made from, and what was confirmed.

    Above each external text its present source is written. Do not call it on a site with errors: a
    half-finished edit would be recorded as a complete one. ``start`` are languages whose files do
    not exist yet, and ``skip`` those that are left as they are; so are languages that the site does
    not have, such as drafts in a build without them.

    Raises:
        ProblemsError: there is no such language to start, or it has its file already; or a
            translation memory cannot be read.
        OSError: the files cannot be written. Nothing is changed then.
    """
    _check_start(site, start)
    noted = [
        tag for tag in site.tags[1:] if tag not in skip and (tag in site.records or tag in start)
    ]
    restarted = [tag for tag in noted if is_of_other_content(site, tag)]
    changed, files = 0, Files()
    for tag in noted:
        number, of_language = _records(site, tag, restart=tag in restarted)
        changed += number
        files |= of_language
    taken_in = {c for c in site.valid_confirmations if c.tag in noted}
    left = [c for c in site.confirmations if c not in taken_in]
    if len(left) < len(site.confirmations):
        files[site.root / confirmation_file.NAME] = confirmation_file.render(left)
    paths = atomic.write_all(files)
    confirmed = len(site.confirmations) - len(left)
    return NoteResult(changed, confirmed, tuple(restarted), tuple(paths))


def _records(site: Site, tag: str, *, restart: bool) -> tuple[int, Files]:
    """Return how many texts of a language are new or have changed, and the files that say so."""
    known, statuses = site.records.get(tag, {}), site.statuses(tag)
    if restart:
        known, statuses = {}, dataclasses.replace(site, records={}).statuses(tag)
    units = [unit for unit in site.all_units if not site.is_default(unit, tag)]
    new = refreshed(units, tag, site.tags[0], known, statuses)
    files: Files = {site.root / record_file.name(tag): record_file.render(new)}
    files |= memory.extended(site, tag, memory.pairs(site, tag, statuses))
    if (old := site.root / record_file.name_of_version_1(tag)).exists():
        files[old] = None
    if tag in site.external_texts:
        path = site.root / site.external_texts[tag].path
        files[path] = atomic.apply_edit(path, functools.partial(_with_sources, site=site, tag=tag))
    return sum(known.get(key) != record for key, record in new.items()), files


def _check_start(site: Site, tags: Collection[str]) -> None:
    problems = []
    for tag in tags:
        if tag not in site.tags[1:]:
            problems.append(unknown(f'unknown language "{tag}"', tag, site.tags[1:]))
        elif tag in site.records:
            message = "the language has a record already"
            hint = f'"brochure note" without --start {tag} updates it.'
            problems.append(Problem(tag, 1, 1, "error", "note", message, hint))
    if problems:
        raise ProblemsError(problems)


def _with_sources(text: str, site: Site, tag: str) -> str:
    return translation_file.with_sources(text, apply.sources(site, tag), site.tags[0])


def is_of_other_content(site: Site, tag: str) -> bool:
    """Whether the records of a language are about other texts: content and pages were replaced."""
    known = site.records.get(tag, {})
    texts = [(u.texts.get(site.tags[0], ""), u.texts.get(tag, "")) for u in site.all_units]
    sources = {record.source for record in known.values()}
    digests = {record.translation for record in known.values()}
    found = [pair for pair in texts if pair[0] in sources or digest(pair[1]) in digests]
    return bool(known) and len(found) < _SHARE_OF_OTHER_CONTENT * len(texts)


def confirm(site: Site, patterns: Sequence[str], tags: Sequence[str]) -> list[tuple[str, str]]:
    """Confirm that translations fit their sources; return pairs of language and key.

    Raises:
        ProblemsError: a pattern matches no unit, or the site does not have a language.
        OSError: the files cannot be written.
    """
    problems = [
        unknown(f'unknown language "{tag}"', tag, site.tags[1:])
        for tag in tags
        if tag not in site.tags[1:]
    ]
    problems += [
        unknown(f'no key matches "{pattern}"', pattern, list(site.units_by_key))
        for pattern in patterns
        if not any(map(key_matcher((pattern,)), site.units_by_key))
    ]
    if problems:
        raise ProblemsError(problems)
    matches = key_matcher(tuple(patterns))
    confirmed = {
        tag: [
            key
            for key, status in site.statuses(tag).others.items()
            if status.state in {"outdated", "review"} and matches(key)
        ]
        for tag in tags
    }
    new = {
        tag: {
            key: made(site.units_by_key[key].texts[site.tags[0]], site.units_by_key[key].texts[tag])
            for key in keys
        }
        for tag, keys in confirmed.items()
    }
    atomic.write_all(apply.records(site, new))
    return [(tag, key) for tag, keys in confirmed.items() for key in keys]


def made(source: str, text: str) -> TranslationRecord:
    """Return the record of a translation that fits its source."""
    return TranslationRecord(source, digest(text))


def unknown(message: str, name: str, known: Sequence[str]) -> Problem:
    """Return the problem of a key, pattern or language that does not exist."""
    return Problem(name, 1, 1, "error", "unknown-unit", message, did_you_mean(name, known))
