"""Splits and joins addresses, of which pages of any generator may have impossible ones."""

from __future__ import annotations

from urllib.parse import SplitResult, urljoin, urlsplit


def split(address: str) -> SplitResult:
    """Return the parts of an address; one that is impossible, such as ``http://[``, is a path."""
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", address, "", "")


def join(base: str, address: str) -> str:
    """Return a full address; an impossible one becomes that of a file that does not exist."""
    try:
        return urljoin(base, address)
    except ValueError:
        return urljoin(base, f"./{address.replace('/', '').replace('#', '')}")
