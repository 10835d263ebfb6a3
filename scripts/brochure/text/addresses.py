"""Web and mail addresses in links: whether they are complete, and corrections."""

from __future__ import annotations

import re
from collections.abc import Container

from brochure.text.spans import EMAIL

_COMPLETE = re.compile(r"(?:https?:)?//[^\s/]|mailto:[^\s:@]+@[^\s:]|tel:\s*[+(\d]", re.IGNORECASE)
_EMAIL = re.compile(rf"(?:mailto:\s*)*(?P<address>{EMAIL})$", re.IGNORECASE)
# https:/example.org, http//example.org, www.example.org
_WEB = re.compile(r"(?:https?(?=[:/])[:/]+|(?=www\.))(?=[^\s:/])", re.IGNORECASE)
_PAGE = re.compile(r"(?:.*/)?(?P<name>[^/#.]+)(?:\.\w+)?/?(?P<heading>#.*)?$")


def is_complete(target: str) -> bool:
    """Whether a browser can follow a link to another site, or to an email or telephone program."""
    return bool(_COMPLETE.match(target))


def meant(target: str, pages: Container[str]) -> str:
    """Return the address or page that was probably meant; empty if that is not clear."""
    if email := _EMAIL.match(target):
        return f"mailto:{email['address']}"
    if web := _WEB.match(target):
        return f"https://{target[web.end() :]}"
    page = None if ":" in target else _PAGE.match(target)
    if page and page["name"] in pages:
        return f"{page['name']}.md{page['heading'] or ''}"
    return ""
