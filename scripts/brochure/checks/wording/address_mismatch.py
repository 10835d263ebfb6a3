"""A text shows the same email and web addresses in every language.

Pass: ``Write to team@example.org`` everywhere. Fail: ``team@exmaple.org`` in one language.
Another rule compares the targets of links. What may legitimately differ is ignored: examples
(example.org), the language in an address (``/en/``, ``_fr``), and a slash at its end.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from brochure.checks.wording.base import Context, Finding
from brochure.text.spans import EMAIL, MASK, hidden

ID = "address-mismatch"
HINT = "Write the same addresses in every language."

_ADDRESS = re.compile(rf"(?:https?://|www\.)[^\s<>()\[\]«»“”\"{MASK}]+|{EMAIL}")
_EXAMPLE = re.compile(r"(?:^|[/@.])example(?:\.(?:org|com|net|eu))?(?:/|$)")
_LANGUAGE = re.compile(r"/[a-z]{2}(?:[-_][A-Za-z]{2})?(?=/|$)|_[a-z]{2}(?=/|$|\.)")


def find(text: str, context: Context) -> Iterator[Finding]:
    """Yield a finding for each address that only the text or its source has."""
    if context.source is None:
        return
    addresses, source = list(_addresses(text)), list(_addresses(context.source))
    missing = Counter(key for key, _, _ in source)
    for key, start, end in addresses:
        if missing[key]:
            missing[key] -= 1
            continue
        message = f"has the address {text[start:end]}, which is not in the source"
        if any(key == other for other, _, _ in source):
            message = f"has the address {text[start:end]} more often than the source"
        yield Finding(start, end, message, HINT)
    for key, start, end in source:
        if missing[key]:
            missing[key] -= 1
            message = f"does not have the address {context.source[start:end]} of the source"
            yield Finding(0, len(text), message, HINT)


def addresses(text: str) -> list[str]:
    """Return the addresses of a text, sorted, without what may differ."""
    return sorted(key for key, _, _ in _addresses(text))


def _addresses(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the normalised form of each address, its start and its end."""
    for match in _ADDRESS.finditer(hidden(text, addresses=False, autolinks=False)):
        address = match[0].rstrip(".,;:!?…'’*_،؛؟")
        if not _EXAMPLE.search(address.lower()):
            key = _LANGUAGE.sub("", address.lower().removesuffix("/"))
            yield key, match.start(), match.start() + len(address)
