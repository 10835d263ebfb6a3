"""Shows the status of translations: in the terminal, to programs, and as a page."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from brochure.site.site import Site
from brochure.text.suggestions import shorten
from brochure.translation.difference import difference, one_line
from brochure.translation.status import (
    STATES,
    LanguageStatus,
    PendingUnit,
    memory_summary,
    stale_summary,
)

_SHOWN = 300


def text(languages: Sequence[LanguageStatus]) -> str:
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
                rows += [line for e in file.entries for line in _lines(status.language.tag, e)]
    summary = filter(None, map(memory_summary, languages))
    return "\n".join([*rows, "", *summary, stale_summary(languages)])


def _lines(tag: str, entry: PendingUnit) -> list[str]:
    path, line, column = entry.unit.position(tag)
    return [
        f"  {STATES[entry.state]:12} {entry.unit.key}  {path}:{line}:{column}  {entry.words} w",
        f"               {_change(entry.previous, entry.source)}",
    ]


@functools.lru_cache(maxsize=10_000)  # every language has the same source edit
def _change(previous: str, source: str) -> str:
    change = one_line(previous, source) if previous else source
    return shorten(change, _SHOWN)


def data(languages: Sequence[LanguageStatus]) -> list[dict[str, Any]]:
    """Return everything as plain data."""
    return [
        {
            "language": status.language.tag,
            "name": status.name,
            "status": status.language.status,
            "units": {state: status.units(state) for state in STATES},
            "words": {state: status.words(state) for state in STATES},
            "memory": {"units": status.remembered, "words": status.remembered_words},
            "parts": [
                {"part": file.name, "units": file.units, "words": file.words}
                for file in status.files
            ],
            "entries": [_entry(status.language.tag, entry) for entry in status.entries()],
        }
        for status in languages
    ]


def _entry(tag: str, entry: PendingUnit) -> dict[str, Any]:
    path, line, column = entry.unit.position(tag)
    return {
        "key": entry.unit.key,
        "state": entry.state,
        "path": path,
        "line": line,
        "column": column,
        "words": entry.words,
        "source": entry.source,
        "previous": entry.previous,
        "translation": entry.unit.texts.get(tag, ""),
        "difference": list(difference(entry.previous, entry.source)) if entry.previous else [],
    }


def as_json(languages: Sequence[LanguageStatus]) -> str:
    """Return everything as JSON."""
    return json.dumps(data(languages), ensure_ascii=False, indent=2)


def as_html(site: Site, languages: Sequence[LanguageStatus]) -> str:
    """Return a self-contained page that a coordinator can open, print and forward."""
    import jinja2

    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    template = env.get_template("status.html")
    name = site.content.site.name[site.tags[0]]
    rows = list(zip(languages, data(languages), strict=True))
    return template.render(
        name=name, today=site.today, rows=rows, states=STATES, summary=stale_summary(languages)
    )
