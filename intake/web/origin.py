"""Where a request comes from: from the form's own pages or another site, and from which client."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping

from starlette.requests import Request


def same_site(headers: Mapping[str, str], origins: frozenset[str]) -> bool:
    """Return whether a post comes from the form's own pages, according to the browser.

    ``Origin`` decides where it is sent; ``null`` is what a page without a referrer sends, and
    then ``Sec-Fetch-Site`` decides. A client that sends neither is not a browser, so nobody can
    be tricked into using it. Source: Fetch Metadata Request Headers; RFC 6454.
    """
    origin = headers.get("origin")
    if origin and origin != "null":
        return origin in origins
    return headers.get("sec-fetch-site", "none") in {"same-origin", "same-site", "none"}


def own_origin(request: Request) -> str:
    """Return the origin under which the client has reached the service."""
    return f"{request.scope['scheme']}://{request.headers.get('host', '')}"


def client_network(request: Request, proxies: int) -> str:
    """Return the client's IP address, or its network if that is IPv6 (/64).

    Such a network is what one client gets: it could come from another address each time.
    """
    address = _client_address(request, proxies)
    try:
        network = ipaddress.IPv6Network((address.partition("%")[0], 64), strict=False)
    except ValueError:
        return address
    mapped = ipaddress.IPv6Address(address.partition("%")[0]).ipv4_mapped
    return str(mapped or network)


def _client_address(request: Request, proxies: int) -> str:
    """Return the client's address; the last ``proxies`` hops are trusted."""
    if proxies:
        forwarded = ",".join(request.headers.getlist("x-forwarded-for"))
        hops = [hop.strip() for hop in forwarded.split(",")]
        if len(hops) >= proxies and hops[-proxies]:
            return hops[-proxies]
    return request.client.host if request.client else ""
