"""Loads ``content/``, ``docs/`` and ``translations/`` of a site, and collects every problem."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from brochure.files import confirmation_file, record_file, translation_file
from brochure.files.source import Source
from brochure.files.translation_record import Records, digest, old_digest
from brochure.problems import Problem, errors
from brochure.site import requests
from brochure.site.content_files import read_content
from brochure.site.default_strings import default_keys, with_defaults
from brochure.site.external_texts import duplicates, merge
from brochure.site.page_files import read_pages
from brochure.site.site import Site
from brochure.site.translation_state import is_same
from brochure.site.validation import ValidatedContent, validate


def load(root: Path) -> tuple[Site | None, list[Problem]]:
    """Load the site in ``root``.

    Returns:
        the site, or ``None`` where its languages are not known; and the problems of encoding,
        syntax and schema; the rules report those of the texts. A site with problems may have
        stand-ins for required files: it can be checked, but not built.
    """
    site, problems = _load(root)
    if site is not None and (unclear := _unclear(site)):
        from brochure.site.history import replayed  # which starts Git

        records = replayed(site, unclear, _old_version)
        site = replace(site, records={**site.records, **records}) if records else site
    return site, problems


def _unclear(site: Site) -> dict[str, set[str]]:
    """Return the keys of texts, by language, that seem done, but are not as they were noted."""
    found = {
        tag: {
            key
            for key, status in site.statuses(tag).others.items()
            if status.state == "done" and not status.is_noted
        }
        for tag in site.records
    }
    return {tag: keys for tag, keys in found.items() if keys}


def _old_version(root: Path) -> Site | None:
    return _load(root)[0]


def _load(root: Path) -> tuple[Site | None, list[Problem]]:
    files, unreadable, problems = read_content(root)
    valid = validate(files)
    # A file that cannot be read is reported as such, not as missing.
    invalid = [p for p in valid.problems if p.rule != "missing-file" or p.path not in unreadable]
    pages, unreadable_pages, page_problems = read_pages(root)
    problems += invalid + page_problems
    if valid.content is None:
        return None, problems
    tags = [language.tag for language in valid.content.languages]
    texts, text_problems = _read_external_texts(root, tags)
    records, record_problems = _read_records(root, tags)
    confirmations, confirmation_problems = confirmation_file.read(root)
    problems += text_problems + record_problems + confirmation_problems
    site = Site(
        root,
        merge(with_defaults(valid.content), {*valid.sources, "strings"}, texts),
        valid.sources,
        {key: page for key, page in pages.items() if page.language in tags},
        rejected_ids=valid.rejected_ids,
        draft_problems=valid.draft_problems,
        unreadable_paths=frozenset(
            unreadable
            | unreadable_pages
            | _unusable(valid, invalid)
            | {problem.path for problem in text_problems + errors(record_problems)}
        ),
        unlisted_folders=frozenset(tag for tag, _ in pages if tag not in tags),
        external_texts=texts,
        records=records,
        confirmations=confirmations,
        today=requests.today(valid.content.site),
    )
    site, upgrade_problems = _with_records_of_version_1(site)
    problems += [*upgrade_problems, *duplicates(site.units, texts)]
    of_drafts = {p for found in valid.draft_problems.values() for p in found}
    # Units that were left out may have translations.
    if not (set(invalid) - of_drafts or site.unreadable_paths):
        known = {unit.key for unit in site.units} | default_keys()
        for source in texts.values():
            problems += translation_file.unknown_keys(source, known)
    return site, problems


def _unusable(valid: ValidatedContent, problems: list[Problem]) -> set[str]:
    """Return the files that were left out as a whole, such as a language's."""
    usable = {source.path for source in valid.sources.values()}
    return {problem.path for problem in problems} - usable


def _read_external_texts(root: Path, tags: list[str]) -> tuple[dict[str, Source], list[Problem]]:
    """Return the files of texts outside of ``content/`` by language, and their problems."""
    names = {tag: f"docs/{tag}/{translation_file.FILE}" for tag in tags[1:]}
    texts = {
        tag: translation_file.read(root / name, name)
        for tag, name in names.items()
        if (root / name).exists()
    }
    return texts, [problem for source in texts.values() for problem in source.problems]


def _read_records(root: Path, tags: list[str]) -> tuple[dict[str, Records], list[Problem]]:
    """Return the records of translations, by language, and the files' problems."""
    records: dict[str, Records] = {}
    problems: list[Problem] = []
    for tag in tags[1:]:
        name = record_file.name(tag)
        if (root / name).exists():
            records[tag], found = record_file.read(root / name, name)
            problems += found
    return records, problems


def _with_records_of_version_1(site: Site) -> tuple[Site, list[Problem]]:
    """Return the site with the records of languages that have only a file of an earlier version."""
    records = dict(site.records)
    problems: list[Problem] = []
    for tag in site.tags[1:]:
        name = record_file.name_of_version_1(tag)
        if tag not in site.records and (site.root / name).exists():
            old, found = record_file.read_version_1(site.root / name, name)
            problems += found
            if not found:
                records[tag] = _upgraded(site, tag, old)
    unreadable_paths = site.unreadable_paths | {problem.path for problem in problems}
    return replace(site, records=records, unreadable_paths=unreadable_paths), problems


def _upgraded(site: Site, tag: str, old: Records) -> Records:
    """Return records with digests of today; whether what has changed since fits is unknown."""
    texts = [unit.texts.get(tag, "") for unit in site.all_units]
    digests = {old_digest(text): digest(text) for text in texts}
    records = {}
    for key, record in old.items():
        unit = site.units_by_key.get(key)
        source = unit.texts.get(site.tags[0], "") if unit else ""
        if translation := digests.get(record.translation):
            records[key] = record._replace(translation=translation)
        elif is_same(source, record.source):
            records[key] = record
        else:
            records[key] = record._replace(state="review")
    return records
