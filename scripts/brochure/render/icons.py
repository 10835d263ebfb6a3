"""Icons as pages have them: inline, in the colours of the page, unseen by screen readers."""

from __future__ import annotations

import functools
import re
from pathlib import Path

from markupsafe import Markup

from brochure.files import icons
from brochure.files.pictograms import drawing
from brochure.site.site import Site


def icon(site: Site, name: str) -> Markup:
    """Return an icon of Material for MkDocs or of the programme as inline SVG.

    Raises:
        OSError: the icon does not exist.
        UnusablePictureError: the programme's drawing cannot be inlined in a page.
    """
    path = icons.path(site.root, name)
    colours = site.content.identity.colours.effective("light") if icons.is_own(name) else {}
    return _inline(path, path.stat().st_mtime_ns, tuple(colours.items()))


@functools.lru_cache(maxsize=256)
def _inline(path: Path, _modified: int, colours: tuple[tuple[str, str], ...]) -> Markup:
    if colours:
        return Markup(drawing(path, dict(colours)))  # noqa: S704 - shapes alone
    svg = path.read_text(encoding="utf-8")
    # A comment that begins with "!" is a licence notice: it stays.
    svg = re.sub(r"<!--(?!!).*?-->", "", svg, flags=re.DOTALL).strip()
    return Markup(svg.replace("<svg ", '<svg class="icon" aria-hidden="true" ', 1))  # noqa: S704 - the theme's file
