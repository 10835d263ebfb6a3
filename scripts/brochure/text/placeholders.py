"""What is in braces in a text: names of facts, values known later, attributes of Markdown."""

from __future__ import annotations

import functools
import re

from brochure.text.code import without_code
from brochure.text.spans import ATTRIBUTES

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9-]*)\}")
# Replaced when a page or email is made, such as {$reference}.
_VALUES = (
    "reference answers language maximum count label date email url"
    " suggestion received address number total name state before other days"
)
VALUES = tuple(_VALUES.split())
VALUE = re.compile(rf"\{{\$({'|'.join(VALUES)})\}}")
_BRACES = re.compile(r"\{[^{}]*\}|[{}]")
_IN_A_LINE = re.compile(r"\{\{[^{}\n]*\}\}|\{[^{}\n]*\}|[{}]")


def has_braces(text: str) -> bool:
    """Whether a text may have placeholders."""
    return "{" in text or "}" in text


def braces(text: str) -> list[str]:
    """Return everything in braces, and unpaired braces."""
    return _BRACES.findall(text)


@functools.lru_cache(maxsize=50_000)  # all texts in 24 languages
def placeholders(text: str, *, is_prose: bool) -> tuple[re.Match[str], ...]:
    """Return what may be intended as a placeholder: braces and what is in them, outside code."""
    if not has_braces(text):
        return ()
    view = re.sub(
        ATTRIBUTES, lambda match: " " * len(match[0]), without_code(text, is_prose=is_prose)
    )
    return tuple(_IN_A_LINE.finditer(view))


def names(text: str, *, is_prose: bool) -> list[str]:
    """Return the names of facts and shared texts that are filled in, as often as they occur."""
    return PLACEHOLDER.findall(without_code(text, is_prose=is_prose)) if "{" in text else []


@functools.lru_cache(maxsize=50_000)
def placeholder_names(text: str, *, is_prose: bool) -> tuple[str, ...]:
    """Return the placeholders of a text, sorted."""
    if "{" not in text:
        return ()
    view = without_code(text, is_prose=is_prose)
    found = (match[0] for pattern in (PLACEHOLDER, VALUE) for match in pattern.finditer(view))
    return tuple(sorted(found))
