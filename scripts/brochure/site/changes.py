"""The difference between two loaded versions of a site."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Any

from brochure.problems import Location
from brochure.schema import Content, LanguageMap, Record, Wording
from brochure.site.page import Page
from brochure.site.site import Site
from brochure.site.units import PageUnit, Unit

# A text or a page: its language, and its key or path.
Change = tuple[str, str]

# Fields that no page shows: positions in files, and what was rejected. `content`, `pages` and
# `records` are compared piece by piece.
_NOT_SHOWN = {"sources", "external_texts", "rejected_ids", "unreadable_paths", "unlisted_folders"}
_COMPARED = {"content", "pages", "records"}


def changed_texts(old: Site, new: Site) -> set[Change] | None:
    """Return the texts, by key, and pages, by path, whose content or state has changed.

    The state of a text changes if it becomes outdated, or no longer is.

    Returns:
        None if anything else has changed, such as a record, a figure, a language or the day.
    """
    for field in dataclasses.fields(Site):
        is_whole = field.name not in _NOT_SHOWN | _COMPARED
        if is_whole and getattr(old, field.name) != getattr(new, field.name):
            return None
    if old.pages.keys() != new.pages.keys():
        return None
    changes = _changed_in_content(old.content, new.content)
    if changes is None:
        return None
    for key, page in new.pages.items():
        if page.role != old.pages[key].role:
            return None
        if _shown(page) != _shown(old.pages[key]):
            changes.add((page.language, page.path))
    for tag in new.tags:
        outdated = [{_shown_as(unit, tag) for unit in site.outdated(tag)} for site in (old, new)]
        changes |= {(tag, shown) for shown in outdated[0] ^ outdated[1]}
    return changes


def _shown(page: Page) -> tuple[object, ...]:
    return page.title, page.description, page.other_metadata, page.body


def _shown_as(unit: Unit, tag: str) -> str:
    """Return the path of the page that a unit belongs to, or otherwise its key."""
    return unit.pages[tag].path if isinstance(unit, PageUnit) else unit.key


def _changed_in_content(old: Content, new: Content) -> set[Change] | None:
    old_leaves, new_leaves = dict(_leaves(old)), dict(_leaves(new))
    if list(old_leaves) != list(new_leaves):
        return None
    changes = set[Change]()
    for path, after in new_leaves.items():
        before = old_leaves[path]
        if isinstance(before, Wording) and isinstance(after, Wording):
            if (before.key, before.same) != (after.key, after.same):
                return None
            tags = before.texts.keys() | after.texts.keys()
            changes |= {
                (tag, after.key) for tag in tags if before.texts.get(tag) != after.texts.get(tag)
            }
        elif before != after:
            return None
    return changes


def _leaves(value: Any, path: Location = ()) -> Iterator[tuple[Location, Any]]:
    """Yield the texts and other scalars within a value, and an empty tuple for each container."""
    children: Iterable[tuple[str | int, Any]]
    if isinstance(value, Record):
        children = ((name, getattr(value, name)) for name in type(value).model_fields)
    elif isinstance(value, dict):
        children = value.items()
    elif isinstance(value, tuple):
        children = enumerate(value)
    elif isinstance(value, LanguageMap):
        yield path, value
        children = [("shown_while", value.shown_while), *value.other_wordings.items()]
    else:
        yield path, value
        return
    if not isinstance(value, LanguageMap):
        yield path, ()
    for name, child in children:
        yield from _leaves(child, (*path, name))
