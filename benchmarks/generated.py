"""Adds languages with generated texts that still break no rule, for a site in 24 languages.

Each letter becomes another one of the language's script, vowels vowels and consonants consonants,
and each language turns the alphabet by another step. Length, marks, numbers, links and repeated
terms stay what they are in English, so that every rule has real work and nothing to report.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from brochure.files import translation_file
from brochure.site.loader import load
from brochure.site.site import Site
from brochure.site.units import Unit
from brochure.text.spans import MASK, masked
from brochure.translation import apply, languages, noting

TAGS = (
    *("bg", "cs", "da", "de", "et", "fi", "hr", "hu", "it", "lt"),
    *("lv", "sq", "nl", "pl", "ro", "sk", "sl", "sv", "ca", "eu", "uk"),
)
_LATIN = ("aeiou", "bcdfghjklmnpqrstvwxyz")
_CYRILLIC = ("аеиоу", "бвгджзклмнпрстфхцчшщь")


def add(root: Path) -> Site:
    """Add the languages to the site in ``root``, translated and published.

    Raises:
        RuntimeError: the site cannot be loaded, or its texts cannot be written.
    """
    for tag in TAGS:
        languages.add(root, tag)
    site = loaded(root)
    first = site.tags[0]
    sources = {unit.key: unit.texts[first] for unit in site.units}
    for tag in TAGS:
        path = root / "docs" / tag / translation_file.FILE
        path.write_text(_filled(path.read_text(encoding="utf-8"), tag, sources), encoding="utf-8")
    texts: dict[tuple[str, Unit], str] = {
        (tag, unit): translated(unit.texts[first], tag)
        for tag in TAGS
        for unit in site.page_units
        if first in unit.texts and tag in unit.pages
    }
    changed, problems = apply.files(site, texts)
    if problems:
        raise RuntimeError("\n".join(map(str, problems)))
    for path, text in changed.items():
        path.write_text(text or "", encoding="utf-8")
    for path in (root / "content" / "languages").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("status: draft\n", ""), encoding="utf-8")
    site = loaded(root)
    noting.note(site)
    return loaded(root)


def _filled(text: str, tag: str, sources: Mapping[str, str]) -> str:
    """Return a language's file of texts with something in each line that was empty."""

    def line(match: re.Match[str]) -> str:
        translation = translated(sources[match[1]], tag)
        return f"{match[1]}: {json.dumps(translation, ensure_ascii=False)}"

    return re.sub(r'(?m)^([a-z].*): ""$', line, text)


def translated(text: str, tag: str) -> str:
    """Return a text in a generated language."""
    step = TAGS.index(tag) + 1
    table: dict[int, int] = {}
    for plain, translation in zip(
        _LATIN, _CYRILLIC if tag in {"bg", "uk"} else _LATIN, strict=True
    ):
        turned = translation[step % len(translation) :] + translation[: step % len(translation)]
        table |= str.maketrans(plain + plain.upper(), turned + turned.upper())
    return "".join(
        was if now == MASK else now.translate(table)
        for was, now in zip(text, masked(text), strict=True)
    )


def loaded(root: Path) -> Site:
    """Load a site.

    Raises:
        RuntimeError: it cannot be loaded.
    """
    site, problems = load(root)
    if site is None:
        raise RuntimeError("\n".join(map(str, problems)))
    return site
