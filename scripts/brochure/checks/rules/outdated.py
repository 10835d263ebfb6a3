"""A translation is up to date with its source; where it is binding, publishing requires that.

Pass: the English text changed, and the French one with it. Fail: the English text changed alone:
a warning, and an error for units that ``content/translation.yaml`` lists as binding.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.checks.translation_settings import key_matcher
from brochure.problems import Problem
from brochure.site.site import Site
from brochure.text.cldr import english_name

ID = "outdated-translation"


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each outdated text of a published language."""
    first = site.tags[0]
    is_binding = key_matcher(site.content.translation.binding)
    for tag in site.published:
        for unit in site.outdated(tag):
            is_error = is_binding(unit.key)
            message = f"{unit.name(tag)} is out of date with the {english_name(first)} text"
            message += ", and blocks publishing" if is_error else ""
            hint = f'"brochure status --language {tag}" shows what changed. If it is still correct:'
            hint += f" brochure accept {unit.key} --language {tag}"
            yield unit.problem(tag, ID, message, hint, level="error" if is_error else "warning")
