"""Loads ``content/`` and ``docs/`` of a site and collects every problem on the way."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from brochure.files import snapshot_file, translation_file
from brochure.files.yaml_reader import Source, read_yaml
from brochure.problems import Problem
from brochure.schema import Content
from brochure.site.page_files import read_pages
from brochure.site.site import Site
from brochure.site.validation import validate
from brochure.site.validation_messages import unknown_key
from brochure.text.suggestions import closest

_LANGUAGES = "languages"


@contextmanager
def without_collector() -> Iterator[None]:
    """Do not look for garbage that refers to itself, as long as a big site is at work.

    Its texts are hundreds of thousands of objects with next to no such garbage, and Python would
    go through all of them again and again, each time that some more have been made.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@without_collector()
def load(root: Path) -> tuple[Site | None, list[Problem]]:
    """Load the site in ``root``.

    Returns:
        the site, or ``None`` where its languages are not known; and the problems of encoding,
        syntax and form. What the texts say is for the rules. A site with problems may have
        stand-ins for required files: it can be checked, but not shown.
    """
    sources, unread, problems = _read_content(root)
    content, misfits, lost = validate(sources)
    # A file that cannot be read has been reported as such, not as missing.
    problems += [p for p in misfits if p.rule != "missing-file" or p.path not in unread]
    # Where one language is broken, nobody can say which are unknown: that file counts as unread.
    unread |= {
        p.path for p in misfits if Path(p.path).stem not in sources or p.path == _name(_LANGUAGES)
    }
    pages, unread_pages, page_problems = read_pages(root)
    problems += page_problems
    if content is None:
        return None, problems
    tags = [language.tag for language in content.languages]
    strays = frozenset(tag for tag, _ in pages if tag not in tags)
    listed = {key: page for key, page in pages.items() if page.language in tags}
    texts, snapshots, found = _read_translations(root, tags)
    problems += found
    site = Site(
        root,
        content,
        sources,
        listed,
        rejected_ids=frozenset(lost),
        unreadable_paths=frozenset(unread | unread_pages | {p.path for p in found}),
        unlisted_folders=strays,
        added=texts,
        snapshots=snapshots,
    )
    return site, problems + _merge(site)


def _read_translations(
    root: Path, tags: list[str]
) -> tuple[dict[str, Source], dict[str, snapshot_file.Snapshots], list[Problem]]:
    """Return the texts of added languages and the snapshots of all, by language."""
    texts: dict[str, Source] = {}
    snapshots: dict[str, snapshot_file.Snapshots] = {}
    problems: list[Problem] = []
    for tag in tags[1:]:
        path = root / "docs" / tag / translation_file.FILE
        if path.exists():
            texts[tag] = translation_file.read(path, f"docs/{tag}/{translation_file.FILE}")
            problems += texts[tag].problems
        name = f"{snapshot_file.FOLDER}/{tag}.json"
        if (root / name).exists():
            snapshots[tag], found = snapshot_file.read(root / name, name)
            problems += found
    return texts, snapshots, problems


def _merge(site: Site) -> list[Problem]:
    """Put the texts of added languages beside the authored ones."""
    by_key = {unit.key: unit for unit in site.units}
    problems = []
    for unit in by_key.values() if site.added else ():
        for tag in unit.texts.keys() & site.added.keys():
            path = site.added[tag].path
            message = f'{unit.subject}: texts of "{tag}" stand in {path}, not here'
            hint = f'Move it there, behind "{unit.key}:".'
            place = (*unit.location, tag)
            problems.append(unit.source.problem(place, "duplicate-unit", message, hint))
    texts = {key: unit.translations.texts for key, unit in by_key.items()}
    for tag, source in site.added.items():
        for key, text in (source.data or {}).items():
            if key in texts and text.strip():
                texts[key][tag] = text
        if not (site.unreadable_paths or site.rejected_ids):
            problems += translation_file.unknown_keys(source, by_key)
    return problems


def _name(stem: str) -> str:
    return f"content/{stem}.yaml"


def _read_content(root: Path) -> tuple[dict[str, Source], set[str], list[Problem]]:
    """Return the files that can be used by stem, the names of those that cannot, and why."""
    sources: dict[str, Source] = {}
    unread: set[str] = set()
    problems: list[Problem] = []
    for path in sorted((root / "content").glob("*.y*ml")):
        name = f"content/{path.name}"
        if name not in map(_name, Content.model_fields):
            near = closest(path.stem, Content.model_fields)
            hint = (
                f'Rename it to "{near[0]}.yaml".'
                if near
                else f"Known files: {', '.join(f'{stem}.yaml' for stem in Content.model_fields)}."
            )
            problems.append(
                Problem(name, 1, 1, "error", "unknown-file", "nothing reads this file", hint)
            )
            unread |= {_name(stem) for stem in near if not (root / _name(stem)).exists()}
            continue
        source = read_yaml(path, name)
        problems += source.problems
        if not source.problems or source.data is not None:
            problems += _check_top(source, path.stem)
        if isinstance(source.data, dict) and source.data.get(path.stem) is not None:
            sources[path.stem] = source
        else:
            unread.add(name)
    return sources, unread, problems


def _check_top(source: Source, stem: str) -> list[Problem]:
    """A file is a mapping with one key, which is the file's name."""
    if isinstance(source.data, dict) and stem in source.data and source.data[stem] is None:
        hint = "Write its entries there"
        hint += "." if Content.model_fields[stem].is_required() else ", or delete the file."
        message = f'there is nothing below "{stem}:"'
        return [source.problem((stem,), "missing-key", message, hint)]
    if not isinstance(source.data, dict) or stem not in source.data:
        message = f'the file should begin with the key "{stem}:" and hold its entries below it'
        return [
            source.problem((), "missing-key", message, f'Write "{stem}:" before the first entry.')
        ]
    return [unknown_key(source, (key,), "the file", [stem]) for key in source.data if key != stem]
