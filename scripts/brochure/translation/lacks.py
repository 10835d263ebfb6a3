"""What a language may still lack beyond its texts: words of the theme, a stemmer, a font."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from babel import Locale

from brochure.schema import Language
from brochure.text import cldr


def lacks(language: Language) -> Iterator[str]:
    """Yield what is missing, in sentences for whoever adds the language; mostly nothing."""
    locale = cldr.locale(language.locale)
    codes = (language.tag, locale.language)
    words = _package("material") / "templates" / "partials" / "languages"
    if not any((words / f"{code}.html").is_file() for code in codes):
        yield (
            f"Material for MkDocs has no words of its own in {locale.english_name}. The pages use"
            " none of them: all theirs are in content/strings.yaml."
        )
    stemmers = _package("mkdocs") / "contrib" / "search" / "lunr-language"
    if locale.language != "en" and not (stemmers / f"lunr.{locale.language}.js").is_file():
        yield f"A search would find whole words only: {locale.english_name} has no stemmer."
    yield from _fonts(locale)


def _fonts(locale: Locale) -> Iterator[str]:
    """Ask fontconfig, which is what programs that print to PDF ask as well."""
    command = shutil.which("fc-list")
    if command is None:
        yield "Whether this machine has a font for PDF files cannot be told: fontconfig is missing."
        return
    asked = subprocess.run(  # noqa: S603 - a program of the system
        [command, f":lang={locale.language}", "family"], capture_output=True, text=True, check=False
    )
    if not asked.stdout.strip():
        yield f"No font of this machine has the letters of {locale.english_name}, as a PDF needs."


def _package(name: str) -> Path:
    """Return where a package is, without importing it."""
    spec = find_spec(name)
    return Path(*(spec.submodule_search_locations or ())[:1]) if spec else Path("nowhere")
