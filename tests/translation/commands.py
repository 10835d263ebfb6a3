"""Helpers for tests of the translators' commands: running them, files, a simulated translator."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

from brochure.cli.main import main
from brochure.site.loader import load
from brochure.site.site import Site
from brochure.site.translation_state import TranslationState
from brochure.site.units import Unit
from brochure.text.spans import MASK, hidden
from brochure.translation.formats import po, xliff
from brochure.translation.formats.catalogue import Catalogue

FORMS: dict[str, ModuleType] = {"po": po, "xliff": xliff}

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC = "абцдефгхійклмнопярстувшжиз"
_LOOKALIKES = str.maketrans(_LATIN + _LATIN.upper(), _CYRILLIC + _CYRILLIC.upper())


@dataclass(frozen=True)
class CommandResult:
    """Exit code and output of a command."""

    code: int
    out: str
    err: str


def run(root: Path, *arguments: str | Path) -> CommandResult:
    """Run a command of ``brochure`` on the site in ``root``."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main([*map(str, arguments), "--root", str(root)])
    return CommandResult(code, out.getvalue(), err.getvalue())


def done(root: Path, *arguments: str | Path) -> CommandResult:
    """Run a command that must succeed."""
    result = run(root, *arguments)
    assert result.code == 0, result
    return result


def load_any(root: Path) -> Site:
    """Load a site, even with problems."""
    site, _ = load(root)
    assert site is not None
    return site


def unit(root: Path, key: str) -> Unit:
    """Return a unit of the site."""
    return next(unit for unit in load_any(root).all_units if unit.key == key)


def states(root: Path) -> dict[tuple[str, str], TranslationState]:
    """Return the state of each unit, by language and key."""
    site = load_any(root)
    return {
        (tag, key): status.state
        for tag in site.tags[1:]
        for key, status in site.statuses(tag).items()
    }


def outdated(root: Path) -> set[tuple[str, str]]:
    """Return what is outdated, as pairs of language and key."""
    return {pair for pair, how in states(root).items() if how == "outdated"}


def cyrillic(text: str) -> str:
    """Return a text as a translator into Ukrainian might: only the words change."""
    pairs = zip(text, hidden(text), strict=True)
    return "".join(old if seen == MASK else old.translate(_LOOKALIKES) for old, seen in pairs)


def exported(root: Path, tag: str, form: str, *options: str) -> Path:
    """Export a language to a file beside the site and return that."""
    file = root.parent / f"{tag}.{form}"
    done(root, "export", tag, "--format", form, "--output", file, *options)
    return file


def read(file: Path) -> Catalogue:
    """Read a valid exchange file."""
    catalogue: Catalogue | None
    catalogue, problems = FORMS[file.suffix[1:]].read(file.read_bytes(), file.name)
    assert catalogue is not None
    assert not problems
    return catalogue


def translate(file: Path, texts: Mapping[str, str] | Callable[[str], str]) -> None:
    """Fill in an exchange file: with texts by key, or with a function of their sources."""
    catalogue = read(file)
    entries = []
    for entry in catalogue.entries:
        target = texts(entry.source) if callable(texts) else texts.get(entry.key)
        if target is not None:
            entry = replace(entry, target=target, state="done", previous="")  # noqa: PLW2901
        entries.append(entry)
    new = replace(catalogue, entries=tuple(entries))
    file.write_bytes(FORMS[file.suffix[1:]].write(new))
