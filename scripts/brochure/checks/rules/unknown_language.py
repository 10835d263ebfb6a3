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
    """Yield a problem for each stray language."""
    known = ", ".join(site.tags)
    whole = "content/languages.yaml" not in site.unreadable_paths
    for unit in site.units if whole else ():
        hint = f"The site's languages are {known}."
        for tag in unit.translations.texts:
            if tag not in site.tags and tag not in site.excluded_drafts:
                message = f'{unit.subject}: the {unit.field} has an unknown key "{tag}"'
                yield unit.problem(tag, ID, message, hint)
        for tag in unit.translations.same:
            if tag not in site.tags and tag not in site.excluded_drafts:
                message = f'{unit.subject}: the {unit.field} has an unknown language "{tag}"'
                yield unit.problem("same", ID, f'{message} under "same:"', hint)
    for folder in sorted(site.unlisted_folders) if whole else ():
        message = f'docs/{folder}/ holds pages, but "{folder}" is no language of the site'
        yield Problem(
            f"docs/{folder}",
            1,
            1,
            "error",
            ID,
            message,
            f"Add it to content/languages.yaml (now {known}), or remove the folder.",
        )
    for index, language in enumerate(site.languages):
        for key, value in (("tag", language.tag), ("locale", language.locale)):
            try:
                cldr.locale(value)
            except ValueError:
                place = site.sources["languages"].position(("languages", index, key))
                message = f'CLDR knows no {key} "{value}"'
                yield Problem(
                    "content/languages.yaml",
                    *place,
                    "error",
                    ID,
                    message,
                    "Write a locale such as fr_FR, or a tag such as fr.",
                )
