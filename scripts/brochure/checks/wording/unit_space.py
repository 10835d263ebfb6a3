"""A number stays on one line with its unit: no ordinary space is between them.

Pass: ``50%``, 50 and % with a no-break space. Fail: ``50 %`` with an ordinary space, at which
a line may break. Whether there is a space at all is the language's custom, as CLDR has it: it
decides the fix of %.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from brochure.checks.wording.base import Context, Finding
from brochure.text import cldr
from brochure.text.formatting import NO_BREAK_SPACE
from brochure.text.spans import masked

ID = "unit-space"

_UNITS = "%|٪|‰|€|°C|km²?|kg|cm|mm|m²|ha|[kMG]B"
_SPACE = re.compile(rf"(?<=\d) (?P<unit>{_UNITS})(?!\w)")


def find(text: str, context: Context) -> Iterator[Finding]:
    """Yield a finding for each ordinary space between a number and its unit."""
    for match in _SPACE.finditer(masked(text)):
        unit = match["unit"]
        space = "" if unit in "%٪" and not _has_space(context.locale) else NO_BREAK_SPACE
        hint = f"Put a no-break space between them, as here: “5\u00a0{unit}”."
        if not space:
            hint = f"Write them together, as here: “5{unit}”, or with a no-break space."
        message = f'has an ordinary space before "{unit}", at which a line may break'
        yield Finding(match.start(), match.start() + 1, message, hint, space)


@functools.cache
def _has_space(locale: str) -> bool:
    try:
        pattern = cldr.locale(locale).percent_formats[None].pattern
    except ValueError:
        return False
    return "\u00a0" in pattern or "\u202f" in pattern
