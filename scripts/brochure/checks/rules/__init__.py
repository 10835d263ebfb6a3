"""The rules on content: one module each, with an ID and ``check(site)``."""

from __future__ import annotations

from brochure.checks.rules import (
    contrast,
    countries,
    documents,
    duplicate_id,
    facts,
    files,
    form,
    headings,
    home,
    html,
    images,
    invitations,
    language_tag,
    links,
    marks,
    missing_page,
    missing_translation,
    numbers,
    outdated,
    page_metadata,
    page_roles,
    phases,
    placeholders,
    records,
    redirects,
    requests,
    same_text,
    shown_as_written,
    shown_days,
    template_strings,
    to_confirm,
    unknown_language,
    unknown_reference,
    wording,
)
from brochure.problems import Problem
from brochure.site.site import Site

ALL = (
    missing_translation,
    unknown_language,
    language_tag,
    missing_page,
    page_metadata,
    page_roles,
    duplicate_id,
    unknown_reference,
    countries,
    placeholders,
    numbers,
    records,
    outdated,
    links,
    images,
    documents,
    files,
    same_text,
    shown_as_written,
    headings,
    phases,
    html,
    wording,
    facts,
    requests,
    invitations,
    form,
    marks,
    contrast,
    redirects,
    home,
    shown_days,
    template_strings,
    to_confirm,
)


def run(site: Site) -> list[Problem]:
    """Return what all rules find."""
    return [problem for rule in ALL for problem in rule.check(site)]
