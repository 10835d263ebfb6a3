"""Old addresses are written as browsers have them, are free, and lead to a page.

Pass: ``old-name: areas.md``; ``fr/ancien: areas.md#protection``; ``about.html: index.md``.
Fail: ``https://example.org/old: areas.md``; ``old?id=5: …``; ``old: aeras.md``; ``areas: …`` where
there is a page ``areas``; ``a: b.md`` with ``b: a.md``. A page that was renamed since the last
note, and whose old address leads nowhere, is a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from brochure.checks.rules.links import Anchors
from brochure.files import packaged
from brochure.problems import Problem
from brochure.site import unit_keys
from brochure.site.page_index import REQUIRED_ROLES
from brochure.site.redirects import addresses, file_at, final_target, page_name, plain
from brochure.site.site import Site
from brochure.text.suggestions import did_you_mean, suggestion

ID = "redirect"
FILE = "content/redirects.yaml"

# A message and its hint.
_Found = tuple[str, str]

_WRITTEN = "Write what follows the site's own address in a browser, such as old-name or fr/ancien."


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each old address that cannot lead to a page."""
    known = site.content.redirects
    anchors = Anchors(site)
    first: dict[str, str] = {}
    pages = {file_at(site.address(tag, name).rstrip("/")): name for tag, name in site.pages}
    for old, target in known.items():
        source, location = site.sources["redirects"], ("redirects", old)
        places = [address for _, address in addresses(site, old)]
        found = (
            _malformed(site, old)
            or _taken(site, pages, places)
            or _repeated(first, old, places)
            or _leads_nowhere(site, anchors, old, target)
        )
        if found:
            yield source.problem(location, ID, *found)
        first |= dict.fromkeys(places, old)
    if FILE not in site.unreadable_paths:
        yield from _renamed(site)


def _malformed(site: Site, old: str) -> _Found | None:
    url = site.content.site.url if "site" in site.sources else ""
    if old.startswith(("http:", "https:")):
        rest = old.removeprefix(url)
        hint = f"Write {rest}." if rest not in {old, ""} else _WRITTEN
        return f'the old address "{old}" begins with a host', hint
    if "?" in old or "#" in old:
        hint = "Write the part before it. Redirects ignore what follows ? or #."
        return f'the old address "{old}" has a "?" or a "#"', hint
    if old.endswith(".md"):
        return f'"{old}" is a file, not an address', f'Write "{old.removesuffix(".md")}".'
    parts = plain(old).split("/")
    if re.search(r"[\s\\:*<>|\"\x00-\x1f]", old) or {"", ".", ".."} & set(parts):
        return f'"{old}" is not an address', _WRITTEN
    if any(part.endswith((".html", ".htm")) for part in parts[:-1]):
        return (
            f'"{old}" continues after ".html"',
            "Only the last part of an address can end this way.",
        )
    return None


def _taken(site: Site, pages: Mapping[str, str], places: list[str]) -> _Found | None:
    """Return the problem that there is something at an old address."""
    for address in places:
        file = file_at(address)
        if page := pages.get(file):
            message = f'the page "{page}" is at the old address "{address}"'
            return message, "Delete this line: readers find the page itself there."
        parents = (file[: match.start()] for match in re.finditer("/", file))
        if taken := next((name for name in (*parents, file) if _is_file(site, name)), None):
            return f'the site has a file "{taken}"', "Delete this line."
    return None


def _is_file(site: Site, name: str) -> bool:
    form = site.content.form
    is_intake = form is not None and form.endpoint.strip("/") == name
    folders = (packaged.find(site.root, packaged.TEMPLATES), site.root / "docs")
    return is_intake or any((folder / name).is_file() for folder in folders)


def _repeated(first: dict[str, str], old: str, places: list[str]) -> _Found | None:
    other = next((first[address] for address in places if address in first), None)
    if other is None:
        return None
    return f'"{old}" is the same old address as "{other}"', "Delete one of the two lines."


def _leads_nowhere(site: Site, anchors: Anchors, old: str, target: str) -> _Found | None:
    link = final_target(site.content.redirects, target)
    if link is None:
        message = f'the old address "{old}" redirects in a circle'
        return message, "Write the file of the page that readers should see, such as areas.md."
    name = page_name(link)
    if link.external or not link.page.endswith(".md"):
        hint = "Name the page's file, such as areas.md or areas.md#protection."
        hint = suggestion(f"{name}.md") if name in site.page_names else hint
        return f'the old address "{old}" leads to {link.target}, which is not a page', hint
    if name not in site.page_names:
        message = f'the old address "{old}" leads to {link.page}, which does not exist'
        return message, did_you_mean(name, site.page_names, "{}.md")
    if not link.fragment or not site.knows_role(name):
        return None
    known = anchors.on(site.tags[0], name)
    if link.fragment not in known:
        message = f'the old address "{old}" leads to #{link.fragment}, which {link.page} lacks'
        return message, did_you_mean(link.fragment, sorted(known), "#{}")
    return None


def _renamed(site: Site) -> Iterator[Problem]:
    """Yield a warning for each page whose texts are on record under another page's name."""
    olds = {plain(old) for old in site.content.redirects}
    new_names: dict[str, str] = {}
    for tag in site.records:
        for key, status in site.statuses(tag).others.items() if tag in site.tags[1:] else ():
            old, new = unit_keys.page(status.key), unit_keys.page(key)
            if old and new and old not in {*site.page_names, *olds}:
                new_names.setdefault(old, new)
    for old_name, new_name in new_names.items():
        if site.role(new_name) in REQUIRED_ROLES:
            continue  # its address does not depend on its name
        message = (
            f'the page "{old_name}" is now called "{new_name}": its old address no longer works'
        )
        hint = (
            f'If it was published, add the line "{old_name}: {new_name}.md" below "redirects:" in'
            f" {FILE}."
        )
        yield Problem(FILE, 1, 1, "warning", ID, message, hint)
