"""The rules on built pages: one module each, with an ID and ``check(built)``."""

from __future__ import annotations

from brochure.checks.audit.built import BuiltSite
from brochure.checks.audit.rules import (
    alternative_text,
    canonical,
    direction,
    encoding,
    headings,
    hreflang,
    ids,
    language,
    link_labels,
    linked_data,
    links,
    metadata,
    not_found,
    open_graph,
    other_hosts,
    policy,
    search_index,
    sitemap,
    text_language,
    unused,
    weight,
)
from brochure.problems import Problem

ALL = (
    encoding,
    language,
    direction,
    text_language,
    metadata,
    canonical,
    hreflang,
    open_graph,
    linked_data,
    headings,
    ids,
    alternative_text,
    links,
    link_labels,
    not_found,
    other_hosts,
    policy,
    weight,
    sitemap,
    search_index,
    unused,
)


def run(built: BuiltSite) -> list[Problem]:
    """Return the problems that all rules find."""
    return [problem for rule in ALL for problem in rule.check(built)]
