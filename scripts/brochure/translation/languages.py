"""Adds a language, removes it again, and publishes it."""

from __future__ import annotations

import functools
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from brochure.checks import rules
from brochure.files import atomic, snapshot_file, translation_file, yaml_editor
from brochure.problems import Problem, ProblemsError, errors
from brochure.schema import Language
from brochure.site.language_files import language_path
from brochure.site.loader import load
from brochure.site.page import Page
from brochure.site.site import Site
from brochure.site.units import PageUnit
from brochure.text import cldr, language_tags, pseudo
from brochure.translation import apply
from brochure.translation.cldr_tags import find_language, language_error

_RECORD = """\
# yaml-language-server: $schema=../schemas/languages.json
# {name}. The name of this file is the language's tag: its folder in docs/, part of each address.
# "locale" decides how countries are named and how numbers and dates are written.
locale: {locale}
status: draft
"""
_HEAD = """\
# The {name} texts of content/, one line each. The text to translate is above each line: write the
# translation between the quotes. Keep what is in braces, as in {{start-year}}, as it is.
"""


@dataclass(frozen=True)
class AddedLanguage:
    """The language, whether it is new to the site, and the files that changed."""

    language: Language
    is_new: bool
    paths: tuple[Path, ...]


def add(root: Path, wanted: str) -> AddedLanguage:
    """Make the folder of a language and register it as a draft, or update its folder.

    Raises:
        ProblemsError: CLDR does not know the language, its texts are side by side with others in
            ``content/``, or the content has errors. Nothing is written then.
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
    changed: apply.Files = {}
    name = cldr.english_name(language.tag)
    if is_new:
        _check_new(site, language)
        record = _RECORD.format(name=name, locale=language.locale)
        changed[root / language_path(language.tag)] = record
    folder = root / "docs" / language.tag
    texts = folder / translation_file.FILE
    head = _HEAD.format(name=name)
    sync = functools.partial(
        translation_file.sync_with_source, units=apply.sources(site), tag=site.tags[0]
    )
    changed[texts] = atomic.apply_edit(texts, sync) if texts.exists() else sync(head)
    for page in _default_pages(site):
        translated = site.pages.get((language.tag, page.name))
        path = folder / f"{page.name}.md"
        if translated is None and not path.exists():
            changed[path] = _skeleton(page)
        elif translated is not None:
            add_headings = functools.partial(_with_headings, page=translated, model=page)
            changed[path] = atomic.apply_edit(path, add_headings)
    paths = atomic.write_all(changed)
    if language.tag in pseudo.PSEUDO:
        paths += _translate(_loaded(root), language.tag)
    return AddedLanguage(language, is_new, tuple(dict.fromkeys(paths)))


def remove(root: Path, tag: str, *, force: bool = False) -> None:
    """Undo `add`: delete a language's file, its folder and its snapshots.

    Raises:
        ProblemsError: `add` did not add it, or it has translations and ``force`` is not set.
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
    files += [root / language_path(tag), root / snapshot_file.FOLDER / f"{tag}.json"]
    atomic.write_all(dict.fromkeys(files))
    shutil.rmtree(folder)  # only folders are left in it


def publish(root: Path, tag: str) -> None:
    """Make a draft a published language.

    Raises:
        ProblemsError: something that a published language needs is missing or wrong; it lists
            everything. Or the language's file does not allow the edit.
    """
    site, found = load(root)
    if site is None:
        raise ProblemsError(found)
    if tag not in site.tags or not site.language(tag).is_draft:
        drafts = ", ".join(language.tag for language in site.languages if language.is_draft)
        raise language_error(tag, "this language is not a draft", f"Drafts: {drafts or 'none'}.")
    published = tuple(
        language.model_copy(update={"status": "published"}) if language.tag == tag else language
        for language in site.languages
    )
    content = site.content.model_copy(update={"languages": published})
    problems = found + rules.run(replace(site, content=content))
    if errors(problems):
        raise ProblemsError(errors(problems))
    atomic.write_all(_without_status(root, tag))


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
        hint = "Write its texts there; only languages with files of their own are added."
        raise language_error(tag, "this language has its texts side by side in content/", hint)


def _check_empty(site: Site, tag: str) -> None:
    """Reject the removal of translations, and of files that cannot be read and may hold some."""
    hint = "Commit them first, so that they can be restored; --force deletes them."
    known = {unit.key for unit in site.units}
    texts = (site.external_texts[tag].data or {}).items()
    done = sum(1 for _ in site.segments(tag))
    done += sum(1 for key, text in texts if key not in known and text.strip())
    if done:
        raise language_error(tag, f"{done} translated texts would be lost", hint)
    folder = f"docs/{tag}"
    known_files = {site.external_texts[tag].path, *(page.path for page in site.pages.values())}
    files = (path for path in (site.root / folder).rglob("*") if not path.is_dir())
    names = {path.relative_to(site.root).as_posix() for path in files}
    if others := sorted((names - known_files) | (names & site.unreadable_paths)):
        raise language_error(tag, f"files would be lost: {', '.join(others)}", hint)


def _without_status(root: Path, tag: str) -> apply.Files:
    """Return a draft's file as that of a published language.

    Raises:
        ProblemsError: the file does not allow the edit.
    """
    name = language_path(tag)
    try:
        edit = functools.partial(yaml_editor.remove, key="status")
        return {root / name: atomic.apply_edit(root / name, edit)}
    except yaml_editor.EditError as error:
        message = f"cannot edit this file automatically: {error.reason}"
        hint = 'Delete "status: draft" from it; then the language is published.'
        problem = Problem(name, error.line, 1, "error", "not-written", message, hint)
        raise ProblemsError([problem]) from None


def _loaded(root: Path) -> Site:
    site, problems = load(root)
    if site is None:
        raise ProblemsError(problems)
    return site


def _default_pages(site: Site) -> list[Page]:
    return [page for page in site.pages.values() if page.language == site.tags[0]]


def _skeleton(page: Page) -> str:
    headings = (f"\n{'#' * heading.level} {{#{heading.id}}}\n" for heading in page.headings)
    return "---\ntitle:\ndescription:\n---\n" + "".join(headings)


def _with_headings(text: str, page: Page, model: Page) -> str:
    """Return a page with an empty heading for each that is new in the default language."""
    head = text.split("\n")[: page.body_line - 1]
    empty = {
        f"#{heading.id}": f"{'#' * heading.level} {{#{heading.id}}}"
        for heading in model.headings
        if not page.section(f"#{heading.id}")
    }
    return "\n".join([*head, apply.with_sections(page, empty, model)]) if empty else text


def _translate(site: Site, tag: str) -> list[Path]:
    """Fill a pseudo-language."""
    first = site.tags[0]
    texts = {
        (tag, unit): pseudo.pseudo(unit.texts[first], tag)
        for unit in site.all_units
        if first in unit.texts and (not isinstance(unit, PageUnit) or tag in unit.pages)
    }
    changed, problems = apply.files(site, texts)
    if problems:
        raise ProblemsError(problems)
    return atomic.write_all(changed)
