"""What social networks are told agrees with the rest of the page.

Pass: ``og:url`` is the canonical address, ``og:locale`` is ``fr_FR`` where ``lang`` is ``fr``, and
``og:locale:alternate`` has the languages of the translations. Fail: another address; another
language; a relative ``og:image``, one that does not exist, is heavier than ``card`` in audit.yaml,
or has another size than the page says; no ``og:title``; ``og:title`` twice; a page with none of it,
or without an image, on a site that has it elsewhere (a warning).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from brochure.checks.audit.built import BuiltSite, same_language
from brochure.checks.audit.page import HtmlPage, Meta
from brochure.checks.audit.urls import split
from brochure.problems import Problem
from brochure.text import language_tags

ID = "open-graph"
_PNG, _HEAD = b"\x89PNG", 24  # how it begins, up to its size
_SIZES = ("og:image:width", "og:image:height")
_ONCE = ("og:title", "og:description", "og:url", "og:type", "og:locale", "og:site_name")


def check(built: BuiltSite) -> Iterator[Problem]:
    """Yield a problem for each thing that social networks would show wrongly."""
    pages = [page for page in built.pages.values() if built.is_listed(page) and not page.faults]
    has_any = {page.path for page in pages if any(m.name.startswith("og:") for m in page.metas)}
    has_image = any(page.meta("og:image") for page in pages)
    for page in pages:
        if page.path in has_any:
            yield from _page(built, page)
            if has_image and not page.meta("og:image"):
                message = "the page has no og:image, though other pages do"
                hint = "Add one: a shared link without a picture is easily overlooked."
                yield built.problem(page, None, ID, message, hint, level="warning")
        elif has_any:
            message = "the page has no og: metadata, though other pages do"
            yield built.problem(
                page, None, ID, message, "Add og:title and og:url.", level="warning"
            )


def _page(built: BuiltSite, page: HtmlPage) -> Iterator[Problem]:
    for name in _ONCE:
        found = page.meta(name)
        for meta in found[1:]:
            yield built.problem(page, meta.place, ID, f"duplicate {name}", "Leave one.")
        for meta in found[:1] if found and not found[0].content else []:
            yield built.problem(page, meta.place, ID, f"{name} is empty", "Fill it in.")
    if not page.meta("og:title"):
        hint = "Add it: it is the first thing that a preview shows."
        yield built.problem(page, None, ID, "the page has no og:title", hint)
    for meta in page.meta("og:url"):
        own = page.canonicals[0].href if page.canonicals else ""
        if split(own).netloc and meta.content != own:
            message = f"og:url is {meta.content}; the canonical address is {own}"
            yield built.problem(page, meta.place, ID, message, "Write the same in both.")
    for meta in page.meta("og:image"):
        yield from _image(built, page, meta)
    yield from _locales(built, page)


def _image(built: BuiltSite, page: HtmlPage, meta: Meta) -> Iterator[Problem]:
    if not split(meta.content).netloc:
        message = f'og:image is "{meta.content}"; expected a full address'
        yield built.problem(page, meta.place, ID, message, "Begin it with https://.")
        return
    there = built.target(page, meta.content)
    if there.kind == "missing":
        message = f"og:image is {meta.content}, which does not exist"
        yield built.problem(page, meta.place, ID, message, "Name an image of the site.")
    weight = built.files.get(there.path, 0)
    if weight > built.settings.card:
        message = f"og:image has {weight:,} bytes; expected at most {built.settings.card:,}"
        hint = 'Make it smaller, or raise "card:" in audit.yaml.'
        yield built.problem(page, meta.place, ID, message, hint)
    told = [one.content for name in _SIZES for one in page.meta(name)]
    size = _size(built, there.path)
    if size and told and told != size:
        message = f"og:image is {' × '.join(size)} pixels; the page says {' × '.join(told)}"
        yield built.problem(page, meta.place, ID, message, "Write the size that it has.")


def _size(built: BuiltSite, path: str) -> list[str]:
    """Return the width and the height of a PNG; nothing of other files."""
    if path not in built.files or not path.endswith(".png"):
        return []
    with (built.folder / path).open("rb") as file:
        head = file.read(_HEAD)
    is_whole = head.startswith(_PNG) and len(head) == _HEAD
    return [str(side) for side in struct.unpack(">II", head[16:])] if is_whole else []


def _locales(built: BuiltSite, page: HtmlPage) -> Iterator[Problem]:
    for meta in (*page.meta("og:locale"), *page.meta("og:locale:alternate")):
        if "-" in meta.content or not language_tags.parse(meta.content):
            message = f'{meta.name} is "{meta.content}"; expected a locale such as pt_PT'
            yield built.problem(page, meta.place, ID, message, "Write language_TERRITORY.")
            return
    for meta in page.meta("og:locale"):
        if page.language and not same_language(_tag(meta), page.language):
            message = f'og:locale is "{meta.content}", but lang is "{page.language}"'
            yield built.problem(page, meta.place, ID, message, "Write the page's locale.")
    others = page.meta("og:locale:alternate")
    named = {_tag(meta) for meta in others}
    translations = {other.language or "" for _, other in built.translations(page)}
    if "" in translations:
        return  # it is reported as such
    for meta in others:
        if not any(same_language(_tag(meta), tag) for tag in translations):
            message = (
                f'og:locale:alternate names "{meta.content}", which the page does not exist in'
            )
            hint = "Name the languages of the page's translations."
            yield built.problem(page, meta.place, ID, message, hint)
    lacking = {
        tag
        for tag in translations - {page.language or ""}
        if named and not any(same_language(tag, other) for other in named)
    }
    if lacking:
        message = f"og:locale:alternate leaves out {', '.join(sorted(lacking))}"
        hint = "Name the languages of the page's translations."
        yield built.problem(page, others[0].place, ID, message, hint)


def _tag(meta: Meta) -> str:
    return meta.content.replace("_", "-")
