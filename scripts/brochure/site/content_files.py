"""Reads the files of ``content/``: each is a mapping with one key, which is the file's name.

Languages and news are in folders of their own, with one file for each.
"""

from __future__ import annotations

from pathlib import Path

from brochure.files.source import Source
from brochure.files.yaml_reader import read_yaml
from brochure.problems import Problem
from brochure.schema import Content
from brochure.site import language_files, news_files
from brochure.site.validation_messages import unknown_key
from brochure.text.suggestions import closest, did_you_mean

_FOLDERS = {"languages": language_files.read_languages, "news": news_files.read_news}
_STEMS = tuple(stem for stem in Content.model_fields if stem not in _FOLDERS)
_FORMER_FILES = {language_files.FORMER_FILE, news_files.FORMER_FILE}  # they are reported


def content_path(stem: str) -> str:
    """Return the path of the file ``stem``, as problems name it."""
    return f"content/{stem}.yaml"


def read_content(root: Path) -> tuple[dict[str, Source], set[str], list[Problem]]:
    """Return the files that can be used by stem, the paths of those that cannot, and why."""
    sources: dict[str, Source] = {}
    unreadable: set[str] = set()
    problems: list[Problem] = []
    for stem, read_folder in _FOLDERS.items():
        folder, paths, found = read_folder(root)
        unreadable |= paths
        problems += found
        if folder:
            sources[stem] = folder
    for path in sorted((root / "content").glob("*.y*ml")):
        if content_path(path.stem) in _FORMER_FILES and path.suffix == ".yaml":
            continue
        if path.suffix != ".yaml" or path.stem not in _STEMS:
            problems.append(_unknown_file(path))
            # The intended file need not be reported as missing.
            intended = map(content_path, closest(path.stem, _STEMS))
            unreadable |= {name for name in intended if not (root / name).exists()}
            continue
        source = read_yaml(path, content_path(path.stem))
        problems += source.problems
        if not source.problems or source.data is not None:
            problems += _check_top(source, path.stem)
        if isinstance(source.data, dict) and source.data.get(path.stem) is not None:
            sources[path.stem] = source
        else:
            unreadable.add(source.path)
    return sources, unreadable, problems


def _unknown_file(path: Path) -> Problem:
    message = f'"{path.name}" is not the name of a content file'
    near = closest(path.stem, _STEMS)
    hint = f'Rename it to "{near[0]}.yaml".' if near else did_you_mean(path.stem, _STEMS)
    return Problem(f"content/{path.name}", 1, 1, "error", "unknown-file", message, hint)


def _check_top(source: Source, stem: str) -> list[Problem]:
    if not isinstance(source.data, dict) or stem not in source.data:
        message = f'missing key "{stem}:"; expected it before the first entry'
        hint = f'Write "{stem}:" on a line above the first entry, and indent the entries.'
        return [source.problem((), "missing-key", message, hint)]
    if source.data[stem] is None:
        is_required = Content.model_fields[stem].is_required()
        hint = "Add its entries." if is_required else "Add its entries, or delete the file."
        return [source.problem((stem,), "missing-key", f'"{stem}:" is empty', hint)]
    return [unknown_key(source, (key,), "the file", [stem]) for key in source.data if key != stem]
