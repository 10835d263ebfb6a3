"""Every text exists in every language of the site.

Pass: ``title: {en: Gender, fr: Genre, pt: Género}``.
Fail: ``title: {en: Gender, fr: Genre}`` and ``title: {en: Gender, fr: "", pt: Género}``.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.locales import english_name
from brochure.problems import Problem
from brochure.site import Site

ID = "missing-translation"


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each text and language."""
    for unit in site.units:
        for tag in site.tags:
            if tag not in unit.map.texts:
                message = f"{unit.subject} has no {english_name(tag)} {unit.field}"
                empty = (*unit.location, tag) in unit.source.marks
                hint = (
                    f'write the text after "{tag}:"'
                    if empty
                    else f'add "{tag}:" under "{unit.location[-1]}:"'
                )
                yield unit.problem(tag, ID, message, hint)
