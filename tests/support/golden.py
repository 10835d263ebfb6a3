"""Golden files: what tests expect, word for word, as whole files or in sections by name.

After a change of messages, rewrite them and read what has changed:
``REWRITE_GOLDEN=1 .venv/bin/python -m pytest -n 0 tests/brochure tests/translation``.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

_SECTION = re.compile(r"^== (.*)\n((?:(?!== ).*\n)*)", re.MULTILINE)


def check_file(file: Path, text: str) -> None:
    """Compare a text with a golden file."""
    if "REWRITE_GOLDEN" in os.environ:
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


def check_section(file: Path, name: str, text: str) -> None:
    """Compare a text with a section of a golden file."""
    if "REWRITE_GOLDEN" in os.environ:
        sections = (_sections(file) if file.exists() else {}) | {name: text}
        lines = (f"== {name}\n{text}" for name, text in sorted(sections.items()))
        file.write_text("".join(lines), encoding="utf-8")
    assert text == _sections(file)[name]


def _sections(file: Path) -> dict[str, str]:
    return dict(_SECTION.findall(file.read_text(encoding="utf-8")))
