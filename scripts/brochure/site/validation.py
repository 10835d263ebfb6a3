"""Validates raw data against the schema.

What is invalid is reported and removed, so that one mistake does not hide the problems around it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from brochure.files.source import Source
from brochure.problems import Location, Problem
from brochure.schema import Content, Programme
from brochure.schema.describe import model_at
from brochure.schema.moved import moved
from brochure.site.pruning import prune, smallest_removable
from brochure.site.validation_hints import is_text
from brochure.site.validation_messages import describe, missing_file
from brochure.text.suggestions import closest

# Removing one value may invalidate the record around it, but not over many levels.
_ROUNDS = 5

# Stand-ins for required files that cannot be used, so that the others can still be checked.
_PROGRAMME: dict[str, Any] = {"requests": "open"}
_STAND_INS: dict[str, Any] = {
    "site": Programme.model_construct(**_PROGRAMME),
}

# No other language can take its place: texts are compared with those of the default language.
_DEFAULT_LANGUAGE: Location = ("languages", 0)

# Errors as pydantic reports them, by their location in the file.
_Errors = Mapping[Location, list[Any]]


@dataclass(frozen=True)
class ValidatedContent:
    """The valid content of ``content/``, and the problems of the rest.

    ``content`` is ``None`` where the site's languages cannot be used. ``sources`` are the files by
    stem, without what was removed; ``rejected_ids`` the ids of the records removed;
    ``draft_problems`` those of the problems, by tag, that are of one text of a draft.
    """

    content: Content | None
    sources: dict[str, Source]
    problems: list[Problem]
    rejected_ids: frozenset[str]
    draft_problems: Mapping[str, list[Problem]] = field(default_factory=dict)


def validate(sources: Mapping[str, Source]) -> ValidatedContent:
    """Create the content from files by stem, without invalid values and files."""
    remaining = dict(sources)
    problems = [missing_file(stem) for stem in _STAND_INS if stem not in sources]
    rejected: frozenset[str] = frozenset()
    drafts = _drafts(sources)
    draft_problems: dict[str, list[Problem]] = defaultdict(list)
    for _ in range(_ROUNDS):
        data = _STAND_INS | {stem: source.data[stem] for stem, source in remaining.items()}
        try:
            content = Content.model_validate(data)
        except ValidationError as error:
            errors = [e for e in error.errors(include_url=False) if str(e["loc"][0]) in remaining]
        else:
            return ValidatedContent(content, remaining, problems, rejected, draft_problems)
        if not errors:
            break
        found = _by_location(errors, remaining)
        removable: set[Location] = set()
        for at, reasons in found.items():
            is_of_draft = at[-1] in drafts and is_text(model_at(at[:-1]))
            removable.add(at if is_of_draft else smallest_removable(at, reasons[0]["type"]))
            if not _is_misspelt(at, found):
                problem = describe(remaining[str(at[0])], at, reasons)
                problems.append(problem)
                if is_of_draft:
                    draft_problems[str(at[-1])].append(problem)
        if _DEFAULT_LANGUAGE in removable:
            break
        remaining, ids = prune(remaining, removable)
        rejected |= ids - drafts
    return ValidatedContent(None, remaining, problems, rejected)


def _drafts(sources: Mapping[str, Source]) -> set[str]:
    """Return the tags of the drafts, before anything is validated."""
    languages = sources["languages"].data["languages"] if "languages" in sources else ()
    return {record["tag"] for record in languages if record.get("status") == "draft"}


def _by_location(errors: Iterable[Any], sources: Mapping[str, Source]) -> _Errors:
    """Group errors by their location: a union of types has one error for each type."""
    found: dict[Location, list[Any]] = defaultdict(list)
    for error in errors:
        location: Location = ()
        for step in error["loc"]:
            # Steps that are not in the file are the type of a union that was tried.
            if (*location, step) in sources[str(error["loc"][0])].positions:
                location = (*location, step)
        if error["type"] == "missing":
            location = (*location, error["loc"][-1])
        found[location].append(error)
    # Where a union tried a record, the errors inside it are more precise.
    around = {location[:end] for location in found for end in range(len(location))}
    return {
        location: reasons
        for location, reasons in found.items()
        if location not in around or {reason["type"] for reason in reasons} != {"literal_error"}
    }


def _is_misspelt(location: Location, found: _Errors) -> bool:
    """Whether a key is missing because one beside it is misspelt or moved, which is reported."""
    beside = [
        other
        for other, reasons in found.items()
        if other[:-1] == location[:-1] and reasons[0]["type"] == "extra_forbidden"
    ]
    key, is_missing = str(location[-1]), found[location][0]["type"] == "missing"
    is_moved = any(change.instead == key for other in beside if (change := moved(other)))
    return is_missing and (is_moved or bool(closest(key, [str(other[-1]) for other in beside])))
