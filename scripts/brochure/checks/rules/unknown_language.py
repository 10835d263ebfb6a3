"""Texts and pages are only in languages that have a file in ``content/languages/``.

Pass: ``{en: …, fr: …}`` where both have one. Fail: ``{en: …, fe: …}``; a folder ``docs/es/``
without a file ``es.yaml``; a tag or a locale that CLDR does not have.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.problems import Problem
from brochure.site import language_files
from brochure.site.site import Site
from brochure.text import cldr

ID = "unknown-language"


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each unlisted or unknown language."""
    if not any(path.startswith(language_files.FOLDER) for path in site.unreadable_paths):
        yield from _texts(site)
        yield from _folders(site)
    yield from _prose(site)
    yield from _names(site)


def _texts(site: Site) -> Iterator[Problem]:
    """Check the languages of each text, and those in which it may be the same."""
    hint = f"The site's languages are {', '.join(site.tags)}."
    known = {*site.tags, *site.excluded_drafts}
    for unit in site.units:
        for tag in unit.translations.texts:
            if tag not in known:
                message = f'{unit.subject}: the {unit.field} has an unknown key "{tag}"'
                yield unit.problem(tag, ID, message, hint)
        for tag in unit.translations.same:
            if tag not in known:
                message = f'{unit.subject}: the {unit.field} has an unknown language "{tag}"'
                yield unit.problem("same", ID, f'{message} under "same:"', hint)


def _folders(site: Site) -> Iterator[Problem]:
    for folder in sorted(site.unlisted_folders):
        hint = f"Create {language_files.language_path(folder)} for it, or remove the folder."
        message = f'docs/{folder}/ holds pages, but "{folder}" is not a language of the site'
        yield Problem(f"docs/{folder}", 1, 1, "error", ID, message, hint)


def _prose(site: Site) -> Iterator[Problem]:
    """Check the languages that HTML in prose names: ``<span lang="xx">``."""
    for page in site.pages.values():
        for named in page.document.languages:
            if not _is_known(named.value):
                message = f'unknown language: lang="{named.value}"'
                hint = "Write a tag such as fr or pt-BR."
                yield page.problem(page.position(named.offset), ID, message, hint)


def _names(site: Site) -> Iterator[Problem]:
    """Check each language's tag and locale."""
    files = site.sources["languages"]
    for language in site.languages:
        for key, value, hint in (
            ("tag", language.tag, "Name the file after a tag such as fr or pt-BR."),
            ("locale", language.locale, "Write a locale such as fr_FR."),
        ):
            if not _is_known(value):
                location = language_files.location(files, language.tag, key)
                yield files.problem(location, ID, f'CLDR has no {key} "{value}"', hint)


def _is_known(tag: str) -> bool:
    try:
        cldr.locale(tag)
    except ValueError:
        return False
    return True
