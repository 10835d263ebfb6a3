"""Reads the folder of a built site."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

from brochure.checks.audit import page_reader, sitemap
from brochure.checks.audit.built import BuiltSite
from brochure.checks.audit.page import HtmlPage
from brochure.checks.audit.settings import Settings
from brochure.checks.audit.stylesheets import addresses
from brochure.checks.audit.urls import split
from brochure.problems import Problem, ProblemsError

_ID = "site-folder"
_PAGES = (".html", ".htm")

# Called with the number of pages read, and of all pages.
Progress = Callable[[int, int], None]


def read(folder: Path, name: str, settings: Settings, progress: Progress) -> BuiltSite:
    """Read all pages of a folder that is called ``name`` in messages.

    Raises:
        ProblemsError: it is not the folder of a built site.
        OSError: a file cannot be read.
    """
    files = _files(folder, name, settings.files)
    paths = [path for path in files if path.lower().endswith(_PAGES)]
    if not paths:
        hint = "Build the site first, then name the folder that has its index.html."
        raise ProblemsError([_problem(name, "there is no page in this folder", hint)])
    pages = {}
    for number, path in enumerate(paths):
        progress(number, len(paths))
        pages[path] = page_reader.read(path, (folder / path).read_bytes())
    progress(len(paths), len(paths))
    root = _root(pages.values())

    def read_file(path: str) -> bytes | None:
        return (folder / path).read_bytes() if path in files else None

    def text(path: str) -> str:
        return (folder / path).read_bytes().decode("utf-8", "replace")

    own_path = split(root).path
    listed = sitemap.read(read_file, lambda a: unquote(split(a).path).removeprefix(own_path))
    sheets = {path: tuple(addresses(text(path))) for path in files if path.endswith(".css")}
    scripts = {path: text(path) for path in files if path.endswith((".js", ".mjs"))}
    return BuiltSite(folder, name, settings, files, pages, sheets, scripts, listed, root)


def _files(folder: Path, name: str, limit: int) -> dict[str, int]:
    """Return the size of each file, by its path; no folder is entered through a link."""
    if not folder.is_dir():
        found = "is a file" if folder.exists() else "does not exist"
        message, hint = f"{found}; expected a folder", "Name the folder of a built site."
        raise ProblemsError([_problem(name, message, hint)])
    files = {}
    for path, size in _walk(folder):
        files[path] = size
        if len(files) > limit:
            message = f"has more than {limit:,} files; nothing was audited"
            hint = 'Is it the folder of a built site? If so, raise "files:" in audit.yaml.'
            raise ProblemsError([_problem(name, message, hint)])
    return dict(sorted(files.items()))


def _walk(folder: Path) -> Iterator[tuple[str, int]]:
    def fail(error: OSError) -> None:
        raise error

    for parent, _, names in os.walk(folder, onerror=fail):
        place = Path(parent)
        for file in names:
            if (place / file).is_file():
                path = (place / file).relative_to(folder).as_posix()
                yield path, (place / file).stat().st_size


def _root(pages: Iterable[HtmlPage]) -> str:
    """Return the address of the home page, as most pages tell by their own."""
    roots: Counter[str] = Counter()
    for page in pages:
        for href in [link.href for link in page.canonicals]:
            if split(href).netloc and href.endswith(f"/{page.address}"):
                roots[href.removesuffix(page.address)] += 1
    return roots.most_common(1)[0][0] if roots else ""


def _problem(name: str, message: str, hint: str) -> Problem:
    return Problem(name, 1, 1, "error", _ID, message, hint)
