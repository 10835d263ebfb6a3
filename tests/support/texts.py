"""Changes texts of a copy of the project, whatever they say: words are the programme's own.

A test names a text by its place in the content, as ``topic`` does, or takes it from the loaded
site; and it writes the words that it looks for itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from brochure.files import atomic
from brochure.site.loader import load
from brochure.site.site import Site
from brochure.site.units import Unit
from brochure.text.spans import MASK, masked
from brochure.translation import apply

# A word whose last two letters differ.
_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]*([^\W\d_])(?!\1)[^\W\d_](?![^\W\d_])")


def loaded(place: Path) -> Site:
    """Load a site, whatever the rules report."""
    site, problems = load(place)
    assert site, problems
    return site


def topic(place: Path) -> Unit:
    """Return a text that the page of areas shows, and nothing else: the title of a topic."""
    site = loaded(place)
    title = next(topic.title for area in site.content.areas for topic in area.topics)
    return site.units_by_key[title.key]


def write(place: Path, key: str, **words: str) -> None:
    """Give a text other words in some languages, in one go."""
    site = loaded(place)
    write_all(site, {(tag, site.units_by_key[key]): text for tag, text in words.items()})


def remove(place: Path, key: str, tag: str) -> None:
    """Remove the line of a text of ``content/`` in a language."""
    write_line(place, key, tag)


def write_line(place: Path, key: str, tag: str, line: str = "") -> None:
    """Write another line in the place of that of a text of ``content/`` in a language, or none."""
    name, number, column = loaded(place).units_by_key[key].position(tag)
    lines = (place / name).read_text(encoding="utf-8").split("\n")
    assert lines[number - 1].strip().startswith(f"{tag}: ")
    lines[number - 1 : number] = [" " * (column - 1) + line] if line else []
    (place / name).write_text("\n".join(lines), encoding="utf-8")


def reword(place: Path) -> None:
    """Change each text of a site, in all of its languages."""
    site = loaded(place)
    as_they_are = [exemption.text for exemption in site.content.translation.allowed]
    texts = {
        (tag, unit): reworded(text, as_they_are)
        for unit in site.all_units
        for tag, text in unit.texts.items()
        if unit.position(tag)[0].startswith(("content/", "docs/"))
    }
    write_all(site, texts)


def reworded(text: str, as_they_are: Sequence[str] = ()) -> str:
    """Return a text in which two letters at the end of its last long word have changed places.

    It stays a text of its language, as long as it was, with the same links and figures; and what
    is the same in several languages stays so. Left as they are: some words that rules let pass,
    and names in capitals.
    """
    view = masked(text)
    for kept in as_they_are:
        view = view.replace(kept, MASK * len(kept))
    words = [word for word in _WORD.finditer(view) if word[0][1:] == word[0][1:].lower()]
    if not words:
        return text
    end = max(words, key=lambda word: (min(len(word[0]), 6), word.start())).end()
    return f"{text[: end - 2]}{text[end - 1]}{text[end - 2]}{text[end:]}"


def write_all(site: Site, texts: apply.Texts) -> None:
    """Write texts, by language and unit, to the files of a site."""
    changed, unplaced = apply.files(site, texts)
    assert not unplaced, unplaced
    atomic.write_all(changed)
