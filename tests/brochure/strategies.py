"""What Hypothesis draws: nested data, texts that look like YAML, and damage to good files."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from hypothesis import strategies as st

# The characters and snippets that mean something to YAML or to pages.
SIGNS = st.text(alphabet="-:[]{}&*!|>'\"%@`?,~#<= \n\tab1é\x85\u2028", max_size=60)
SNIPPETS = st.sampled_from(
    [
        *("- ", ": ", "{", "}", "[", "]", "&a ", "*a", "!!python/name:os ", "|", ">", '"', "'"),
        *("\t", "---\n", "...\n", "#", "? ", "<<: ", "~", "null", "true", "2009", "2024-13-01"),
        *(
            "{people}",
            "{nobody}",
            "](nowhere.md)",
            "## ",
            "{#id}",
            "é",
            "e\u0301",
            "\x00",
            "\u2028",
        ),
        *("\ufeff", " ?", "«", "```", "icon: material/none\n", "id: people\n", "same: [en]\n"),
    ]
)

# At the beginning of a line, a no-break space is a slip of indentation.
_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20).filter(
    lambda text: not text.startswith(("\u00a0", "\u202f"))
)
_NUMBERS = st.integers(-(10**17), 10**17) | st.decimals(-1000, 1000, places=3).map(float)
_DATES = st.dates(min_value=datetime.date(1000, 1, 1))
DATA = st.recursive(
    st.none() | st.booleans() | _WORDS | _NUMBERS | _DATES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_WORDS, inner, max_size=4),
    max_leaves=25,
)


@dataclass(frozen=True)
class Change:
    """Something that happens to one of a text's lines or characters."""

    kind: str
    at: int
    other: int
    snippet: str

    def apply(self, parts: list[str]) -> None:
        """Change the parts of a text, if there are any."""
        if not parts:
            return
        one, two = self.at % len(parts), self.other % len(parts)
        if self.kind == "delete":
            del parts[one]
        elif self.kind == "insert":
            parts.insert(one, self.snippet)
        elif self.kind == "repeat":
            parts.insert(two, parts[one])
        else:
            parts[one], parts[two] = parts[two], parts[one]


@dataclass(frozen=True)
class Damage:
    """Lines and characters that are lost, new, or elsewhere."""

    lines: list[Change]
    characters: list[Change]

    def to(self, text: str) -> str:
        """Return the damaged text."""
        lines = text.splitlines(keepends=True)
        for change in self.lines:
            change.apply(lines)
        characters = list("".join(lines))
        for change in self.characters:
            change.apply(characters)
        return "".join(characters)


_PLACES = st.integers(0, 10_000)
_KINDS = st.sampled_from(["delete", "insert", "repeat", "swap"])
_CHANGES = st.lists(st.builds(Change, _KINDS, _PLACES, _PLACES, SNIPPETS), max_size=3)
DAMAGE = st.builds(Damage, _CHANGES, _CHANGES)
