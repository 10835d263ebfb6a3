"""The style of all pages, which each carries in its head: no round trip more until it is seen."""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from collections.abc import Mapping

import rcssmin
from markupsafe import Markup

from brochure.files import packaged
from brochure.schema import Identity
from brochure.schema.identity import SYSTEM_FONTS
from brochure.site.site import Site

STYLES = "assets/site.css"
# Addresses in a style sheet, which are relative to it and not to the page that carries it.
_ADDRESS = re.compile(r"""(\burl\(\s*["']?)(?![a-z]+:|[/#"'])""", re.IGNORECASE)


def style(site: Site, base: str) -> Markup:
    """Return the text for ``<style>``: without comments and spaces, the same on all pages.

    ``base`` is the address of the site's root, from which the style sheet's addresses then lead.
    """
    sheet = (packaged.find(site.root, packaged.TEMPLATES) / STYLES).read_text(encoding="utf-8")
    return _made(properties(site.content.identity) + sheet, base)


@functools.lru_cache(maxsize=8)
def _made(sheet: str, base: str) -> Markup:
    folder = f"{base}{STYLES.rpartition('/')[0]}/"
    css = _ADDRESS.sub(lambda found: f"{found[1]}{folder}", str(rcssmin.cssmin(sheet)))
    # In an element, only "</" could end it; in CSS, a backslash before a character changes nothing.
    return Markup(css.replace("</", r"<\/"))  # noqa: S704 - the style sheet, which cannot end the element


def source(css: str) -> str:
    """Return how a Content-Security-Policy allows a style: by its digest."""
    digest = hashlib.sha256(css.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def properties(identity: Identity) -> str:
    """Return colours and fonts as CSS; paper, which is light, keeps the light ones."""
    light, dark = (identity.colours.effective(scheme) for scheme in ("light", "dark"))
    fonts = ", ".join(f'"{f}"' if " " in f else f for f in identity.fonts or SYSTEM_FONTS)
    extra = {"tile": light["background"], "font": fonts}
    return (
        f":root {{ color-scheme: light dark; {_declared(light | extra)} }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {_declared(dark)} }} }}\n"
    )


def _declared(values: Mapping[str, str]) -> str:
    return " ".join(f"--{use.replace('_', '-')}: {value};" for use, value in values.items())
