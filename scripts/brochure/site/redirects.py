"""Old addresses of pages, as ``content/redirects.yaml`` has them, and where each leads now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from brochure.site.site import Site
from brochure.text.document import Link


@dataclass(frozen=True)
class Redirect:
    """An old address below the site's own, and the page in one language to which it leads."""

    address: str
    tag: str
    page: str
    fragment: str

    @property
    def file(self) -> str:
        """The file that is found at the old address."""
        return file_at(self.address)


def redirects(site: Site) -> Iterator[Redirect]:
    """Yield each old address in each language that has the page to which it leads."""
    for old, target in site.content.redirects.items():
        link = final_target(site.content.redirects, target)
        if link is None:
            continue
        name = page_name(link)
        for tag, address in addresses(site, old):
            if (tag, name) in site.pages:
                yield Redirect(address, tag, name, link.fragment)


def addresses(site: Site, old: str) -> list[tuple[str, str]]:
    """Return the languages that an old address is in, each with the whole address.

    One that begins with a language's tag is in that language alone, all others are in each.
    """
    address = plain(old)
    first = address.partition("/")[0]
    if first in {*site.tags, *site.excluded_drafts}:
        return [(first, address)] if first in site.tags else []
    return [(tag, site.folder(tag) + address) for tag in site.tags]


def final_target(known: Mapping[str, str], target: str) -> Link | None:
    """Return the page to which an old address leads in the end; ``None`` if that is a circle.

    A page may have been renamed twice: its first name leads to the second one.
    """
    olds = {plain(old): new for old, new in known.items()}
    seen: set[str] = set()
    link = Link(target)
    while (name := page_name(link)) in olds:
        if name in seen:
            return None
        seen.add(name)
        following = Link(olds[name])
        link = (
            following
            if following.fragment or not link.fragment
            else Link(f"{following.page}#{link.fragment}")
        )
    return link


def page_name(link: Link) -> str:
    """Return the name of the page that a link names by its file."""
    return link.page.removesuffix(".md")


def plain(old: str) -> str:
    """Return an old address as all its spellings are compared: ``/old/index.html`` is ``old``."""
    return unquote(old).strip("/").removesuffix("index.html").rstrip("/")


def file_at(address: str) -> str:
    """Return the file that servers look for at an address below the site's."""
    return address if address.endswith((".html", ".htm")) else f"{address}/index.html".lstrip("/")
