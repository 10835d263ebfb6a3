"""Builds a site: all of it or nothing."""

from __future__ import annotations

import logging
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from brochure.checks.run import site_or_raise
from brochure.files import compressed, packaged
from brochure.problems import Problem, ProblemsError, counted, errors
from brochure.render import cards, search
from brochure.render.cards import Card
from brochure.render.documents_view import MadeDocument
from brochure.render.paper.documents import FOLDER
from brochure.render.paper.making import make_documents_of
from brochure.site import shown_pages
from brochure.site.site import Site
from engine import page_ids
from engine.pages import Pages
from engine.plugin import BrochurePlugin
from engine.template_errors import templates_explained
from engine.unused_texts import unused_texts


@dataclass(frozen=True)
class BuildResult:
    """The result of a build: ``problems`` are those that only finished pages show.

    ``cards`` are the pictures that pages name for where they are shared, which are yet to be made.
    """

    site: Site
    folder: Path
    seconds: float
    problems: tuple[Problem, ...]
    cards: tuple[Card, ...] = ()

    def __str__(self) -> str:
        """Return a summary in one line."""
        pages = counted(len(self.site.pages), "page")
        languages = counted(len(self.site.languages), "language")
        return f"{pages} in {languages} built in {self.seconds:.2f} s"


def publish(
    root: Path,
    folder: Path,
    *,
    drafts: bool = False,
    host: Literal["server", "static"] | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> BuildResult:
    """Build the site in ``root``, perhaps with drafts, and replace ``folder`` with it.

    ``host`` is where it is published, if not on what ``content/site.yaml`` names. The documents of
    the content are made, too, if ``on_progress`` is given: it is called with how many are done, and
    of how many.

    The pages are made beside the folder and exchanged with it at the end, so that a failed
    build leaves the last good site unchanged.

    Raises:
        ProblemsError: the content or a finished page has errors, or the site cannot be written
            there; ``folder`` is untouched.
    """
    site = site_or_raise(root, drafts=drafts)
    site = site.on_host(host) if host else site
    if _holds_other_files(folder):
        message = "refusing to overwrite: the folder does not hold a built site"
        raise _folder_error(folder, message, "Name a new or empty folder, or a built site's.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent)
    except OSError as error:
        raise _unwritable(folder, error) from error
    with beside as work:
        try:
            made = make_documents_of(site, on_progress) if on_progress else ()
        except OSError as error:
            raise _unwritable(site.root / FOLDER, error) from error
        built = make(site, Path(work) / "new", documents=made)
        if errors(built.problems):
            raise ProblemsError(built.problems)
        try:
            search.write_index(site.as_shown(), built.folder)
            cards.write(built.cards, built.folder)
            compressed.write_copies(built.folder, folder)
            _exchange(built.folder, folder, Path(work) / "old")
        except OSError as error:
            raise _unwritable(folder, error) from error
    return BuildResult(built.site, folder, built.seconds, built.problems)


def _exchange(new: Path, folder: Path, old: Path) -> None:
    try:
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
    except BaseException:  # also an interrupt: what is at ``old`` is deleted with what is beside it
        if old.exists() and not folder.exists():
            old.rename(folder)
        raise


def _holds_other_files(folder: Path) -> bool:
    """Whether the folder holds anything but a built site: someone's home, the project itself."""
    if not folder.exists():
        return False
    is_site = (folder / "sitemap.xml").is_file() and (folder / "404.html").is_file()
    return not (folder.is_dir() and (is_site or not any(folder.iterdir())))


def _unwritable(folder: Path, error: OSError) -> ProblemsError:
    message = f"cannot write the site here: {error.strerror}"
    hint = "Name another folder with --site-dir, or make this one writable."
    return _folder_error(folder, message, hint)


def _folder_error(folder: Path, message: str, hint: str) -> ProblemsError:
    return ProblemsError([Problem(str(folder), 1, 1, "error", "site-folder", message, hint)])


def make(
    site: Site, folder: Path, url: str | None = None, documents: Sequence[MadeDocument] = ()
) -> BuildResult:
    """Make the pages of a checked site in a new folder; ``url`` is the address of a preview.

    Raises:
        ProblemsError: there is an error in a template.
    """
    began = time.monotonic()
    plugin = run_mkdocs(site, folder, url, documents)
    shown_pages.write(site, plugin.pages.seen)
    pictures = tuple(plugin.pages.cards.values())
    problems = tuple(page_problems(site, plugin.pages))
    return BuildResult(site, folder, time.monotonic() - began, problems, pictures)


def page_problems(site: Site, pages: Pages) -> Iterator[Problem]:
    """Yield the problems that only finished pages show."""
    yield from unused_texts(site, pages.shown)
    yield from page_ids.problems(pages.site, pages.ids)


def run_mkdocs(
    site: Site, folder: Path, url: str | None = None, documents: Sequence[MadeDocument] = ()
) -> BrochurePlugin:
    """Make the pages of a checked site in a new folder, and return the plugin that did it.

    Raises:
        ProblemsError: there is an error in a template.
    """
    site = site.as_shown()
    logging.getLogger("mkdocs").setLevel(logging.CRITICAL)
    options = {"site_url": url} if url else {}
    theme = {"name": "material", "custom_dir": str(packaged.find(site.root, packaged.TEMPLATES))}
    with packaged.find(site.root, packaged.SETTINGS).open("rb") as settings:
        place = str(site.root / packaged.SETTINGS)  # paths are relative to this one
        config = load_config(
            settings, config_file_path=place, site_dir=str(folder), theme=theme, **options
        )
    plugin = cast("BrochurePlugin", config.plugins["brochure"])
    plugin.site, plugin.documents = site, documents
    config.plugins.on_startup(command="build", dirty=False)
    try:
        with templates_explained(site.root):
            mkdocs_build(config)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return plugin
