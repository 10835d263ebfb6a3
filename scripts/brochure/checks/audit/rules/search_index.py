"""The index of a search by Pagefind can be read, and has each page of a language, and no other.

Pass: every page that search engines should list is there, in the index of its language; but for the
page on which one searches, whose form leads to itself. Fail: a page that the search cannot find; a
result that leads to no page, or to one of another language; a file that is damaged or missing.

Source: https://pagefind.app/
"""

from __future__ import annotations

import json
import posixpath
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from brochure.checks.audit.built import BuiltSite, same_language
from brochure.checks.audit.page import HtmlPage
from brochure.problems import Problem

ID = "search-index"
ENTRY = "pagefind-entry.json"
_SIGNATURE = b"pagefind_dcd"
_AGAIN = "Build the site again, with the index."


def check(built: BuiltSite) -> Iterator[Problem]:
    """Yield a problem for each page that a search would miss, or find missing."""
    entries = [path for path in built.files if posixpath.basename(path) == ENTRY]
    found: dict[str, set[str]] = {}
    for path in entries:
        try:
            languages = _languages(built, path)
        except (OSError, ValueError, zlib.error) as error:
            yield built.problem(path, None, ID, f"the index cannot be read: {error}", _AGAIN)
            return
        for tag, addresses in languages.items():
            found.setdefault(tag, set())
            for address in addresses:
                there = built.target_from(built.home, built.home + address.lstrip("/"))
                page = built.pages.get(there.path)
                if page is None:
                    message = f'the index of "{tag}" leads to {address}, which is not a page'
                    yield built.problem(path, None, ID, message, _AGAIN)
                    continue
                found[tag].add(page.path)
                if page.language and not same_language(page.language, tag):
                    message = f'the index of "{tag}" has {page.path}, which is in "{page.language}"'
                    yield built.problem(path, None, ID, message, _AGAIN)
    for page in built.pages.values() if entries else ():
        known = found.get((page.language or "").lower(), set())
        if built.is_listed(page) and page.path not in known and not _is_search(built, page):
            message = f'search does not find this page in "{page.language}"'
            yield built.problem(page, None, ID, message, _AGAIN)


def _languages(built: BuiltSite, path: str) -> Mapping[str, list[str]]:
    """Return the addresses that an index has, by language.

    Raises:
        ValueError: a file is not what it should be.
        OSError: a file cannot be read.
        zlib.error: a file is damaged.
    """
    folder = posixpath.dirname(path)
    entry = json.loads((built.folder / path).read_bytes())
    languages: Any = entry.get("languages") if isinstance(entry, dict) else None
    if not isinstance(languages, dict):
        raise ValueError("it lists no languages")  # noqa: TRY004 - of a file, not of code
    addresses: dict[str, list[str]] = {}
    for tag, about in languages.items():
        start = posixpath.join(folder, f"fragment/{tag}_")
        files = [name for name in built.files if name.startswith(start)]
        addresses[tag] = [str(_read(built, name)["url"]) for name in files]
        if not isinstance(about, dict) or about.get("page_count") != len(files):
            raise ValueError(f'pages of "{tag}" are missing')
    return addresses


def _read(built: BuiltSite, name: str) -> dict[str, Any]:
    raw = zlib.decompress((built.folder / name).read_bytes(), wbits=31)
    data = json.loads(raw.removeprefix(_SIGNATURE))
    if not isinstance(data, dict) or "url" not in data:
        raise ValueError(f"{name} has no address")
    return data


def _is_search(built: BuiltSite, page: HtmlPage) -> bool:
    forms = (one for one in page.resources if one.kind == "form")
    return any(built.target(page, form.address).path == page.path for form in forms)
