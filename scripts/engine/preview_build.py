"""Rebuilds a preview: an edit of texts renders only the pages that show them."""

from __future__ import annotations

import hashlib
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from brochure.files import translation_file
from brochure.site.changes import changed_texts
from brochure.site.site import Site
from engine.build import Built, run_mkdocs, unused_texts
from engine.plugin import BrochurePlugin
from engine.template_errors import templates_explained


@dataclass(frozen=True)
class _State:
    """The last build: its site, its folder, the plugin that made it, and its other files."""

    site: Site
    folder: Path
    plugin: BrochurePlugin
    files: dict[Path, bytes]


class PreviewBuilder:
    """Makes the pages of a site below the folder ``work``, for a preview at ``url``.

    A build makes a new folder, unless only texts and pages' prose have changed since the last one:
    then the pages that show them are rendered and written into the last one's folder.
    """

    def __init__(self, work: Path, url: str) -> None:
        self._work, self._url = work, url
        self._last: _State | None = None

    def build(self, site: Site) -> Built:
        """Make the pages of a checked site.

        Raises:
            ProblemsError: there is an error in a template; no page has changed.
        """
        began = time.monotonic()
        files = _other_files(site.root)
        last, self._last = self._last, None  # a build that fails leaves nothing to continue from
        changes = changed_texts(last.site, site) if last and last.files == files else None
        if last and changes is not None:
            folder, plugin = last.folder, last.plugin
            plugin.pages.site = site
            with templates_explained(site.root):
                pages = [
                    plugin.render_again(*page)
                    for page, seen in plugin.pages.seen.copy().items()
                    if not seen.isdisjoint(changes)
                ]
            for path, html in pages:
                path.write_text(html, encoding="utf-8")
        else:
            folder = Path(tempfile.mkdtemp(dir=self._work))
            plugin = run_mkdocs(site, folder, self._url)
        self._last = _State(site, folder, plugin, files)
        unused = tuple(unused_texts(site, plugin.pages.shown))
        return Built(site, folder, time.monotonic() - began, unused)


def _other_files(root: Path) -> dict[Path, bytes]:
    """Return digests of everything that pages depend on, except content, texts and prose."""
    paths = [root / "mkdocs.yml", *(root / "overrides").rglob("*")]
    paths += [
        path
        for path in (root / "docs").rglob("*")
        if path.suffix != ".md" and path.name != translation_file.FILE
    ]
    return {path: hashlib.sha256(path.read_bytes()).digest() for path in paths if path.is_file()}
