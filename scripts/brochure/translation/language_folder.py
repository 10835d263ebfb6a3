"""The files of an added language in ``docs/``: made, and kept in step with the default language."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from brochure.files import translation_file, yaml_editor
from brochure.files.atomic import Files
from brochure.problems import Location, Problem
from brochure.site import unit_keys
from brochure.site.page import Page
from brochure.site.page_files import parse_page
from brochure.site.site import Site
from brochure.site.units import PageUnit
from brochure.text.cldr import english_name
from brochure.text.sections import Section
from brochure.translation import apply
from brochure.translation.orphans import Reunion

_HEAD = """\
# The {name} texts of content/, one line each. The text to translate is above each line: write the
# translation between the quotes. Keep what is in braces, as in {{start-year}}, as it is.
"""


def files(
    site: Site, tag: str, texts: Mapping[str, str], reunion: Reunion
) -> tuple[Files, list[Problem]]:
    """Return the files that change so that each unit has its place, and why others cannot.

    ``texts`` by key are written there, and those of renamed units; what is gone is removed. All
    others stay as they are, or are empty.
    """
    problems: list[Problem] = []
    folder = f"docs/{tag}"
    head = _HEAD.format(name=english_name(tag))
    edit = _ContentEditor(site, tag, texts, reunion)
    changed = apply.edit_file(site, f"{folder}/{translation_file.FILE}", problems, edit, new=head)
    models = {page.name: page for page in site.pages.values() if page.language == site.tags[0]}
    for name, model in models.items():
        path = f"{folder}/{name}.md"
        if path not in site.unreadable_paths:
            page_editor = _PageEditor(site, tag, model, {**texts, **reunion.texts}, reunion.removed)
            changed |= apply.edit_file(site, path, problems, page_editor, new=_skeleton(model))
    for (language, name), page in site.pages.items():
        if language == tag and name not in models:
            units = (s.unit for s in site.segments(tag) if s.page == name)
            if all(unit.key in reunion.removed for unit in units):
                changed[site.root / page.path] = None
    return changed, problems


@dataclass(frozen=True)
class _ContentEditor:
    """Edits the texts of ``content/``."""

    site: Site
    tag: str
    texts: Mapping[str, str]
    reunion: Reunion

    def __call__(self, text: str) -> str:
        sources, external = (
            apply.sources(self.site, self.tag),
            self.site.external_texts.get(self.tag),
        )
        keys = (external.data or {}).keys() if external else set()
        renamed = {old: new for old, new in self.reunion.keys.items() if old in keys}
        gone = {key for key in keys - sources.keys() if self._is_gone(key)}
        text = translation_file.sync_with_source(
            text, sources, self.site.tags[0], renamed=renamed, gone=gone
        )
        texts = {**self.texts, **self.reunion.texts}
        changes: dict[Location, str] = {(key,): texts[key] for key in sources if key in texts}
        return yaml_editor.edit(text, changes)

    def _is_gone(self, key: str) -> bool:
        return key not in self.site.units_by_key and key not in self.reunion.unknown


@dataclass(frozen=True)
class _PageEditor:
    """Edits a page of the language ``tag`` after that of the default language, ``model``."""

    site: Site
    tag: str
    model: Page
    texts: Mapping[str, str]
    removed: Collection[str]

    def __call__(self, text: str) -> str:
        page, _ = parse_page(text, self.tag, self.model.name)
        if page:
            text = _without(text, page, [s.id for s in page.sections if self._is_removed(s)])
            page, _ = parse_page(text, self.tag, self.model.name)
        if page is None:  # a problem tells why it cannot be read
            return text
        new_headings = {
            f"#{heading.id}": f"{'#' * heading.level} {{#{heading.id}}}"
            for heading in self.model.headings
            if not page.section(f"#{heading.id}")
        }
        sections = {
            unit.section_id: self.texts[unit.key]
            for unit in self.site.all_units
            if isinstance(unit, PageUnit)
            and unit.page == self.model.name
            and unit.key in self.texts
        }
        hidden = {s.id: "" for s in self.model.sections if not s.text and not page.section(s.id)}
        return apply.edit_page(text, page, new_headings | hidden | sections, self.model)

    def _is_removed(self, section: Section) -> bool:
        return unit_keys.of_section(self.model.name, section.id) in self.removed


def _without(text: str, page: Page, section_ids: Collection[str]) -> str:
    """Return a page's text without some of its sections."""
    body = page.body
    for section in reversed(page.sections):
        if section.id in section_ids:
            before, after = body[: section.begin].rstrip(), body[section.end :].lstrip()
            body = f"{before}\n\n{after}" if before and after else before or f"\n{after}"
            body = f"{body.rstrip()}\n"
    return text.removesuffix(page.body) + body


def _skeleton(page: Page) -> str:
    headings = (f"\n{'#' * heading.level} {{#{heading.id}}}\n" for heading in page.headings)
    return "---\ntitle:\ndescription:\n---\n" + "".join(headings)
