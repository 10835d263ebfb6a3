"""The addresses that a style sheet loads."""

from __future__ import annotations

import re

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ADDRESS = re.compile(
    r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')"""
)


def addresses(css: str) -> list[str]:
    """Return each address that a style sheet names, in order, without data within it."""
    if "url(" not in css and "@import" not in css:
        return []
    found = (
        "".join(map(str, filter(None, parts))) for parts in _ADDRESS.findall(_COMMENT.sub("", css))
    )
    return [a for a in found if a and not a.startswith(("data:", "#"))]
