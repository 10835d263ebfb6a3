"""Lists the units of a site: those of ``content/``, in the order of its files, and of its pages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from brochure.files.source import Source
from brochure.problems import Location
from brochure.schema import Content, Image, LanguageMap, Record, Wording
from brochure.schema.describe import identity, noun
from brochure.site import unit_keys
from brochure.site.page import METADATA, Page
from brochure.site.units import ContentUnit, PageUnit
from brochure.text.phases import ALWAYS, IN_WORDS, Phase, Phases, parts, shown_in
from brochure.text.sections import LEAD


def content_units(
    content: Content,
    sources: Mapping[str, Source],
    external_texts: Mapping[str, Source],
    to_translate: Collection[tuple[str, str]] = (),
) -> Iterator[ContentUnit]:
    """Yield all units of ``content/``, whose texts know their keys, in the order of the files.

    Of the generator's own strings, only those ``to_translate`` are units, by group and id.
    """
    for stem in Content.model_fields:
        if stem == "strings":
            source = sources.get(stem) or Source("content/strings.yaml", {stem: {}})
            walk = _Walk(source, external_texts)
            for group, strings in content.strings.items():
                written = source.data[stem].get(group, {})
                for name, text in strings.items():
                    if name in written or (group, name) in to_translate:
                        yield from walk.units(text, (stem, group, name), stem, ALWAYS)
        elif stem in sources:
            walk = _Walk(sources[stem], external_texts)
            yield from walk.units(getattr(content, stem), (stem,), stem, ALWAYS)


@dataclass(frozen=True)
class _Walk:
    source: Source
    external_texts: Mapping[str, Source]

    def units(
        self, value: Any, location: Location, subject: str, seen: Phases, note: str = ""
    ) -> Iterator[ContentUnit]:
        if isinstance(value, Record):
            seen &= frozenset(getattr(value, "shown_while", ()) or ALWAYS)
        if isinstance(value, LanguageMap):
            yield from self._wordings(value, location, subject, seen, note)
        elif isinstance(value, Record):
            for name, described in type(value).model_fields.items():
                inner = getattr(value, name)
                is_part = isinstance(inner, Record) and not isinstance(inner, Image)
                named = name.replace("_", " ") if is_part else subject
                about = described.description or ""
                yield from self.units(inner, (*location, name), named, seen, about)
        elif isinstance(value, dict):
            for name, inner in value.items():
                yield from self.units(inner, (*location, name), subject, seen, note)
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, Record):
                    name = f'{noun(type(item))} "{identity(item) or index}"'
                    yield from self.units(item, (*location, index), name, seen)

    def _wordings(
        self, value: LanguageMap, location: Location, subject: str, seen: Phases, note: str
    ) -> Iterator[ContentUnit]:
        """Yield the unit of a text, and those of its words in other phases of requests."""
        field = str(location[-1]).replace("_", " ")
        if location[0] == "strings":
            subject, field = f'string "{unit_keys.string(value.key)}"', "text"
        seen &= frozenset(value.shown_while or ALWAYS)
        others = value.other_wordings
        wordings: dict[Phase, Wording] = {"open": value, **others}
        for phase, words in wordings.items():
            yield ContentUnit(
                words.key,
                subject,
                field + IN_WORDS[phase],
                note,
                seen & shown_in(phase, others),
                value.key,
                words,
                self.source,
                location if phase == "open" else (*location, phase),
                self.external_texts,
            )


_PAGE_NOTES = {
    "title": "The page's heading, also shown by search engines.",
    "description": "Shown by search engines and with shared links.",
    LEAD: "The first lines under the page's heading.",
}


def page_units(name: str, model: Page, pages: Mapping[str, Page]) -> Iterator[PageUnit]:
    """Yield the units of the page ``name``, as ``model``, the page in one language, has them."""
    prose = (s.id for s in model.sections if parts(s.id)[1] == "open" or not s.is_empty)
    for section_id in (*METADATA, *model.other_metadata, *prose):
        base, phase = parts(section_id)
        field = base if base in METADATA else "prose"
        yield PageUnit(
            unit_keys.of_section(name, section_id),
            f'page "{name}"',
            field + IN_WORDS[phase],
            _PAGE_NOTES.get(base, "A section of the page, with its heading."),
            shown_in(phase, model.phases(base)),
            name,
            section_id,
            pages,
        )
