"""A text whose source has changed since it was confirmed never counts as done, whatever happens.

A machine makes histories of a small site in two languages: edits, moves, copies, notes, imports of
files that were exported at any time, and merges of branches. Beside it a model remembers, for each
text wherever it goes, the pairs that were confirmed and the last note of it; it knows nothing of
how the records are kept.
"""

from __future__ import annotations

import copy
import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from brochure.files import record_file
from brochure.files.translation_record import Records, TranslationRecord, digest
from brochure.site.record_matching import Statuses, refreshed, statuses
from brochure.site.translation_state import TranslationState
from brochure.translation.formats.catalogue import CatalogueEntry
from brochure.translation.merging import CurrentUnit, merge
from tests.support import depth

pytestmark = pytest.mark.slow

T = TypeVar("T")
TAGS = ("fr", "pt")
KEYS = tuple(f"{file}.{name}.title" for file in ("areas", "faq") for name in "abc")
tags, keys = st.sampled_from(TAGS), st.sampled_from(KEYS)


class Noted(NamedTuple):
    """What a text was when it was last noted, and whether it was done."""

    key: str
    source: str
    text: str
    fits: bool


@dataclass
class Text:
    """A text of the site in all languages, wherever it goes, and the last note of it.

    After a merge of branches, that is the last note in each of them.
    """

    name: int
    texts: dict[str, str] = field(default_factory=dict)
    noted: dict[str, list[Noted]] = field(default_factory=lambda: {t: [] for t in TAGS})

    def pair(self, tag: str) -> tuple[str, str]:
        """Return the source and a translation; white space does not count."""
        return words(self.texts.get("en", "")), words(self.texts.get(tag, ""))

    def may_be_done(
        self, tag: str, key: str, replaced: set[tuple[str, str]], lost: set[Noted]
    ) -> bool:
        """Whether nothing speaks against a translation.

        ``replaced`` are keys with their old sources, ``lost`` notes that do not count any more.
        """
        source, text = self.pair(tag)
        return all(
            (noted.fits and (noted.source == source or noted.text != text))
            # Under another key, and without one word of before, it is another text.
            or (noted.key != key and noted.source != source and noted.text != text)
            # It has taken the place of another translation of the same source.
            or (noted.key != key and (key, source) in replaced)
            for noted in self.noted[tag]
            if noted not in lost
        )


class Unit(NamedTuple):
    """What the program sees of a text."""

    key: str
    texts: Mapping[str, str]


@dataclass
class Branch:
    """The state of the project in a branch."""

    here: dict[str, Text] = field(default_factory=dict)
    gone: list[Text] = field(default_factory=list)
    records: dict[str, Records] = field(default_factory=lambda: {tag: {} for tag in TAGS})

    def statuses(self, tag: str, confirmed: frozenset[str] = frozenset()) -> Statuses:
        """Return what the program says."""
        return statuses(
            {unit.key: unit for unit in self.units}, tag, "en", self.records[tag], confirmed
        )

    @property
    def units(self) -> list[Unit]:
        """What the program sees."""
        return [Unit(key, dict(text.texts)) for key, text in self.here.items()]


def words(text: str) -> str:
    """Return a text in which all white space is the same."""
    return " ".join(text.split())


def merged(base: Branch, one: Branch, other: Branch) -> Branch:
    """Merge two branches, as Git and a person would who prefers ``one`` where both have changed."""
    result = Branch()
    places = [{t.name: (k, t) for k, t in branch.here.items()} for branch in (base, one, other)]
    for name in sorted({name for place in places for name in place}):
        before, mine, theirs = (place.get(name, ("", None)) for place in places)
        key = pick(before[0], mine[0], theirs[0])
        known = [text for _, text in (mine, theirs) if text]
        if not key or key in result.here or not known:
            continue
        text = Text(name)
        for tag in ("en", *TAGS):
            words_of = [t.texts.get(tag) if t else None for _, t in (before, mine, theirs)]
            if chosen := pick(*words_of) if len(known) > 1 else known[0].texts.get(tag):
                text.texts[tag] = chosen
        for tag in TAGS:
            old = before[1].noted[tag] if before[1] else []
            newer = [side.noted[tag] for side in known if side.noted[tag] != old]
            text.noted[tag] = [noted for notes in newer or [old] for noted in notes]
        result.here[key] = text
    for tag in TAGS:
        files = (branch.records[tag] for branch in (base, one, other))
        result.records[tag] = merged_records(*files)
        for key, text in result.here.items():  # a record that the other branch changed is lost
            text.noted[tag] = [
                noted
                for noted in text.noted[tag]
                if noted.key == key
                or (record := result.records[tag].get(noted.key)) is None
                or record.translation == digest(noted.text)
            ]
    return result


def pick(base: T, one: T, other: T) -> T:
    """Return what one side has changed."""
    return other if one == base else one


def merged_records(base: Records, one: Records, other: Records) -> Records:
    """Merge two record files with all lines that a side has changed."""
    lines = record_file.render({}).splitlines()
    for key in sorted({*one, *other}):
        sides = [records[key] for records in (one, other) if key in records]
        changed = [record for record in sides if record != base.get(key)]
        if changed or len(sides) == 2:
            for record in changed or sides:
                lines[-1:-1] = record_file.render({key: record}).splitlines()[2:-1]
    records, _ = record_file.parse("\n".join(lines), "fr.txt")
    return records


class Histories(RuleBasedStateMachine):
    """See the docstring of the module."""

    files = Bundle("files")

    def __init__(self) -> None:
        super().__init__()
        self.branch = Branch()
        self.base: Branch | None = None
        self.other: Branch | None = None
        self.was_merged = False
        self.numbers = itertools.count()
        self.confirmed: set[tuple[str, str]] = set()  # a pair that was confirmed once may be done
        self.lost: set[Noted] = set()
        self.sources: set[tuple[str, str]] = set()  # the keys and sources of all notes

    def new(self, tag: str, reuse: int = 0) -> str:
        """Return a new text, or one that is or was on the site."""
        branches = filter(None, (self.branch, self.base))
        texts = [t for b in branches for t in (*b.here.values(), *b.gone)]
        old = sorted({text.texts[tag] for text in texts if tag in text.texts})
        return old[reuse % len(old)] if reuse and old else f"{tag} is {next(self.numbers)}"

    def at(self, number: int) -> str | None:
        """Return one of the keys that are in use."""
        used = sorted(self.branch.here)
        return used[number % len(used)] if used else None

    numbers_ = st.integers(0, len(KEYS) - 1)
    reuses = st.sampled_from([0, 0, 0, 1, 2, 3])

    @initialize()
    def begin(self) -> None:
        """Write some texts."""
        for key in KEYS[1:4]:
            self.add(key, 0, set(TAGS))
        self.note(frozenset())

    @rule(number=numbers_)
    def edit_source(self, number: int) -> None:
        """Edit a text in the default language alone."""
        self.edit(number, {"en"}, 0)

    @rule(number=numbers_, tag=tags)
    def edit_translation(self, number: int, tag: str) -> None:
        """Edit a translation alone."""
        self.edit(number, {tag}, 0)

    @rule(key=keys, reuse=reuses, languages=st.sets(tags))
    def add(self, key: str, reuse: int, languages: set[str]) -> None:
        """Write a new text."""
        if key not in self.branch.here:
            texts = {tag: self.new(tag) for tag in languages}
            texts["en"] = self.new("en", reuse)
            self.branch.here[key] = Text(next(self.numbers), texts)

    @rule(
        number=numbers_, languages=st.sets(st.sampled_from(["en", *TAGS]), min_size=1), reuse=reuses
    )
    def edit(self, number: int, languages: set[str], reuse: int) -> None:
        """Edit a text in some languages."""
        if key := self.at(number):
            texts = self.branch.here[key].texts
            texts |= {tag: self.new(tag, reuse) for tag in languages}

    @rule(number=numbers_, tag=st.sampled_from(["en", *TAGS]))
    def wrap(self, number: int, tag: str) -> None:
        """Wrap a paragraph in another way."""
        if (key := self.at(number)) and tag in self.branch.here[key].texts:
            texts = self.branch.here[key].texts
            texts[tag] = re.sub(r"\s", lambda m: "\n" if m[0] == " " else " ", texts[tag])

    @rule(number=numbers_, tag=tags)
    def delete_translation(self, number: int, tag: str) -> None:
        """Delete a text in one language."""
        if key := self.at(number):
            self.branch.here[key].texts.pop(tag, None)

    @rule(number=numbers_)
    def delete(self, number: int) -> None:
        """Delete a text in all languages."""
        if key := self.at(number):
            self.branch.gone.append(self.branch.here.pop(key))

    @rule(number=numbers_, key=keys)
    def restore(self, number: int, key: str) -> None:
        """Bring a text back, under its key or another."""
        gone = self.branch.gone
        if gone and key not in self.branch.here:
            self.branch.here[key] = gone.pop(number % len(gone))

    @rule(number=numbers_, key=keys)
    def move(self, number: int, key: str) -> None:
        """Give a text another key, or swap two."""
        if (old := self.at(number)) and old != key:
            here = self.branch.here
            text, other = here.pop(old), here.pop(key, None)
            here[key] = text
            if other:
                here[old] = other

    @rule(number=numbers_, key=keys)
    def copy(self, number: int, key: str) -> None:
        """Copy a text to another key."""
        if (old := self.at(number)) and key not in self.branch.here:
            copied = copy.deepcopy(self.branch.here[old])
            self.branch.here[key] = replace(copied, name=next(self.numbers))

    @rule(confirmed=st.frozensets(keys, max_size=2))
    def note(self, confirmed: frozenset[str]) -> None:
        """Note the site; some texts are confirmed in translations/confirm.yaml."""
        branch = self.branch
        for tag in TAGS:
            statuses = branch.statuses(tag, confirmed)
            branch.records[tag] = refreshed(branch.units, tag, "en", branch.records[tag], statuses)
            for key, text in branch.here.items():
                if all(text.pair(tag)):
                    self.remember(tag, key, is_done=statuses[key].state == "done")
            after = branch.statuses(tag)
            for key, text in branch.here.items():
                # The same pair may have been confirmed at another place.
                if text.pair(tag) not in self.confirmed:
                    assert after[key].state == statuses[key].state

    def remember(self, tag: str, key: str, *, is_done: bool) -> None:
        """Let the model know that a text was noted."""
        text = self.branch.here[key]
        if is_done:
            self.confirmed.add(text.pair(tag))
        text.noted[tag] = [Noted(key, *text.pair(tag), is_done)]
        self.sources.add((key, text.pair(tag)[0]))
        # A text whose key was given to another is forgotten, in every branch.
        for other in (*self.branch.here.values(), *self.branch.gone):
            if other is not text and any(noted.key == key for noted in other.noted[tag]):
                self.lost.update(other.noted[tag])

    @rule(number=numbers_, tag=tags)
    def confirm(self, number: int, tag: str) -> None:
        """Confirm a translation by command."""
        key = self.at(number)
        if key and self.branch.statuses(tag)[key].state in {"outdated", "review"}:
            source, text = (self.branch.here[key].texts[name] for name in ("en", tag))
            self.record(tag, key, TranslationRecord(source, digest(text)))
            self.remember(tag, key, is_done=True)

    def record(self, tag: str, key: str, record: TranslationRecord) -> None:
        """Store a record, as the commands do."""
        self.branch.records[tag] = {**self.branch.records[tag], key: record}

    @rule(target=files, tag=tags)
    def export(self, tag: str) -> tuple[str, list[CatalogueEntry]]:
        """Export a language to a file."""
        entries = []
        for key, status in self.branch.statuses(tag).items():
            texts = self.branch.here[key].texts
            if texts.get("en"):
                target = texts.get(tag, "")
                base = digest(target) if target else ""
                entries.append(CatalogueEntry(key, texts["en"], target, status.state, base=base))
        return tag, entries

    @rule(
        file=files,
        work=st.lists(
            st.sampled_from(["", "translate", "confirm", "unsure"]), min_size=8, max_size=8
        ),
        has_base=st.booleans(),
        overwrite=st.booleans(),
    )
    def import_(
        self,
        *,
        file: tuple[str, list[CatalogueEntry]],
        work: list[str],
        has_base: bool,
        overwrite: bool,
    ) -> None:
        """Import a file in which a translator has worked on some units."""
        tag, entries = file
        for entry, what in zip(entries, work, strict=False):
            target = self.new(tag) if what in {"translate", "unsure"} else entry.target
            state = {"": entry.state, "unsure": "review"}.get(what, "done") if target else "missing"
            worked = CatalogueEntry(
                entry.key, entry.source, target, state, base=entry.base if has_base else None
            )
            text = self.branch.here.get(entry.key)
            if text and text.texts.get("en"):
                self.import_entry(tag, worked, text, overwrite=overwrite)

    def import_entry(self, tag: str, entry: CatalogueEntry, text: Text, *, overwrite: bool) -> None:
        """Import one unit."""
        status = self.branch.statuses(tag)[entry.key]
        here = CurrentUnit(text.texts["en"], text.texts.get(tag, ""), status)
        merged = merge(entry, here, overwrite=overwrite)
        if entry.state == "done" and merged.kind in {"confirmed", "imported"}:
            self.confirmed.add((words(entry.source), words(entry.target)))
        if merged.kind == "imported":
            text.texts[tag] = entry.target
        if merged.record:
            self.record(tag, entry.key, merged.record)
            self.remember(tag, entry.key, is_done=merged.record.state == "done")

    @precondition(lambda self: self.other is None)
    @rule()
    def fork(self) -> None:
        """Begin another branch."""
        self.base, self.other = copy.deepcopy(self.branch), copy.deepcopy(self.branch)

    @precondition(lambda self: self.other is not None)
    @rule()
    def switch(self) -> None:
        """Go on in the other branch."""
        assert self.other
        self.branch, self.other = self.other, self.branch

    @precondition(lambda self: self.other is not None)
    @rule(mine=st.booleans())
    def merge(self, *, mine: bool) -> None:
        """Merge the branches; in a conflict of texts, one side is chosen for all of them."""
        assert self.base
        assert self.other
        sides = (self.branch, self.other) if mine else (self.other, self.branch)
        self.branch = merged(self.base, *sides)
        self.base = self.other = None
        self.was_merged = True

    @invariant()
    def no_text_whose_source_has_changed_is_done(self) -> None:
        """The property."""
        for tag in TAGS:
            for key, status in self.branch.statuses(tag).items():
                text = self.branch.here[key]
                if all(text.pair(tag)):
                    assert status.state != "missing"
                    if status.state == "done":
                        is_known = text.pair(tag) in self.confirmed
                        assert is_known or text.may_be_done(tag, key, self.sources, self.lost), (
                            tag,
                            key,
                        )
                else:
                    assert status.state == ("done" if text.texts.get(tag) else "missing")

    @precondition(lambda self: not self.was_merged)
    @invariant()
    def no_text_is_doubted_without_a_reason(self) -> None:
        """The other half: what is clear is told as it is."""
        for tag in TAGS:
            statuses = self.branch.statuses(tag)
            for key, text in self.branch.here.items():
                if all(text.pair(tag)) and (expected := self.expected(tag, key, text)):
                    assert statuses[key].state == expected, (tag, key)

    def expected(self, tag: str, key: str, text: Text) -> TranslationState | None:
        """Return the state of a text that was done at its last note, where it is beyond doubt."""
        records = self.branch.records[tag].values()
        source, translation = text.pair(tag)
        noted = next(iter(text.noted[tag]), None)
        if not noted or not noted.fits or noted in self.lost:
            return None
        namesakes = sum(record.translation == digest(translation) for record in records)
        if noted.text == translation and namesakes == 1 and (noted.key, source) in self.sources:
            return "done" if noted.source == source else None
        if noted.text == translation and namesakes == 1:
            own = self.branch.records[tag].get(key)  # a copy brings the source of another text
            is_of_own = own and (source == words(own.source) or digest(source) == own.seen)
            return None if is_of_own or (key, source) in self.sources else "outdated"
        is_new = all(
            source != words(record.source) and digest(source) != record.seen for record in records
        )
        is_same_place = noted.key == key and not namesakes
        return "done" if is_same_place and (is_new or noted.source == source) else None


TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=depth.rounds(50, 1000), stateful_step_count=depth.rounds(30, 50)
)
