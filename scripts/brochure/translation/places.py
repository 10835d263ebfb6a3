"""Where a unit can be seen and edited: addresses of pages, and of files with their lines."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote

from brochure.site import shown_pages
from brochure.site.site import Site
from brochure.site.units import PageUnit, Unit
from brochure.text.cldr import english_name
from brochure.text.phases import parts

# The beginning of a text that is on its page as it is in the file, up to the end of a word.
_PLAIN = re.compile(r"[^*_\[\]{}<>`\\&|#\n]{3,60}(?!\w)")


class NamedLink(NamedTuple):
    """An address, and what it is called."""

    address: str
    name: str


class Places:
    """Finds the places of a site's units.

    ``base`` is the address of a preview, which shows drafts, too; without one, pages are those of
    the published site.
    """

    def __init__(self, site: Site, base: str = "") -> None:
        self._site = site
        self._base = f"{base.rstrip('/')}/" if base else site.content.site.url
        self._tags = site.tags if base else site.published
        self._shown = shown_pages.read(site.root)

    def page(self, unit: Unit, tag: str) -> NamedLink | None:
        """Return where readers see a unit in language ``tag``, or else in the default language.

        A browser scrolls to the text. It is not known where a text of ``content/`` is shown before
        the first build, and some texts are on no page: those of emails, for example.
        """
        name = unit.page if isinstance(unit, PageUnit) else self._shown.get(unit.key)
        tags = (tag, self._site.tags[0]) if tag in self._tags else self._site.tags[:1]
        for shown in tags:
            if name and (shown, name) in self._site.pages:
                address = self._base + self._site.address(shown, name)
                return NamedLink(address + _fragment(unit, shown), f"{name}, {english_name(shown)}")
        return None

    def file(self, unit: Unit, tag: str) -> NamedLink:
        """Return where a unit's text in language ``tag`` is, or should be, in the project's files.

        The address is relative to the project's folder, unless ``content/site.yaml`` tells where
        files are edited.
        """
        path, line, _ = unit.position(tag)
        return NamedLink(
            f"{self._site.content.site.edit_url or ''}{quote(path)}#L{line}", f"{path}:{line}"
        )


def _fragment(unit: Unit, tag: str) -> str:
    if isinstance(unit, PageUnit):
        return parts(unit.section_id)[0] if unit.section_id.startswith("#") else ""
    plain = _PLAIN.match(unit.texts.get(tag, ""))
    return f"#:~:text={quote(plain[0].strip(), safe='').replace('-', '%2D')}" if plain else ""
