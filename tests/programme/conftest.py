"""The built site, for tests of what this programme says."""

from __future__ import annotations

from tests.site.conftest import (
    one_tab,
    pages,
    pages_of_tag,
    phone,
    served,
    shown,
    site,
    states,
    tag,
)

__all__ = [
    "one_tab",
    "pages",
    "pages_of_tag",
    "phone",
    "served",
    "shown",
    "site",
    "states",
    "tag",
]
