"""The files of an added language in ``docs/``: made, and kept in step with the default language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from brochure.files import translation_file, yaml_editor
from brochure.problems import Location, Problem
from brochure.site.page import Page
from brochure.site.page_files import parse_page
from brochure.site.site import Site
from brochure.site.units import PageUnit
from brochure.text.cldr import english_name
from brochure.translation import apply

_HEAD = """\
# The {name} texts of content/, one line each. The text to translate is above each line: write the
# translation between the quotes. Keep what is in braces, as in {{start-year}}, as it is.
"""


def files(site: Site, tag: str, texts: Mapping[str, str]) -> tuple[apply.Files, list[Problem]]:
    """Return the files that change so that each unit has its place, and why others cannot.

    ``texts`` by key are written there; all others stay as they are, or are empty.
    """
    problems: list[Problem] = []
    folder = f"docs/{tag}"
    head = _HEAD.format(name=english_name(tag))
    edit = _ContentEditor(site, texts)
    changed = apply.edited(site, f"{folder}/{translation_file.FILE}", problems, edit, new=head)
    for (language, name), model in site.pages.items():
        path = f"{folder}/{name}.md"
        if language == site.tags[0] and path not in site.unreadable_paths:
            page_editor = _PageEditor(site, tag, model, texts)
            changed |= apply.edited(site, path, problems, page_editor, new=_skeleton(model))
    return changed, problems


@dataclass(frozen=True)
class _ContentEditor:
    """Edits the texts of ``content/``."""

    site: Site
    texts: Mapping[str, str]

    def __call__(self, text: str) -> str:
        sources = apply.sources(self.site)
        text = translation_file.sync_with_source(text, sources, self.site.tags[0])
        changes: dict[Location, str] = {
            (key,): self.texts[key] for key in sources if key in self.texts
        }
        return yaml_editor.edit(text, changes)


@dataclass(frozen=True)
class _PageEditor:
    """Edits a page of the language ``tag`` after that of the default language, ``model``."""

    site: Site
    tag: str
    model: Page
    texts: Mapping[str, str]

    def __call__(self, text: str) -> str:
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
        return apply.edit_page(text, page, new_headings | sections, self.model)


def _skeleton(page: Page) -> str:
    headings = (f"\n{'#' * heading.level} {{#{heading.id}}}\n" for heading in page.headings)
    return "---\ntitle:\ndescription:\n---\n" + "".join(headings)
