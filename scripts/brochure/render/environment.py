"""The template environment: the project's templates.

Material's own templates are not listed, compiled or copied: the pages use none of its scripts and
style sheets.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import jinja2

from brochure.files import cache, packaged
from brochure.render import draft_fallback
from brochure.text import tree


def create(root: Path) -> jinja2.Environment:
    """Return the environment for the templates in ``overrides/``; compiled ones are cached."""
    folder = cache.usable(root / ".cache" / "templates")
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(packaged.find(root, packaged.TEMPLATES)),
        bytecode_cache=jinja2.FileSystemBytecodeCache(str(folder)),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["plain"] = draft_fallback.plain
    env.filters["striptags"] = tree.without_markup
    env.filters["host"] = host
    return env


def host(address: str) -> str:
    """Return the name of the site of an address, for readers: without ``www.``."""
    return (urlsplit(address).hostname or address).removeprefix("www.")
