"""The source of each translation is on record, and confirmed texts are unchanged.

Fail: a language has texts, but its file in ``translations/`` is gone; a line of
``translations/confirm.yaml`` names a unit that does not exist, or texts that have changed since.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.files import record_file
from brochure.problems import Problem
from brochure.site.site import Site
from brochure.text.cldr import english_name
from brochure.text.suggestions import did_you_mean

ID = "missing-record"


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each missing file, and for each line that confirms nothing."""
    for tag in site.tags[1:]:
        name = record_file.name(tag)
        has_texts = any(tag in unit.texts for unit in site.all_units)
        is_damaged = record_file.name_of_version_1(tag) in site.unreadable_paths
        if has_texts and tag not in site.records and not is_damaged:
            message = f"the record of what the {english_name(tag)} texts were made from is missing"
            hint = (
                f"{record_file.restoring(name)}. Only if it never existed, because the content is"
                f" new: create it with the lines below; on a computer: brochure note --start {tag}"
                f"\n\n{record_file.render({})}"
            )
            yield Problem(name, 1, 1, "error", ID, message, hint)
    yield from _confirmations(site)


def _confirmations(site: Site) -> Iterator[Problem]:
    for confirmation in site.confirmations:
        tag, key = confirmation.tag, confirmation.key
        if tag in site.excluded_drafts:
            continue
        if tag not in site.tags[1:]:
            hint = did_you_mean(tag, site.tags[1:])
            yield confirmation.problem(f'unknown language "{tag}"', hint)
        elif key not in site.units_by_key:
            yield confirmation.problem(f'unknown key "{key}"', did_you_mean(key, site.units_by_key))
        elif confirmation not in site.valid_confirmations:
            message = f'the texts of "{key}" have changed since this was confirmed'
            hint = "Compare them again, and delete this line or paste the one of the new message."
            yield confirmation.problem(message, hint)
