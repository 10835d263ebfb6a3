"""Texts and pages are only in languages that ``content/languages.yaml`` lists.

Pass: ``{en: …, fr: …}`` where en and fr are listed. Fail: ``{en: …, fe: …}``; a folder
``docs/es/`` where es is not listed; a locale that CLDR does not have.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.problems import Problem
from brochure.site.site import Site
from brochure.text import cldr

ID = "unknown-language"


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each unlisted or unknown language."""
    if "content/languages.yaml" not in site.unreadable_paths:
        yield from _texts(site)
        yield from _folders(site)
    yield from _prose(site)
    for index, language in enumerate(site.languages):
        for key, value in (("tag", language.tag), ("locale", language.locale)):
            if not _is_known(value):
                hint = "Write a locale such as fr_FR, or a tag such as fr."
                location = ("languages", index, key)
                message = f'CLDR has no {key} "{value}"'
                yield site.sources["languages"].problem(location, ID, message, hint)


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
    hint = f"Add it to content/languages.yaml (now {', '.join(site.tags)}), or remove the folder."
    for folder in sorted(site.unlisted_folders):
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


def _is_known(tag: str) -> bool:
    try:
        cldr.locale(tag)
    except ValueError:
        return False
    return True
