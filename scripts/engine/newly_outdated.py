"""Says which translations an edit has made outdated."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.site.site import Site
from brochure.text import cldr


class NewlyOutdated:
    """Compares the site after each edit with the site before it; the first one is the start."""

    def __init__(self) -> None:
        self._before: set[tuple[str, str]] | None = None  # language and key

    def lines(self, site: Site) -> Iterator[str]:
        """Yield the lines to print: one for each text that was edited, and what to do."""
        now = {(tag, unit.key) for tag in site.tags[1:] for unit in site.outdated(tag)}
        before, self._before = self._before, now
        tags: dict[str, list[str]] = {}
        new = now - before if before is not None else set()
        for tag, key in sorted(new, key=lambda pair: (pair[1], site.tags.index(pair[0]))):
            tags.setdefault(key, []).append(tag)
        for key, languages in tags.items():
            unit = site.units_by_key[key]
            names = ", ".join(map(cldr.english_name, languages))
            yield f"{unit.name(site.tags[0])} has changed; now outdated: {names}."
        if tags:
            yield "Update these translations; if one still fits, confirm it with brochure confirm."
