"""Shows the default language's text where a draft has none yet, marked as what it is.

A text may stand between tags, where an element says its language, or in an attribute or a title,
where none can. So a fallback carries two marks through the template, and `mark` replaces them once
the page is made.
"""

from __future__ import annotations

import re

# Noncharacters of Unicode: no text holds them.
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"

_TAG = re.compile(r"(<[^>]*>)")
# In these elements there is text alone.
_TEXT_ONLY = re.compile(r"<(/?)(title|option|textarea|script|style)\b", re.IGNORECASE)

# A section's heading: its marks, its title, and what stands after that.
_HEADING = re.compile(
    r"(#{1,6}[ \t]+)([^\n]*?)((?:[ \t]+#+)?[ \t]*(?:\{[^{}\n]*\})?[ \t]*)(?:\n|\Z)"
)


def marked(text: str) -> str:
    """Return a text of the default language with the marks around it."""
    return f"{_OPEN}{text}{_CLOSE}"


def block(markdown: str, tag: str, direction: str) -> str:
    """Return a section of the default language's prose as Markdown that says its language.

    Its heading stays outside of the element around the rest: pages are parted at headings.
    """
    heading = _HEADING.match(markdown)
    lead = f"{heading[1]}{marked(heading[2])}{heading[3]}\n\n" if heading else ""
    rest = markdown[heading.end() :].strip("\n") if heading else markdown
    if not rest.strip():
        return lead
    return f'{lead}<div lang="{tag}" dir="{direction}" markdown="1">\n\n{rest}\n\n</div>'


def mark(html: str, tag: str, direction: str) -> str:
    """Return a page with its marks replaced by elements that say the language, or by nothing."""
    if _OPEN not in html:
        return html
    parts, inside = _TAG.split(html), ""
    for index, part in enumerate(parts):
        if index % 2:
            parts[index] = _without(part)
            if found := _TEXT_ONLY.match(part):
                inside = "" if found[1] else found[2]
        elif inside:
            parts[index] = _without(part)
        else:
            opened = part.replace(_OPEN, f'<span lang="{tag}" dir="{direction}">')
            parts[index] = opened.replace(_CLOSE, "</span>")
    return "".join(parts)


def _without(text: str) -> str:
    return text.replace(_OPEN, "").replace(_CLOSE, "")
