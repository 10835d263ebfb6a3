"""The baseline: the same site built with stock Material and static-i18n.

What is chosen so that the comparison is fair, and where in doubt in favour of stock:

- Configuration: what the start pages of Material and of static-i18n show, and no more: the theme
  with its defaults, the plugins ``search`` and ``i18n`` with theirs, a folder a language. Of
  extensions only ``attr_list``, for the ids of headings; ``tables`` is on anyway.
- Pages: the same files, with the same titles, descriptions and prose.
- The texts that the project has in ``content/`` are Markdown here, with facts filled in: titles as
  headings, statements as paragraphs, small items as lists. Each text is there **once**, on the
  first page that shows it on our side. Our pages repeat some (each area is also on the home
  page); here they do not, so that stock has rather less to do. The run prints both sides' words;
  stock's 404.html is one page more.
- Texts that have other words for other phases of requests are shown as on the day of the run, and
  those that readers do not see on that day are left out.
- Left out: the labels of menus and buttons (``navigation``, ``strings``), as Material has its own,
  and the form, which stock has no means to make.
- No checks: stock looks at links only, we run all rules at each build. It is part of our time.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

from brochure.files.templates import Templates
from brochure.render.localizer import Localizer
from brochure.render.page_texts import metadata, prose
from brochure.site.page import METADATA, Page
from brochure.site.page_index import HOME, NOT_FOUND
from brochure.site.site import Site
from brochure.site.units import ContentUnit
from brochure.text.cldr import own_name

_LEFT_OUT = ("form", "navigation", "strings")
_HEADINGS = ("title", "question")
_RECORD = 3  # parts of a key such as areas.protection.title; anything deeper is a list item


def write(site: Site, folder: Path) -> None:
    """Write the stock site into a new folder."""
    docs = folder / "docs"
    texts = _texts_by_page(site)
    for page in site.pages.values():
        file = docs / page.language / f"{page.name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_markdown(site, page, texts[page.name]), encoding="utf-8")
    configuration = yaml.safe_dump(_configuration(site), sort_keys=False, allow_unicode=True)
    (folder / "mkdocs.yml").write_text(configuration, encoding="utf-8")


def _configuration(site: Site) -> dict[str, Any]:
    languages = [
        {"locale": tag, "name": own_name(tag), "build": True, "default": tag == site.tags[0]}
        for tag in site.tags
    ]
    return {
        "site_name": site.content.site.name[site.tags[0]],
        "site_url": "https://www.example.org/",
        "theme": {"name": "material"},
        "plugins": ["search", {"i18n": {"docs_structure": "folder", "languages": languages}}],
        "markdown_extensions": ["attr_list"],
    }


def _texts_by_page(site: Site) -> dict[str, list[ContentUnit]]:
    """Assign each file of ``content/`` to the first page whose template shows it, else to home."""
    templates = Templates(site.root / "overrides")
    home, not_found = site.page_with(HOME), site.page_with(NOT_FOUND)
    names = [name for name in site.page_names if name not in {home, not_found}]
    texts: dict[str, list[ContentUnit]] = defaultdict(list)
    for unit in site.units:
        stem = unit.key.partition(".")[0]
        is_shown = site.requests.phase in unit.phases and not site.is_hidden(unit)
        if is_shown and stem not in _LEFT_OUT:
            shown = (name for name in names if stem in templates.files(site.role(name)))
            texts[next(shown, home)].append(unit)
    return texts


def _markdown(site: Site, page: Page, units: list[ContentUnit]) -> str:
    localizer = Localizer(site, site.language(page.language), page.name)
    front = {part: str(metadata(localizer, page, part)) for part in METADATA}
    parts = [
        f"---\n{yaml.safe_dump(front, allow_unicode=True)}---",
        f"# {front['title']}",
        *(_block(unit, localizer.fill(unit.translations[page.language])) for unit in units),
        prose(localizer, page).strip(),
    ]
    return "\n\n".join(parts) + "\n"


def _block(unit: ContentUnit, text: str) -> str:
    steps = unit.text_key.split(".")
    if len(steps) > _RECORD:
        return f"- {text}"
    if len(steps) == _RECORD and unit.field in _HEADINGS:
        return f"## {text} {{#{steps[1]}}}"
    return text
