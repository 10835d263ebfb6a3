"""Shows the status of translations in the terminal."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

from brochure.site.site import Site
from brochure.text.suggestions import shorten
from brochure.translation import next_steps
from brochure.translation.difference import one_line
from brochure.translation.status import (
    STATES,
    LanguageStatus,
    PendingUnit,
    memory_summary,
    stale_summary,
)

_SHOWN = 300


def text(site: Site, languages: Sequence[LanguageStatus]) -> str:
    """Return a table, then each unit that is not done, with its position."""
    rows = [f"{'':24}" + "".join(f"{name:>16}" for name in STATES.values())]
    for status in languages:
        draft = " (draft)" if status.language.is_draft else ""
        name = f"{status.language.tag} {status.name}{draft}"
        counts = (f"{status.units(s)} · {status.words(s)} w" for s in STATES)
        rows.append(f"{name:24}" + "".join(f"{count:>16}" for count in counts))
    for status in languages:
        for file in status.files:
            if file.entries:
                rows += ["", f"{status.language.tag} · {file.name}"]
                rows += [line for e in file.entries for line in _lines(site, status, e)]
    summary = filter(None, map(memory_summary, languages))
    return "\n".join([*rows, "", *summary, stale_summary(languages)])


def _lines(site: Site, status: LanguageStatus, entry: PendingUnit) -> Iterator[str]:
    tag = status.language.tag
    path, line, column = entry.unit.position(tag)
    yield f"  {STATES[entry.state]:12} {entry.unit.key}  {path}:{line}:{column}  {entry.words} w"
    yield f"               {_change(entry.previous, entry.source)}"
    if entry.state == "review":
        for step in next_steps.steps(site, tag, entry):
            yield f"               {step.what} {step.code}".rstrip()


@functools.lru_cache(maxsize=10_000)  # every language has the same source edit
def _change(previous: str, source: str) -> str:
    change = one_line(previous, source) if previous else source
    return shorten(change, _SHOWN)
