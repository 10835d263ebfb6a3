"""Adds a language, and removes it again."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from brochure.files import atomic, memory_file, record_file
from brochure.files.atomic import Files
from brochure.files.translation_record import Records
from brochure.problems import ProblemsError, counted, errors
from brochure.schema import Language
from brochure.site.language_files import language_path
from brochure.site.loader import load
from brochure.site.site import Site
from brochure.text import language_tags, pseudo
from brochure.text.cldr import english_name
from brochure.translation import apply, language_folder, memory, variants
from brochure.translation.cldr_tags import find_language, language_error
from brochure.translation.orphans import Reunion, reunite

_RECORD = """\
# yaml-language-server: $schema=../schemas/languages.json
# {name}. The name of this file is the language's tag: its folder in docs/, part of each address.
# "locale" decides how countries are named and how numbers and dates are written.
locale: {locale}
status: draft
"""


@dataclass(frozen=True)
class AddedLanguage:
    """The language, the files that changed, and what became of texts whose units are gone.

    ``copied`` is the number of texts that its sibling gave it, ``restored`` of those that it had
    before.
    """

    language: Language
    paths: tuple[Path, ...]
    copied: int
    restored: int
    reunion: Reunion


def add(root: Path, wanted: str, sibling: str | None = None) -> AddedLanguage:
    """Make the folder of a language and register it as a draft, or update its folder.

    A variant begins with the texts of its sibling: pt-BR with those of pt.

    Raises:
        ProblemsError: CLDR does not know the language, its texts are side by side with others in
            ``content/``, the sibling is of another language, or the content has errors. Nothing is
            written then.
        OSError: the files cannot be written. Nothing is changed then.
    """
    language = find_language(wanted)
    site, problems = load(root)
    if site is None or errors(problems):  # what is broken would seem to be deleted
        raise ProblemsError(errors(problems))
    is_new = language.tag not in site.tags
    if not is_new:
        language = site.language(language.tag)
        _check_added(site, language.tag)
    changed: Files = {}
    if is_new:
        _check_new(site, language)
        record = _RECORD.format(name=english_name(language.tag), locale=language.locale)
        changed[root / language_path(language.tag)] = record
        site = site.with_language(language)
    reunion = Reunion() if is_new else reunite(site, language.tag)
    copies, copied = _first_texts(site, language.tag, sibling, is_new=is_new)
    restored, known = memory.restored(site, language.tag, reunion.texts)
    files, problems = language_folder.files(site, language.tag, {**copies, **restored}, reunion)
    if problems:
        raise ProblemsError(problems)
    changed |= files | memory.extended(site, language.tag, reunion.gone)
    records = {**copied, **known, **reunion.records}
    if is_new:
        changed[root / record_file.name(language.tag)] = record_file.render(records)
    else:
        changed |= apply.records(site, {language.tag: records})
    paths = tuple(atomic.write_all(changed))
    return AddedLanguage(language, paths, len(copied.keys() - known.keys()), len(restored), reunion)


def _first_texts(
    site: Site, tag: str, sibling: str | None, *, is_new: bool
) -> tuple[Mapping[str, str], Records]:
    """Return the texts that a language gets at once by key, and what a sibling's were made from."""
    if sibling is not None:
        return variants.copies(site, tag, sibling, is_new=is_new)
    return (variants.pseudo_texts(site, tag) if tag in pseudo.PSEUDO else {}), {}


def remove(root: Path, tag: str, *, force: bool = False) -> str:
    """Undo `add`: delete a language's file, its folder and its records.

    Its texts stay in its translation memory; the file's name is returned, or nothing if there is
    none.

    Raises:
        ProblemsError: `add` did not add it, it has translations and ``force`` is not set, or its
            translation memory cannot be read.
        OSError: a file cannot be deleted. Nothing is changed then.
    """
    site = _loaded(root)
    if tag not in site.external_texts:
        known = ", ".join(site.external_texts) or "none"
        raise language_error(
            tag, "this language was not added by a command", f"Added languages: {known}."
        )
    if not force and tag not in pseudo.PSEUDO:
        _check_empty(site, tag)
    folder = root / "docs" / tag
    files = [path for path in folder.rglob("*") if not path.is_dir()]
    files += [root / language_path(tag), root / record_file.name(tag)]
    texts = (*memory.pairs(site, tag, site.statuses(tag), doubtful=True), *reunite(site, tag).gone)
    atomic.write_all(dict.fromkeys(files) | memory.extended(site, tag, texts))
    shutil.rmtree(folder, ignore_errors=True)  # only folders are left in it, which do no harm
    name = memory_file.name(tag)
    return name if (root / name).exists() else ""


def _check_new(site: Site, language: Language) -> None:
    """Reject a language that the site has under another tag."""
    for other in site.languages:
        if language_tags.is_same(other.locale, language.locale):
            hint = f'Its tag is "{other.tag}".'
            raise language_error(
                language.tag, f"the site already has the locale {other.locale}", hint
            )


def _check_added(site: Site, tag: str) -> None:
    """Reject a language with texts in ``content/``; an added one may have lost its file."""
    texts = (tag in unit.texts for unit in site.units)
    if tag == site.tags[0] or (tag in site.authored and any(texts)):
        hint = "Write its texts there: only a language with a file of its own can be added."
        raise language_error(
            tag, "the texts of this language are in content/, beside the others", hint
        )


def _check_empty(site: Site, tag: str) -> None:
    """Reject the removal of translations, and of files that cannot be read and may hold some."""
    hint = "Commit them first, so that they can be restored; --force deletes them."
    known = {unit.key for unit in site.units}
    texts = (site.external_texts[tag].data or {}).items()
    done = sum(1 for _ in site.segments(tag))
    done += sum(1 for key, text in texts if key not in known and text.strip())
    if done:
        kept = "--force removes them; the translation memory keeps those whose source is known."
        raise language_error(tag, f"{counted(done, 'translated text')} would be removed", kept)
    folder = f"docs/{tag}"
    known_files = {site.external_texts[tag].path, *(page.path for page in site.pages.values())}
    files = (path for path in (site.root / folder).rglob("*") if not path.is_dir())
    names = {path.relative_to(site.root).as_posix() for path in files}
    if others := sorted((names - known_files) | (names & site.unreadable_paths)):
        raise language_error(tag, f"files would be lost: {', '.join(others)}", hint)


def _loaded(root: Path) -> Site:
    site, problems = load(root)
    if site is None:
        raise ProblemsError(problems)
    return site
