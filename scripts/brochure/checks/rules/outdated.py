"""A translation fits its source; where it is binding, publishing requires that.

Pass: the English text changed, and the French one with it. Fail: the English text changed alone:
a warning, and an error for units that ``content/translation.yaml`` lists as binding. If such a text
has been edited since, it is an error until somebody confirms it.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.checks.translation_settings import key_matcher
from brochure.files import confirmation_file
from brochure.problems import Problem
from brochure.site.site import Site
from brochure.text.cldr import english_name

ID = "outdated-translation"


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each text of a published language that must be seen to."""
    first = english_name(site.tags[0])
    is_binding = key_matcher(site.content.translation.binding)
    for tag in site.published:
        if tag == site.tags[0]:
            continue
        for key, status in site.statuses(tag).others.items():
            binds = is_binding(key)
            blocks = " and blocks publishing" if binds else ""
            if status.state == "outdated":
                what = f"is outdated{blocks}: the {first} text has changed"
            elif status.state == "review" and binds:
                what = f"needs review{blocks}: nobody has confirmed that it fits the {first} text"
            else:
                continue
            unit = site.units_by_key[key]
            message = f"{unit.name(tag)} {what}"
            line = confirmation_file.line(tag, key, site.version(tag, key))
            hint = (
                f'Compare them ("brochure status --language {tag}" shows what changed). If it fits,'
                f' run "brochure confirm {key} --language {tag}", or in a browser add this line to'
                f" {confirmation_file.NAME}: {line}"
            )
            yield unit.problem(tag, ID, message, hint, level="error" if binds else "warning")
