"""The command that makes a new site."""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from brochure.problems import Problem, ProblemsError, errors

if TYPE_CHECKING:
    from brochure.site.new_site import NewSite

_ADDRESS = "https://www.example.org/"
_EMAIL = "team@example.org"


def add_to(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], root: argparse.ArgumentParser
) -> None:
    """Add the command to the command line."""
    new = commands.add_parser("new", parents=[root], help="make a new site in a folder")
    new.add_argument("folder", metavar="FOLDER", type=Path, help="a new or empty folder")
    new.add_argument("--name", help="what the site is about: the name of a programme")
    new.add_argument("--languages", metavar="TAGS", help="the default one first: de,it")
    new.add_argument("--pages", metavar="NAMES", help="such as about,news; default: all")
    new.add_argument("--form", action=argparse.BooleanOptionalAction, help="whether it has a form")
    new.add_argument("--email", metavar="ADDRESS", help=f"of the team (default: {_EMAIL})")
    new.add_argument("--url", help=f"where it will be published (default: {_ADDRESS})")
    new.set_defaults(run=_new)


def _new(options: argparse.Namespace) -> int:
    from brochure.checks.run import check
    from brochure.files import icons
    from brochure.schema.json_schema import Completions, write
    from brochure.site.loader import load
    from brochure.site.new_site import files
    from brochure.translation import noting

    folder: Path = options.folder.resolve()
    _check_free(folder)
    wanted = _wanted(options)
    folder.parent.mkdir(parents=True, exist_ok=True)
    # If anything goes wrong, no half-made site is left: it is made beside its final place.
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as made:
        place = Path(made, "site")
        for name, text in files(wanted).items():
            path = place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        site, problems = load(place)
        if site is not None:
            write(place, site.authored, Completions(site.page_names, icons.offered(place)))
            noting.note(site, start=site.tags[1:])
            site, problems = check(place)
        if site is None or errors(problems):
            raise ProblemsError(problems)
        if folder.exists():
            folder.rmdir()
        place.rename(folder)
    print(f"{wanted.name}: {len(site.pages)} pages in {len(site.tags)} languages in {folder}")
    print(f'Preview it with "brochure serve --root {options.folder}", and write your own words.')
    return 0


def _check_free(folder: Path) -> None:
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        what = "the folder is not empty" if folder.is_dir() else "this is a file"
        raise _error(str(folder), what, "Name a folder that does not exist yet, or an empty one.")


def _wanted(options: argparse.Namespace) -> NewSite:
    """Return the options; ask for missing ones if someone is at the terminal."""
    from brochure.site.new_site import LANGUAGES, PAGES, NewSite

    def said(option: str, question: str, default: str) -> str:
        if (given := getattr(options, option)) is not None:
            return str(given)
        return (_ask(question) if sys.stdin.isatty() else "") or default

    languages, pages = ",".join(LANGUAGES), ",".join(PAGES)
    name = _name(said("name", "Name of the programme or organisation", ""))
    tags = said("languages", f"Languages, the default one first ({languages})", "en")
    chosen = said("pages", f"Pages besides home and contact (all: {pages})", pages)
    form = said("form", "With a form? (yes or no)", "no").lower() in {"y", "yes", "true"}
    email = said("email", f"Email address of the team ({_EMAIL})", _EMAIL)
    url = said("url", f"Where it will be published ({_ADDRESS})", _ADDRESS)
    return NewSite(
        name,
        f"{url.rstrip('/')}/",
        email,
        _listed(tags, LANGUAGES, "--languages", "language"),
        _listed(chosen, tuple(PAGES), "--pages", "page"),
        form,
    )


def _ask(question: str) -> str:
    try:
        return input(f"{question}: ").strip()
    except EOFError:
        hint = "Pass the answers as options: brochure new --help lists them."
        raise _error("brochure new", "there is nobody to answer questions", hint) from None


def _name(text: str) -> str:
    if not (name := " ".join(text.split())):
        raise _error("--name", "the name is missing", 'Write --name "Name of the programme".')
    if re.search(r'[\\<>{}\[\]*"@$]', name):
        raise _error(
            "--name",
            "a name must not contain brackets, quotation marks, @, $ or *",
            "Leave them out.",
        )
    return name


def _listed(text: str, known: Sequence[str], option: str, noun: str) -> tuple[str, ...]:
    values = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if unknown := [value for value in values if value not in known]:
        hint = f"Choose from: {', '.join(known)}."
        if noun == "language":
            hint += ' Add any other later, with "brochure add-language".'
        raise _error(option, f'unknown {noun} "{unknown[0]}"', hint)
    if not values:
        raise _error(option, f"no {noun} is named", f"Choose from: {', '.join(known)}.")
    return values


def _error(where: str, message: str, hint: str) -> ProblemsError:
    return ProblemsError([Problem(where, 1, 1, "error", "new-site", message, hint)])
