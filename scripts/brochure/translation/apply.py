"""Applies new texts to the files of content and pages, and changes nothing else in them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping

from brochure.files import atomic, record_file, translation_file, yaml_editor
from brochure.files.atomic import Files
from brochure.files.translation_record import Records
from brochure.problems import Location, Problem, ProblemsError, errors
from brochure.site.page import METADATA_KEYS, Page
from brochure.site.site import Site
from brochure.site.units import ContentUnit, PageUnit, Unit
from brochure.text.phases import marker, parts

# New texts by language and unit.
Texts = Mapping[tuple[str, Unit], str]


def files(site: Site, texts: Texts) -> tuple[Files, list[Problem]]:
    """Return the files that change, with new content, and problems of texts that have no file."""
    yaml: dict[str, dict[Location, str]] = {}
    pages: dict[str, dict[str, str]] = {}
    languages: dict[str, str] = {}
    problems: list[Problem] = []
    for (tag, unit), text in texts.items():
        path = unit.position(tag)[0]
        if isinstance(unit, ContentUnit):
            location = (unit.key,) if tag in site.external_texts else (*unit.location, tag)
            yaml.setdefault(path, {})[location] = text
            languages[path] = tag
        elif isinstance(unit, PageUnit) and tag in unit.pages:
            pages.setdefault(path, {})[unit.section_id] = text
        else:
            hint = f'Run "brochure add-language {tag}": it creates missing pages.'
            problems.append(unit.problem(tag, "missing-page", "the page does not exist", hint))
    pages_by_path = {page.path: page for page in site.pages.values()}
    result: Files = {}
    for path, changes in yaml.items():
        result |= edit_file(site, path, problems, _yaml_editor(site, languages[path], changes))
    for path, sections in pages.items():
        page = pages_by_path[path]
        model = site.pages[site.tags[0], page.name]
        edit = functools.partial(edit_page, page=page, texts=sections, model=model)
        result |= edit_file(site, path, problems, edit)
    return result, problems


Editor = Callable[[str], str]


def edit_file(
    site: Site, path: str, problems: list[Problem], edit: Editor, *, new: str | None = None
) -> Files:
    """Return a file after an edit, or nothing, and add to ``problems`` why that cannot be done.

    A file that does not exist begins as ``new``.
    """
    file = site.root / path
    try:
        if new is not None and not file.exists():
            return {file: edit(new)}
        return {file: atomic.apply_edit(file, edit)}
    except (yaml_editor.EditError, UnicodeDecodeError) as error:
        line = error.line if isinstance(error, yaml_editor.EditError) else 1
        message = f"cannot edit this file automatically: {error.reason}"
        hint = "Change that line, or make the change by hand; then run the command again."
        problems.append(Problem(path, line, 1, "error", "not-written", message, hint))
        return {}


def _yaml_editor(site: Site, tag: str, changes: Mapping[Location, str]) -> Editor:
    def edit(text: str) -> str:
        if tag in site.external_texts and not all(map(site.external_texts[tag].has, changes)):
            text = translation_file.sync_with_source(text, sources(site, tag), site.tags[0])
        return yaml_editor.edit(text, changes, site.tags)

    return edit


def edit_page(text: str, page: Page, texts: Mapping[str, str], model: Page) -> str:
    """Return a page's text with new front matter and sections; ``model`` has their order."""
    lines = text.split("\n")
    head = lines[: page.body_line - 1]
    metadata: dict[Location, str] = {
        (METADATA_KEYS[name],): new for name, new in texts.items() if name in METADATA_KEYS
    }
    if metadata:
        front = "\n".join(["#", *head[1:-1], ""])  # so that line numbers stay the same
        front = yaml_editor.edit(front, metadata, tuple(METADATA_KEYS.values()))
        head = [head[0], *front.split("\n")[1:-1], head[-1]]
    prose = {name: new for name, new in texts.items() if name not in METADATA_KEYS}
    return "\n".join([*head, _with_sections(page, prose, model)])


def _with_sections(page: Page, texts: Mapping[str, str], model: Page) -> str:
    """Return a page's prose with sections replaced, or inserted where ``model`` has them."""
    order = [section.id for section in model.sections]
    ends: dict[str, tuple[int, int]] = {}  # where each section ends, or would begin, and its rank
    for rank, section_id in enumerate(order):
        before = (page.section(name) for name in order[:rank])
        at = max((section.end for section in before if section), default=0)
        section = page.section(section_id)
        ends[section_id] = (section.end if section else at, rank)
    body = page.body
    for section_id in sorted(texts, key=ends.__getitem__, reverse=True):  # offsets stay valid
        section, (at, _), new = page.section(section_id), ends[section_id], texts[section_id]
        phase = parts(section_id)[1]
        if section:
            body = body[: section.start] + new + body[section.end :]
            continue
        if phase != "open":
            new = f"{marker(phase)}\n\n{new}".strip()
        if at:
            body = f"{body[:at]}\n\n{new}{body[at:]}"
        else:
            body = f"{new}\n\n{body.lstrip()}" if body.strip() else f"{new}\n"
    return body


def sources(site: Site, tag: str) -> dict[str, str]:
    """Return the default language's texts of ``content/`` that a language translates, by key."""
    first = site.tags[0]
    return {
        unit.key: unit.texts[first]
        for unit in site.units
        if first in unit.texts and not site.is_default(unit, tag)
    }


def records(site: Site, new: Mapping[str, Records]) -> Files:
    """Return the record files with new records, which are given by language.

    Raises:
        ProblemsError: a record file is missing or cannot be read: its records would be lost.
    """
    result: Files = {}
    for tag, entries in new.items():
        name = record_file.name(tag)
        if name in site.unreadable_paths or (entries and tag not in site.records):
            raise ProblemsError(errors(record_file.read(site.root / name, name)[1]))
        if entries:
            result[site.root / name] = record_file.render({**site.records[tag], **entries})
    return result
