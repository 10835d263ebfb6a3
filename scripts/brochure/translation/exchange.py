"""Hands units to translators' tools, and takes translations back: all of them, or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from brochure.checks import translation_settings
from brochure.files import atomic, snapshot_file
from brochure.files.snapshot_file import Snapshot
from brochure.problems import Problem, ProblemsError
from brochure.site import staleness
from brochure.site.site import Site
from brochure.site.staleness import State
from brochure.site.units import PageUnit, Unit
from brochure.text.suggestions import closest
from brochure.translation import apply
from brochure.translation.formats import po, xliff
from brochure.translation.formats.catalogue import Catalogue, Entry
from brochure.translation.import_checks import Acceptance

FORMATS = {"po": po, "xliff": xliff}
_SUFFIXES = {".po": po, ".pot": po, ".xliff": xliff, ".xlf": xliff}


def catalogue(site: Site, tag: str, states: Sequence[State]) -> Catalogue:
    """Return the units of a language that are in one of the states, for translators."""
    first, known = site.tags[0], site.snapshots.get(tag, {})
    entries = []
    for unit in site.all_units:
        source = unit.texts.get(first)
        state = staleness.state(unit.texts.get(tag), source, known.get(unit.key))
        if source and state in states:
            entries.append(
                Entry(
                    unit.key,
                    source,
                    unit.texts.get(tag, ""),
                    state,
                    known[unit.key].source if state == "outdated" else "",
                    (unit.position(first)[:2],),
                    tuple(_notes(site, unit, tag, source)),
                    translation_settings.limit(site, unit.key),
                )
            )
    return Catalogue(site.content.site.url, first, tag, tuple(entries))


def _notes(site: Site, unit: Unit, tag: str, source: str) -> Iterator[str]:
    yield f"{unit.subject}: {unit.field}"
    if unit.note:
        yield unit.note
    lower = source.lower()
    for term, translation in site.terms(tag):
        if term.lower() in lower:
            yield f"Glossary: {term} = {translation}"


@dataclass(frozen=True)
class Received:
    """What came of a file: what was taken, what was refused, and what was left as unfinished."""

    language: str
    taken: int
    unchanged: int
    unfinished: int
    refused: tuple[Problem, ...]
    paths: tuple[Path, ...]


def receive(site: Site, path: Path, *, skip_refused: bool = False) -> Received:
    """Take the translations of a PO or XLIFF file into the content.

    Raises:
        ProblemsError: the file is of no use, or some of its units are refused and not to be
            skipped. Nothing has been written then.
        OSError: a file cannot be read or written. Nothing has been written then either.
    """
    form = _SUFFIXES.get(path.suffix.lower())
    if form is None:
        raise _unusable(path, f'no such format: "{path.suffix}"', "Give a .po or .xliff file.")
    read, problems = form.read(path.read_bytes(), path.name)
    if read is None or (problems and not skip_refused):
        raise ProblemsError(problems)
    _check_head(site, read, path)
    incoming = _Incoming(site, read, path.name)
    problems += incoming.refused
    texts = {(read.language, unit): text for unit, text in incoming.texts.items()}
    changed, homeless = apply.files(site, texts)
    problems += homeless
    if problems and not skip_refused:
        raise ProblemsError(problems)
    made = dict(incoming.made)
    for unit in incoming.texts:  # what could not be written is not remembered either
        if site.root / unit.position(read.language)[0] not in changed:
            del made[unit.key]
    paths = atomic.save(changed | apply.snapshots(site, {read.language: made}))
    return Received(
        read.language,
        len(made),
        incoming.unchanged,
        incoming.unfinished,
        tuple(problems),
        tuple(paths),
    )


def _check_head(site: Site, read: Catalogue, path: Path) -> None:
    """Refuse a file that is for another site or language; nothing in it can be right."""
    url, first = site.content.site.url, site.tags[0]
    if read.project and read.project != url:
        raise _unusable(path, f"the file is for {read.project}, not for {url}")
    if read.source_language and read.source_language != first:
        raise _unusable(path, f'the file translates from "{read.source_language}", not "{first}"')
    if read.language not in site.tags[1:]:
        known = ", ".join(site.tags[1:])
        hint = f'Languages: {known}. "brochure add-language" adds one.'
        raise _unusable(path, f'the file is for "{read.language}", no language to translate', hint)


def _unusable(path: Path, message: str, hint: str = "Export it anew.") -> ProblemsError:
    return ProblemsError([Problem(path.name, 1, 1, "error", "catalogue", message, hint)])


class _Incoming:
    """Sorts a file's entries."""

    def __init__(self, site: Site, read: Catalogue, name: str) -> None:
        self.site, self.read, self.name = site, read, name
        self.texts: dict[Unit, str] = {}
        self.made: dict[str, Snapshot] = {}
        self.refused: list[Problem] = []
        self.unchanged = self.unfinished = 0
        self._units = {unit.key: unit for unit in site.all_units}
        self._keys = list(self._units)
        self._known = site.snapshots.get(read.language, {})
        self._acceptance = Acceptance(site, read.language)
        for entry in read.entries:
            self._take(entry)

    def _take(self, entry: Entry) -> None:
        unit, first, tag = self._units.get(entry.key), self.site.tags[0], self.read.language
        if entry.state != "done":
            self.unfinished += 1
        elif unit is None:
            near = closest(entry.key, self._keys) if self._is_few() else []
            hint = f'Did you mean "{near[0]}"?' if near else "Export the file again."
            self._refuse(entry, "there is no such unit", hint)
        elif entry.key in self.made:
            self._refuse(entry, "the unit is in the file twice", "Delete one of the two.")
        elif entry.source != unit.texts.get(first):
            hint = "Export the file anew: your tool keeps what fits, and marks what changed."
            self._refuse(entry, "its source text has changed since the file was exported", hint)
        else:
            # Pages are read without spaces around their parts.
            target = entry.target.strip() if isinstance(unit, PageUnit) else entry.target
            old = unit.texts.get(tag)
            state = staleness.state(old, entry.source, self._known.get(entry.key))
            if target == old and state == "done":
                self.unchanged += 1
                return
            reasons = list(self._acceptance.reasons(unit, target))
            for message, hint in reasons:
                self._refuse(entry, message, hint)
            if not reasons:
                self.made[entry.key] = Snapshot(entry.source, snapshot_file.digest(target))
                if target != old:
                    self.texts[unit] = target

    def _is_few(self) -> bool:
        """Whether there are so few refusals that looking for near keys takes no time."""
        return len(self.refused) < 20  # noqa: PLR2004 - said right there

    def _refuse(self, entry: Entry, message: str, hint: str) -> None:
        said = f'unit "{entry.key}": {message}'
        self.refused.append(
            Problem(self.name, max(entry.line, 1), 1, "error", "refused-unit", said, hint)
        )
