"""Rebuilds a preview: an edit of texts or templates renders only the pages that it changes."""

from __future__ import annotations

import gc
import hashlib
import tempfile
import threading
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from brochure.files import packaged, translation_file
from brochure.render import search
from brochure.render.paper.documents import unmade_documents
from brochure.site.changes import changed_texts
from brochure.site.marks import FOLDER
from brochure.site.site import Site
from engine import once_a_language
from engine.build import BuildResult, page_problems, run_mkdocs
from engine.plugin import BrochurePlugin
from engine.template_errors import templates_explained

# A page: its language and its name.
_Page = tuple[str, str]


@dataclass(frozen=True)
class _State:
    """The last build: its site, folder and beginning, the plugin that made it, its other files."""

    site: Site
    folder: Path
    began: float
    plugin: BrochurePlugin
    files: dict[Path, bytes]


class PreviewBuilder:
    """Makes the pages of a site below the folder ``work``, for a preview at ``url``.

    A build makes a new folder, unless only texts, pages' prose and templates have changed since the
    last one: then the pages that show them are rendered and written into the last one's folder.
    It renders those that someone is looking at; ``show`` and ``finish`` render the others. All
    three may be called from several threads; holding ``lock`` makes them wait.
    """

    def __init__(self, work: Path, url: str) -> None:
        self._work, self._url = work, url
        self.lock = threading.RLock()
        self._last: _State | None = None
        self._pending: set[_Page] = set()
        self._unfinished: set[str] = set()  # the languages whose other files are to be made
        self._indexed: set[Path] = set()  # the folder whose index is that of its pages
        self._shown: list[_Page] = []  # since the last build, and the last one before it

    def build(self, site: Site) -> BuildResult:
        """Make the pages of a checked site; if some were shown, these alone.

        Raises:
            ProblemsError: there is an error in a template; no page has changed.
        """
        began = time.monotonic()
        site = site.as_shown()
        with self.lock:
            files = _other_files(site.root)
            last, self._last = self._last, None  # a build that fails leaves nothing to continue
            changed = _changed_pages(last, site, files)
            if last and changed is not None:
                folder, plugin = last.folder, last.plugin
                plugin.pages.site = site
                if last.files != files:
                    plugin.pages.read_templates()
                self._pending |= changed
                self._unfinished |= {tag for tag, _ in changed}
            else:
                last, folder = None, Path(tempfile.mkdtemp(dir=self._work))
                plugin = run_mkdocs(site, folder, self._url, unmade_documents(site))
                _spare_collector()
                self._pending, self._unfinished = set(), set()
            self._last = _State(site, folder, began, plugin, files)
            if self._shown:
                self._render(self._last, self._pending.intersection(self._shown))
            else:
                self._finish(self._last)
            self._shown = self._shown[-1:]
            return self._built(self._last)

    @property
    def is_finished(self) -> bool:
        """Whether nothing is left to be made."""
        return not self._pending and not self._unfinished

    def show(self, tag: str, name: str) -> None:
        """Render a page if that is left to do; the next build begins with it.

        Raises:
            ProblemsError: there is an error in a template; the page has not changed.
        """
        with self.lock:
            page = (tag, name)
            self._shown = [*(other for other in self._shown if other != page), page]
            if self._last:
                self._render(self._last, self._pending & {page})

    def finish(self) -> BuildResult | None:
        """Make all that is left, page by page; None if the last build failed.

        Raises:
            ProblemsError: there is an error in a template; that page has not changed.
        """
        while True:
            time.sleep(0.001)  # between pages, a thread that waits has its turn
            with self.lock:
                if self._last is None:
                    return None
                if not self._pending:
                    self._finish(self._last)
                    return self._built(self._last)
                self._render(self._last, {min(self._pending)})

    def index(self) -> None:
        """Write the index of the search for the pages as they are, which a build leaves out.

        Raises:
            ProblemsError: there is an error in a template, or the index cannot be made.
        """
        with self.lock:
            if self._last and self._last.folder not in self._indexed:
                self._finish(self._last)
                search.write_index(self._last.site, self._last.folder)
                self._indexed = {self._last.folder}

    def _render(self, state: _State, pages: Collection[_Page], tags: Collection[str] = ()) -> None:
        """Write some pages, and the other files of some languages; or, after an error, none."""
        if not (pages or tags):
            return
        try:
            with templates_explained(state.site.root):
                rendered = [state.plugin.render_again(*page) for page in sorted(pages)]
                others = once_a_language.made(state.plugin.pages, tags)
                rendered += [(state.folder / name, text) for name, text in others]
        except BaseException:
            self._last = None
            raise
        state.plugin.pages.write_files(state.folder)
        for path, html in rendered:
            if not path.exists() or path.read_text(encoding="utf-8") != html:
                path.write_text(html, encoding="utf-8")
        self._pending -= set(pages)
        self._unfinished -= set(tags)
        self._indexed.clear()

    def _finish(self, state: _State) -> None:
        if not self.is_finished:
            self._render(state, self._pending, self._unfinished)
            state.plugin.pages.tell_server(state.folder)

    def _built(self, state: _State) -> BuildResult:
        """Return the result, with the problems of its pages once all of them are finished."""
        found = page_problems(state.site, state.plugin.pages) if self.is_finished else ()
        return BuildResult(state.site, state.folder, time.monotonic() - state.began, tuple(found))


def _spare_collector() -> None:
    """Let the garbage collector pass over what there is: scanning it makes many edits slow."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _changed_pages(last: _State | None, site: Site, files: dict[Path, bytes]) -> set[_Page] | None:
    """Return the pages to be rendered again; None if everything must be made again."""
    changes = changed_texts(last.site, site) if last else None
    if last is None or changes is None:
        return None
    seen = last.plugin.pages.seen
    if last.files == files:
        return {page for page, shown in seen.items() if not shown.isdisjoint(changes)}
    templates = set(packaged.find(site.root, packaged.TEMPLATES).rglob("*.html"))
    edited = {path for path, _ in last.files.items() ^ files.items()}
    return set(seen) if edited <= templates else None


def _other_files(root: Path) -> dict[Path, bytes]:
    """Return fingerprints of all files that pages depend on, except texts and prose.

    Each is a digest; of pictures and documents, which are large, the time and size of the file.
    """
    folders = (packaged.find(root, packaged.TEMPLATES), root / FOLDER)
    paths = [root / "mkdocs.yml", *(path for folder in folders for path in folder.rglob("*"))]
    files = {path: hashlib.sha256(path.read_bytes()).digest() for path in paths if path.is_file()}
    for path in (root / "docs").rglob("*"):
        if path.suffix != ".md" and path.name != translation_file.FILE and path.is_file():
            status = path.stat()
            files[path] = f"{status.st_mtime_ns} {status.st_size}".encode()
    return files
