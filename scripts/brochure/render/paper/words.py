"""The words of a site on paper, in one language: as texts without markup, each with its key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from brochure.files import fonts
from brochure.problems import Problem
from brochure.render.localizer import Localizer
from brochure.render.page_texts import metadata
from brochure.schema import Record
from brochure.schema.texts import LanguageMap, Wording
from brochure.site import unit_keys
from brochure.site.language_files import language_path
from brochure.site.page_index import HOME
from brochure.site.site import Site
from brochure.text import cldr
from brochure.text.placeholders import VALUE
from brochure.text.tree import without_markup

# A text of the site as templates of paper get it: its words, and its unit's key for messages.
SiteText = dict[str, str]


def is_page(key: str) -> bool:
    """Whether what was seen is a page: a translation has that of the default language as model."""
    return key.endswith(".md")


def site_texts(data: Any) -> Iterator[SiteText]:
    """Yield all texts of the site in the data of a template: those that have a key."""
    if isinstance(data, dict):
        if "key" in data and "text" in data:
            yield data
        else:
            for value in data.values():
                yield from site_texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from site_texts(value)


class Words:
    """What the site says in one language, on the day and in the phase of requests.

    Whatever a draft lacks is in the default language, as on pages; ``is_complete`` then tells.
    """

    def __init__(self, site: Site, tag: str) -> None:
        self.site, self.tag = site, tag
        self.localizer = Localizer(site, site.language(tag), site.page_with(HOME))

    @property
    def language(self) -> dict[str, Any]:
        """What a template needs to know of the language."""
        locale = cldr.locale(self.localizer.language.locale)
        return {
            "lang": locale.language,
            "region": locale.territory,
            "rtl": cldr.direction(self.localizer.language.locale) == "rtl",
        }

    def problem(self, key: str, rule: str, message: str, hint: str) -> Problem:
        """Return an error at the text of a unit, or at its language's file if none has the key."""
        unit = self.site.units_by_key.get(key)
        place = unit.position(self.tag) if unit else (language_path(self.tag), 1, 1)
        return Problem(*place, "error", rule, message, hint)

    def lacking(self, texts: Iterable[SiteText]) -> Iterator[Problem]:
        """Yield an error for each text with characters that no font has."""
        for one in texts:
            if lacking := fonts.lacking(self.site.root, one["text"]):
                message = f"no font for documents has {' '.join(lacking[:10])}"
                hint = "Put a font that has them, as .ttf or .otf, into content/fonts/."
                yield self.problem(one["key"], "missing-font", message, hint)

    @property
    def is_complete(self) -> bool:
        """Whether all that was said so far is in the language itself."""
        return all(tag == self.tag or is_page(key) for tag, key in self.localizer.seen)

    def say(self, words: Wording | None) -> SiteText | None:
        """Return a text without its markup; ``None`` if there is none, or not in this phase."""
        text = self.text(words)
        if words is None or not text:
            return None
        shown = words.in_phase(self.site.requests.phase) or words
        return {"text": text, "key": shown.key}

    def text(self, words: Wording | None) -> str:
        """Return a text without its markup; empty if it says nothing."""
        return self.localizer.without_markup(words) if words else ""

    def string(self, group: str, name: str) -> SiteText | None:
        """Return one of the strings around the content."""
        words: LanguageMap | None = self.site.content.strings.get(group, {}).get(name)
        return self.say(words)

    def filled(self, group: str, name: str, **values: str) -> SiteText | None:
        """Return one of the strings with its ``{$values}``."""
        said = self.string(group, name)
        text = VALUE.sub(lambda value: values.get(value[1], value[0]), said["text"]) if said else ""
        return {**said, "text": text} if said else None

    def shown(self, records: Iterable[Any]) -> list[Any]:
        """Return those records that readers see on the day."""
        return [record for record in records if self.localizer.shows(record)]

    def title(self, record: Record, **others: str) -> dict[str, Any]:
        """Return the title of a record, and other texts of it by their fields."""
        said = {"title": self.say(getattr(record, "title", None))}
        return said | {name: self.say(getattr(record, f)) for name, f in others.items()}

    def page_title(self, role: str) -> SiteText | None:
        """Return the title of the page with a role."""
        name = self.site.page_with(role)
        page = self.site.pages.get((self.tag, name))
        if page is None:
            return None
        text = without_markup(metadata(self.localizer, page, "title"))
        return {"text": text, "key": unit_keys.of_section(name, "title")}
