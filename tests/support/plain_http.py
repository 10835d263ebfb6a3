"""Requests without TLS: what it needs is loaded once, which takes longer than a request."""

from __future__ import annotations

import functools
import ssl
from typing import Any

import httpx


@functools.cache
def trust() -> ssl.SSLContext:
    """Return what httpx would load for each client: the certificates of all authorities."""
    return ssl.create_default_context()


def get(url: str, **options: Any) -> httpx.Response:
    """Open an address, as ``httpx.get``."""
    return httpx.get(url, verify=trust(), **options)


def put(url: str, **options: Any) -> httpx.Response:
    """Send to an address, as ``httpx.put``."""
    return httpx.put(url, verify=trust(), **options)


def post(url: str, **options: Any) -> httpx.Response:
    """Send to an address, as ``httpx.post``."""
    return httpx.post(url, verify=trust(), **options)
