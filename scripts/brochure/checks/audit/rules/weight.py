"""No page is heavier, and none makes more requests, than audit.yaml allows.

Pass: a page of 14 kB and two requests where ``page: 14600`` and ``requests: 3``. Fail: one byte, or
one request, more; a picture, or a document that it links to, which is too large by itself.
"""

from __future__ import annotations

import functools
import gzip
from collections.abc import Iterator

from brochure.checks.audit.built import BuiltSite
from brochure.checks.audit.page import HtmlPage, Resource
from brochure.problems import Problem

ID = "budget"
_COUNTED = frozenset({"style", "script", "image", "frame", "media", "preload"})


def check(built: BuiltSite) -> Iterator[Problem]:
    """Yield a problem for each page that is beyond a budget."""
    compressed = functools.cache(lambda path: _compressed(built, path))
    budgets = built.settings
    for page in built.pages.values():
        loaded = _loaded(built, page)
        weights = {
            "page": built.files.get(f"{page.path}.gz", page.weight)
            + sum(compressed(p) for kind, p in loaded if kind == "style"),
            "scripts": sum(compressed(path) for kind, path in loaded if kind == "script"),
            "images": sum(built.files[path] for kind, path in loaded if kind == "image"),
        }
        for name, weight in weights.items():
            budget = getattr(budgets, name)
            if weight > budget:
                what = {"page": "HTML and style sheets have"}.get(name, f"{name} have")
                message = f"its {what} {weight:,} bytes; expected at most {budget:,}"
                hint = f'Make them smaller, or raise "{name}:" in audit.yaml.'
                yield built.problem(page, None, ID, message, hint)
        yield from _single_files(built, page)
        requests = 1 + len({resource.address for resource in page.resources if _counts(resource)})
        if requests > budgets.requests:
            message = f"makes {requests} requests; expected at most {budgets.requests}"
            hint = 'Load less, or later, or raise "requests:" in audit.yaml.'
            yield built.problem(page, None, ID, message, hint)


def _compressed(built: BuiltSite, path: str) -> int:
    """Return the size of a file as servers send it: of its copy, or as they would make one."""
    if copy := built.files.get(f"{path}.gz"):
        return copy
    return len(gzip.compress((built.folder / path).read_bytes(), 6))


def _single_files(built: BuiltSite, page: HtmlPage) -> Iterator[Problem]:
    """Yield a problem for each picture, whenever it is loaded, and document that is too large."""
    found = {(r.address, r.place): "picture" for r in page.resources if r.kind == "image"}
    found |= {(link.href, link.place): "document" for link in page.links}
    for (address, place), name in found.items():
        path, budget = built.target(page, address).path, getattr(built.settings, name)
        if path not in built.pages and built.files.get(path, 0) > budget:
            message = f"{address} has {built.files[path]:,} bytes; expected at most {budget:,}"
            hint = f'Make it smaller, or raise "{name}:" in audit.yaml.'
            yield built.problem(page, place, ID, message, hint)


def _loaded(built: BuiltSite, page: HtmlPage) -> set[tuple[str, str]]:
    """Return the files of the site that a page loads at once, with their kinds."""
    targets = (
        (resource.kind, built.target(page, resource.address))
        for resource in page.resources
        if _counts(resource)
    )
    return {(kind, there.path) for kind, there in targets if there.path in built.files}


def _counts(resource: Resource) -> bool:
    return resource.kind in _COUNTED and not resource.is_late
