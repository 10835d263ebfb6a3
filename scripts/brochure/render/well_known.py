"""Files that browsers, phones and people look for at addresses that no page names."""

from __future__ import annotations

from brochure.files.icon_file import ico
from brochure.site.marks import FOLDER
from brochure.site.site import Site

SECURITY = ".well-known/security.txt"
# Where each looks if a page does not say it, as in the answer to an unknown address.
TAB_ICON, TOUCH_ICON = "favicon.ico", "apple-touch-icon.png"


def made(site: Site) -> dict[str, bytes]:
    """Return these files by name: those for which the content has what they are made from."""
    identity, files = site.content.identity, dict[str, bytes]()
    drawn = [name for name in (identity.tab_icon, identity.touch_icon) if name]
    if pictures := [name for name in drawn if name.endswith(".png")]:
        files[TAB_ICON] = ico((site.root / FOLDER / pictures[0]).read_bytes())
    if identity.touch_icon:
        files[TOUCH_ICON] = (site.root / FOLDER / identity.touch_icon).read_bytes()
    if text := security(site):
        files[SECURITY] = text.encode()
    return files


def security(site: Site) -> str:
    """Return whom to tell of a security problem (RFC 9116); nothing once that does not hold."""
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
