"""Compares with ICU how names are ordered, and makes what the order comes from.

After a newer Babel: ``.venv/bin/python -m tests.support.alphabets`` writes ``alphabets.txt`` again.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from babel import Locale
from babel.localedata import locale_identifiers

from brochure.text import collation
from tests.support import machine
from tests.support.needs import need

Names = dict[str, list[str]]


def main() -> None:
    """Write the alphabets of all languages, with all characters of CLDR's names in them."""
    names = {identifier: names_in(identifier) for identifier in locales()}
    collation.ALPHABETS.write_text(_icu("write", names), encoding="utf-8")


def locales() -> list[str]:
    """Return CLDR's locales, except American English as computers once sorted it."""
    return sorted(set(locale_identifiers()) - {"en_US_POSIX"})


def names_in(identifier: str) -> list[str]:
    """Return all names of territories, languages and scripts in a language."""
    locale = Locale.parse(identifier)
    kinds = (locale.territories, locale.languages, locale.scripts)
    return [str(name) for kind in kinds for name in kind.values()]


def sorted_by_icu(names: Names) -> Names:
    """Return the names of each locale in ICU's order; equal ones stay as they are."""
    ordered: Names = json.loads(_icu("sort", names))
    return ordered


def _icu(task: str, names: Names) -> str:
    python = need(machine.python_with_icu(), "ICU for the system's Python (python3-icu)")
    program = Path(__file__).with_name("icu_alphabets.py")
    command = [str(python), str(program), task]
    done = subprocess.run(
        command, input=json.dumps(names), stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


if __name__ == "__main__":
    main()
