"""Links lead to pages and headings that exist, stay in their language, and agree across languages.

Whatever becomes a link on the page counts, however it is written: ``[areas](areas.md)``,
``[areas][1]``, ``<a href="areas.md">``.

Pass: ``[areas](areas.md#protection)``. Fail: ``[areas](aeras.md)``, ``[areas](areas.md#nothing)``,
``[areas](../fr/areas.md)``, ``[areas](/areas/)``, ``[areas](javascript:alert)``; ``[areas]()``,
``[areas] (areas.md)`` and ``[areas][nowhere]``, which are not links; a link in English that the
French text lacks.
"""

from __future__ import annotations

import functools
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from brochure.checks.rules.comparison import Comparison
from brochure.problems import FilePosition, Problem
from brochure.schema.content import roles_needed
from brochure.schema.describe import records
from brochure.site.file_uses import is_file
from brochure.site.segment import Segment
from brochure.site.site import Site
from brochure.text.addresses import is_complete, meant
from brochure.text.document import Link
from brochure.text.leftovers import LINK, REFERENCE, leftovers
from brochure.text.suggestions import did_you_mean, suggestion

BROKEN = "broken-link"
LEAVES = "cross-language-link"
MISMATCH = "link-mismatch"

_FORM = "A link is [text](areas.md), without a space between the two brackets."
_REFERENCE = "Write the address after the text: [text](areas.md)."
_QUOTES = "\"'“”„‟‘’‚«»‹›"

# A rule, its message and its hint.
BrokenLink = tuple[str, str, str]


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each link that leads nowhere or elsewhere."""
    anchors = Anchors(site)
    reported: set[FilePosition] = set()
    for tag in site.tags:
        for segment in site.segments_with_markup(tag):
            for link in segment.document.links:
                found = _mistyped(link) or _malformed(site, segment, link)
                if not found and not link.external and not is_file(link):
                    found = _leads_nowhere(site, anchors, segment, link)
                if found:
                    yield segment.problem(link.offset, *found)
                    reported.add(segment.position)
            for left in leftovers(segment.text, is_prose=segment.is_prose):
                if left.kind in (LINK, REFERENCE):
                    message = f"shows “{left.shown}”, which is not a link"
                    hint = _FORM if left.kind == LINK else _REFERENCE
                    yield segment.problem(left.offset, BROKEN, message, hint)
                    reported.add(segment.position)
    yield from _news(site, anchors)
    yield from _COMPARISON.check(site, reported)


def _news(site: Site, anchors: Anchors) -> Iterator[Problem]:
    """Yield a problem for each news item whose title leads nowhere."""
    for index, item in enumerate(site.content.news):
        link, unit = Link(item.link or ""), site.units_by_key[item.title.key]
        segment = Segment(unit, site.tags[0], "")
        found = _mistyped(link) or _malformed(site, segment, link) if item.link else None
        if item.link and not found and not link.external:
            found = _leads_nowhere(site, anchors, segment, link)
        if found:
            rule, message, hint = found
            message = f"{unit.subject} {message}"
            yield site.sources["news"].problem(("news", index, "link"), rule, message, hint)


def _malformed(site: Site, segment: Segment, link: Link) -> BrokenLink | None:
    """Return the problem of a link that is wrong wherever it leads."""
    target = link.page
    if link.external:
        if is_complete(link.target):
            return None
        hint = "Link to a page, or to an address that begins with https:// or mailto:."
        message = f"links to {link.target}, which is neither a page nor a web address"
        return BROKEN, message, _suggestion(site, link) or hint
    if target.startswith("../") and target.split("/")[1] in site.tags:
        hint = "Each language has its own pages, with the same names: write"
        message = f"links out of its language's folder: {link.target}"
        return LEAVES, message, f"{hint} {link.target.split('/', 2)[-1]}."
    if target and not target.endswith(".md") and not is_file(link):
        hint = "Name the page's file: areas.md or areas.md#protection. Other sites begin with https://."
        message = f"links to {link.target}, which is not a page of the site"
        return BROKEN, message, _suggestion(site, link) or hint
    if not target and not segment.page:
        hint = f"Name the page, too: areas.md{link.target}."
        return BROKEN, f"links to {link.target} without naming the page", hint
    return None


def _suggestion(site: Site, link: Link) -> str:
    """Return a hint with the address that was probably meant; empty if that is not clear."""
    return suggestion(target) if (target := meant(link.target, site.page_names)) else ""


def _mistyped(link: Link) -> BrokenLink | None:
    """Return the problem of a link without an address, or with quotation marks around it."""
    whole = " ".join(link.target.split())  # between French quotation marks are no-break spaces
    if not (bare := whole.strip(f"{_QUOTES} ")):
        return BROKEN, "has a link without a target", f"Write its address. {_FORM}"
    message = f"links to {link.target}, with quotation marks in the address"
    hint = f"Write it without them: [text]({bare.split()[0]})."
    return (BROKEN, message, hint) if bare != whole else None


def _leads_nowhere(site: Site, anchors: Anchors, segment: Segment, link: Link) -> BrokenLink | None:
    """Return the problem of a link whose page or heading does not exist."""
    name = link.page.removesuffix(".md") or segment.page
    if name not in site.page_names:
        hint = did_you_mean(name, site.page_names, "{}.md")
        message = f"links to {link.target}, which does not exist"
        return BROKEN, message, _suggestion(site, link) or hint
    beside = posixpath.join(posixpath.dirname(segment.page), name)
    if link.page and beside != name and beside in site.page_names:
        message = f"links to {link.target}, which may be {name}.md or {beside}.md"
        return BROKEN, message, "Give one of these two pages another name."
    if not link.fragment or not site.knows_role(name):
        return None
    known = anchors.on(segment.tag, name)
    if link.fragment not in known and not anchors.files(segment.tag, name) & site.unreadable_paths:
        hint = did_you_mean(link.fragment, sorted(known), "#{}")
        message = f"links to the heading #{link.fragment}, which page {name}.md does not have"
        return BROKEN, message, hint
    return None


@dataclass(frozen=True, eq=False)
class Anchors:
    """The ids that links to a page can name: of its prose, its template, its records."""

    site: Site

    def on(self, tag: str, name: str) -> frozenset[str]:
        """Return the ids on a page."""
        page = self.site.pages.get((tag, name))
        prose = (attribute.value for attribute in page.document.ids) if page else ()
        return self._in_all_languages[name].union(prose)

    @functools.cached_property
    def _in_all_languages(self) -> dict[str, frozenset[str]]:
        return {
            name: self.site.rejected_ids.union(
                self.site.templates.ids(self.site.role(name)),
                *(self._of_records.get(stem, ()) for stem in self._stems(name)),
            )
            for name in self.site.page_names
        }

    @functools.cached_property
    def _of_records(self) -> dict[str, frozenset[str]]:
        """The ids of the records in each file of ``content/``, by its stem."""
        content = self.site.content
        return {
            stem: frozenset(
                record_id
                for _, record in records(getattr(content, stem))
                if (record_id := getattr(record, "id", None))
            )
            for stem in type(content).model_fields
        }

    def _stems(self, name: str) -> frozenset[str]:
        """Return the files of ``content/`` that a page shows, or would if its role were named."""
        if role := self.site.role(name):
            return self.site.templates.files(role)
        needed = roles_needed(self.site.content)
        return frozenset(
            str(at[0]) for at, roles in needed if not any(map(self.site.page_with, roles))
        )

    def files(self, tag: str, name: str) -> set[str]:
        """Return the files that the ids on a page are from."""
        return {f"docs/{tag}/{name}.md", *(f"content/{stem}.yaml" for stem in self._stems(name))}


def _targets(segment: Segment) -> tuple[str, ...]:
    return tuple(sorted(link.destination for link in segment.document.links))


_COMPARISON = Comparison(
    MISMATCH,
    "link",
    _targets,
    "Link to the same pages, headings and email addresses in every language, the same number of"
    " times.",
)
