"""What elements and attributes make a browser load: files, by what they are used as."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from brochure.checks.audit.page import ElementPlace, Resource
from brochure.checks.audit.stylesheets import addresses
from brochure.text.positions import FILES

# A field of a page, and a value for it.
Found = Iterator[tuple[str, Any]]

# Links by their relation to the page.
LINKS = {
    "stylesheet": "style",
    "icon": "icon",
    "apple-touch-icon": "icon",
    "mask-icon": "icon",
    "preload": "preload",
    "modulepreload": "preload",
    "prefetch": "preload",
    "preconnect": "connect",
    "dns-prefetch": "connect",
    "manifest": "other",
}
_LOADING = {
    "script": "script",
    "img": "image",
    "input": "image",
    "source": "media",
    "video": "media",
    "audio": "media",
    "track": "media",
    "iframe": "frame",
    "frame": "frame",
    "embed": "frame",
    "object": "frame",
}
_NO_FILE = ("data:", "javascript:", "about:", "blob:")


def kind_of(tag: str, name: str) -> str:
    """Return the kind of resource that an attribute loads; empty if it loads none."""
    if name in {"action", "formaction"}:
        return "form"
    if name in {"srcset", "imagesrcset", "poster"}:
        return "image"
    if name in {"href", "xlink:href"} and tag in {"use", "image"}:
        return "image"
    return _LOADING.get(tag, "") if name in FILES else ""


def load(kind: str, address: str, place: ElementPlace, *, is_late: bool = False) -> Found:
    """Yield the file at an address, unless what it holds is in the address itself."""
    file = address.partition("#")[0]
    if file and not file.lower().startswith(_NO_FILE):
        yield "resources", Resource(kind, file, is_late, place)


def styles(css: str, place: ElementPlace) -> Found:
    """Yield the files that styles name."""
    for address in addresses(css):
        yield from load("image", address, place)
