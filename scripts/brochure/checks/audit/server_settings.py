"""What a site says about itself to the server that sends it: the maps of its ``nginx-*.conf``."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Mapping

from brochure.checks.audit.built import BuiltSite

_FILES = "nginx-*.conf"
_MAP = re.compile(r"^map\s+\S+\s+\$(\w+)\s*\{(.*?)\}\s*$", re.MULTILINE | re.DOTALL)
_ENTRY = re.compile(r'(?:"((?:[^"\\]|\\.)*)"|(\S+))\s+(?:"([^"]*)"|(\S+?));')
_VARIABLE = re.compile(r"\$(\w+)")
Maps = Mapping[str, list[tuple[str, str]]]


def maps(built: BuiltSite) -> Maps:
    """Return the entries of each map: a plain word or, after ``~``, a pattern, and its value."""
    files = [path for path in built.files if fnmatch.fnmatchcase(path, _FILES)]
    texts = [(built.folder / path).read_text(encoding="utf-8", errors="replace") for path in files]
    return {
        name: [(one or other, value or word) for one, other, value, word in _ENTRY.findall(entries)]
        for text in texts
        for name, entries in _MAP.findall(text)
    }


def filled(text: str, known: Maps, address: str) -> str:
    """Return a text with its ``$names`` replaced by what they are for an address."""
    return _VARIABLE.sub(lambda found: _value(found, known, address), text)


def _value(found: re.Match[str], known: Maps, address: str) -> str:
    entries = known.get(found[1])
    if entries is None:
        return found[0]
    others = {name: entries for name, entries in known.items() if name != found[1]}
    chosen = dict(entries).get("default", "")
    for key, value in entries:
        if key.startswith("~^") and _matches(key[1:], address):
            chosen = value
            break
    return filled(chosen, others, address)


def _matches(pattern: str, address: str) -> bool:
    try:
        return bool(re.search(pattern, address))
    except re.error:
        return False
