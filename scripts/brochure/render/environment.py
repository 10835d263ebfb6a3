"""The template environment: the project's templates, and Material's icons.

Material's own templates and its 14,000 icon files are not listed, compiled or copied: the pages
use none of its scripts and style sheets, and icons are read one by one when shown.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path
from urllib.parse import urlsplit

import jinja2
from markupsafe import Markup

from brochure.files import icons
from brochure.render import draft_fallback


def create(root: Path) -> jinja2.Environment:
    """Return the environment for the templates in ``overrides/``; compiled ones are cached."""
    cache = root / ".cache" / "templates"
    cache.mkdir(parents=True, exist_ok=True)
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(root / "overrides"),
        bytecode_cache=jinja2.FileSystemBytecodeCache(str(cache)),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals["icon"] = icon
    env.filters["plain"] = draft_fallback.plain
    env.filters["host"] = host
    return env


def host(address: str) -> str:
    """Return the name of the site of an address, for readers: without ``www.``."""
    return (urlsplit(address).hostname or address).removeprefix("www.")


@functools.cache
def icon(name: str) -> Markup:
    """Return an icon of Material for MkDocs as inline SVG, hidden from screen readers.

    Raises:
        FileNotFoundError: the icon does not exist.
    """
    svg = icons.path(name).read_text(encoding="utf-8")
    # A comment that begins with "!" is a licence notice: it stays.
    svg = re.sub(r"<!--(?!!).*?-->", "", svg, flags=re.DOTALL).strip()
    return Markup(svg.replace("<svg ", '<svg class="icon" aria-hidden="true" ', 1))  # noqa: S704 - the theme's file
