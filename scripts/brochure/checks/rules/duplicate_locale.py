"""Languages have different locales.

Pass: ``pt`` with pt_PT and ``pt-BR`` with pt_BR. Fail: ``pt`` and ``pt-PT``, both with pt_PT.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.problems import Problem
from brochure.site.site import Site

ID = "duplicate-locale"


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each language with the locale of one before it."""
    files = site.sources["languages"]
    first: dict[str, str] = {}
    for index, record in enumerate(files.data["languages"]):
        tag, locale = record["tag"], record["locale"]
        if tag not in site.tags:
            continue  # a draft that was left out
        if locale in first:
            message = f'the language "{tag}" has the locale {locale}, and so has "{first[locale]}"'
            hint = "Delete one of the two files, or write the locale of another territory here."
            yield files.problem(("languages", index, "locale"), ID, message, hint)
        first.setdefault(locale, tag)
