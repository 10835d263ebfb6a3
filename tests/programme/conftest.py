"""The built site, for tests of what this programme says."""

from __future__ import annotations

from tests.site.conftest import pages, served, shown, site

__all__ = ["pages", "served", "shown", "site"]
