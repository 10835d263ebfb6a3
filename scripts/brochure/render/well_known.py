"""Files that browsers, phones and people look for at addresses that no page names."""

from __future__ import annotations

import hashlib
from pathlib import Path

from brochure.files.cache import cached_file
from brochure.files.icon_file import ico
from brochure.files.typesetting import typeset
from brochure.render import assets
from brochure.site.marks import FOLDER
from brochure.site.site import Site

SECURITY = ".well-known/security.txt"
_TEMPLATE = "cards/icon.typ"
_ICONS = Path(".cache", "brochure", "icons")
# Where each looks if a page does not say it, as in the answer to an unknown address.
TAB_ICON, TOUCH_ICON = "favicon.ico", "apple-touch-icon.png"


def made(site: Site) -> dict[str, bytes]:
    """Return these files by name.

    Raises:
        ProblemsError: there is an error in the template that draws the icon.
        OSError: the icon cannot be read or stored.
    """
    identity = site.content.identity
    named = [name for name in (identity.touch_icon, identity.tab_icon) if name]
    pictures = [site.root / FOLDER / name for name in named if name.endswith(".png")]
    picture = (pictures[0] if pictures else _drawn(site)).read_bytes()
    files = {TAB_ICON: ico(picture), TOUCH_ICON: picture}
    if text := security(site):
        files[SECURITY] = text.encode()
    return files


def _drawn(site: Site) -> Path:
    """Return the icon, which is a drawing, as a picture."""
    name = site.content.identity.tab_icon
    icon = site.root / FOLDER / name if name else assets.default_icon(site)
    text = icon.read_text(encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    return cached_file(
        site.root / _ICONS,
        f"{digest}.png",
        lambda: typeset(site.root, _TEMPLATE, {"icon": text}, "png"),
    )


def security(site: Site) -> str:
    """Return security.txt (RFC 9116); empty once it has expired."""
    programme, known = site.content.site, site.content.site.security
    if known is None or known.expires < site.today:
        return ""
    fields = {
        "Contact": known.contact or f"mailto:{programme.contact.email}",
        "Expires": f"{known.expires}T23:59:59Z",
        "Preferred-Languages": ", ".join(site.published),
        "Canonical": f"{programme.url}{SECURITY}",
        "Policy": known.policy or "",
    }
    return "".join(f"{name}: {value}\n" for name, value in fields.items() if value)
