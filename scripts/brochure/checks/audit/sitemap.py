"""Reads a sitemap, also one in several files: addresses, and the translations that it names.

Source: https://www.sitemaps.org/protocol.html
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import lxml.etree

NAME = "sitemap.xml"
_S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_X = "{http://www.w3.org/1999/xhtml}"


class SitemapEntry(NamedTuple):
    """A page that a sitemap lists, in a file and line of it; translations are pairs with a tag.

    ``changed`` is the day of its last change, as it is written; empty if it is not said.
    """

    address: str
    alternates: tuple[tuple[str, str], ...]
    file: str
    line: int
    changed: str = ""


@dataclass(frozen=True)
class Sitemap:
    """The entries of all its files, and why a file cannot be read."""

    files: tuple[str, ...] = ()
    entries: tuple[SitemapEntry, ...] = ()
    faults: tuple[tuple[str, int, str], ...] = ()


def read(read_file: Callable[[str], bytes | None], path_of: Callable[[str], str]) -> Sitemap:
    """Read the sitemap; ``read_file`` returns a file's bytes, ``path_of`` an address' file."""
    files: list[str] = []
    entries: list[SitemapEntry] = []
    faults: list[tuple[str, int, str]] = []
    waiting = [NAME]
    for name in waiting:  # grows by the files that an index names
        raw = read_file(name)
        if raw is None:
            if name != NAME:
                faults.append((NAME, 1, f"names the file {name}, which does not exist"))
            continue
        files.append(name)
        parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True)
        try:
            root = lxml.etree.fromstring(
                gzip.decompress(raw) if name.endswith(".gz") else raw, parser
            )
        except (lxml.etree.XMLSyntaxError, OSError, EOFError) as error:
            line = getattr(error, "lineno", None) or 1
            faults.append((name, line, f"is not well-formed: {str(error).partition(',')[0]}"))
            continue
        locations = (path_of(text.strip()) for text in _texts(root, "sitemap"))
        waiting += [path for path in locations if path not in waiting]
        for url in root.iterfind(f"{_S}url"):
            links = url.iterfind(f"{_X}link[@hreflang]")
            alternates = tuple(
                (str(link.get("hreflang")), str(link.get("href") or "")) for link in links
            )
            address = (url.findtext(f"{_S}loc") or "").strip()
            changed = (url.findtext(f"{_S}lastmod") or "").strip()
            entries.append(SitemapEntry(address, alternates, name, url.sourceline or 1, changed))
    return Sitemap(tuple(files), tuple(entries), tuple(faults))


def _texts(root: lxml.etree._Element, kind: str) -> list[str]:
    return [found.text or "" for found in root.iterfind(f"{_S}{kind}/{_S}loc")]
