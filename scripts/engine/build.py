"""Builds a site: all of it or nothing."""

from __future__ import annotations

import logging
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from brochure.checks.run import site_or_raise
from brochure.problems import Problem, ProblemsError
from brochure.site.site import Site
from engine.failures import explain


@dataclass(frozen=True)
class Built:
    """What a build has made: ``unused`` warns of texts that stand on no page."""

    site: Site
    folder: Path
    seconds: float
    unused: tuple[Problem, ...]

    def __str__(self) -> str:
        """Say it in one line."""
        pages, languages = len(self.site.pages), len(self.site.languages)
        return f"{pages} pages in {languages} languages built in {self.seconds:.2f} s"


def publish(root: Path, folder: Path, *, drafts: bool = False) -> Built:
    """Build the site in ``root``, perhaps with drafts, and put it in the place of ``folder``.

    The pages are made beside the folder and change places with it at the end, so that a build
    that fails leaves the last good site as it was.

    Raises:
        ProblemsError: the content has errors, or the site cannot be written there; ``folder`` is
            untouched.
    """
    site = site_or_raise(root, drafts=drafts)
    if _holds_other_files(folder):
        message = "the site would take the place of other files, which would be lost"
        raise _not_here(folder, message, "Name a new or empty folder, or one with a built site.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent)
    except OSError as error:
        raise _unwritable(folder, error) from error
    with beside as place:
        built = make(site, Path(place) / "new")
        try:
            _exchange(built.folder, folder, Path(place) / "old")
        except OSError as error:
            raise _unwritable(folder, error) from error
    return Built(built.site, folder, built.seconds, built.unused)


def _exchange(new: Path, folder: Path, old: Path) -> None:
    if folder.exists():
        folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise


def _holds_other_files(folder: Path) -> bool:
    """Say whether something is there that no build made: a file, a home, the project itself."""
    if not folder.exists():
        return False
    is_site = (folder / "sitemap.xml").is_file() and (folder / "404.html").is_file()
    return not (folder.is_dir() and (is_site or not any(folder.iterdir())))


def _unwritable(folder: Path, error: OSError) -> ProblemsError:
    message = f"the site cannot be written here: {error.strerror}"
    return _not_here(folder, message, "Name another folder with --site-dir, or free this one.")


def _not_here(folder: Path, message: str, hint: str) -> ProblemsError:
    return ProblemsError([Problem(str(folder), 1, 1, "error", "site-folder", message, hint)])


def make(site: Site, folder: Path, url: str | None = None) -> Built:
    """Make the pages of a checked site in a new folder; ``url`` is the address of a preview.

    Raises:
        ProblemsError: a template fails.
    """
    began = time.monotonic()
    logging.getLogger("mkdocs").setLevel(logging.CRITICAL)
    options = {"site_url": url} if url else {}
    config = load_config(str(site.root / "mkdocs.yml"), site_dir=str(folder), **options)
    config.extra["brochure"] = site
    config.plugins.on_startup(command="build", dirty=False)
    try:
        mkdocs_build(config)
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        explained = explain(error, site.root) if isinstance(error, Exception) else None
        if explained:
            raise explained from error
        raise
    unused = tuple(
        unit.problem(
            "",
            "unused-text",
            f"{unit.subject}: the {unit.field} stands on no page",
            "Delete it, or ask whoever looks after the templates to show it.",
            level="warning",
        )
        for unit in site.units
        if unit.key not in config.extra["wiring"].seen
        # Templates may name more strings than one site needs: a rule looks at those. What the form
        # says stands on the intake's pages and in its mails too.
        and not unit.key.startswith(("strings.", "form.", "glossary."))
    )
    return Built(site, folder, time.monotonic() - began, unused)
