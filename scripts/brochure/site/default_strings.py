"""The strings that the generator brings: what surrounds the content, in some languages.

A programme overrides those that it wants to say otherwise, in ``content/strings.yaml``. A string
that it writes in its default language is its own in all languages; one that it writes only in
others is its own in these.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from brochure.files.yaml_reader import read_yaml
from brochure.schema import Content, LanguageMap
from brochure.site import unit_keys
from brochure.text.language_tags import base
from brochure.text.phases import OTHERS

FOLDER = Path(__file__).parent.parent / "strings"

# The Portuguese of the file is European; readers of this one would notice on every page.
_OTHER_THAN_BASE = frozenset({"pt-BR"})


def languages() -> tuple[str, ...]:
    """Return the tags of the languages that have default strings."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@functools.cache
def texts(tag: str) -> Mapping[str, str]:
    """Return a language's default strings by key, such as ``requests.closed.not_yet``.

    They are its own, or those of its base language; it may have none.
    """
    stem = tag if tag in _OTHER_THAN_BASE else base(tag)
    path = FOLDER / f"{stem}.yaml"
    data = read_yaml(path, path.name).data if path.is_file() else {}
    return {str(key): str(text) for key, text in (data or {}).items()}


def with_defaults(content: Content) -> Content:
    """Return the content with the default strings where it has none of its own."""
    first, *others = (language.tag for language in content.languages)
    strings = {group: dict(named) for group, named in content.strings.items()}
    for (group, name), default in _defaults((first, *others)).items():
        own = strings.setdefault(group, {}).get(name)
        if own is None:
            strings[group][name] = default
        elif not (first in own.authored and first in default.authored):
            data = {**default.model_dump(exclude_none=True), **own.model_dump(exclude_none=True)}
            strings[group][name] = LanguageMap.model_validate(data)
    return content.model_copy(update={"strings": strings})


@functools.cache
def _defaults(tags: tuple[str, ...]) -> Mapping[tuple[str, str], LanguageMap]:
    """Return the default strings in some languages by group and id."""
    found: dict[tuple[str, str], dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for tag in (*tags, "en"):  # a string exists even where no language of the site has a text
        for key, text in texts(tag).items():
            group, name, *phase = key.split(".")
            wordings = found[group, name][phase[0] if phase else ""]
            if tag in tags:
                wordings[tag] = text
    return {
        (group, name): LanguageMap.model_validate(
            wordings[""] | {phase: wordings[phase] for phase in OTHERS if phase in wordings}
        ).as_unit(unit_keys.of_string(f"{group}.{name}"), {})
        for (group, name), wordings in found.items()
    }


@functools.cache
def default_keys() -> frozenset[str]:
    """Return the keys of the units that default strings would be."""
    return frozenset(unit_keys.of_string(key) for tag in languages() for key in texts(tag))


def lacking(content: Content, used: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """Return the default strings among those that pages use that some language has no text of."""
    tags = tuple(language.tag for language in content.languages)
    known = _defaults(tags)
    return frozenset(
        key for key in used if key in known and not all(tag in known[key].authored for tag in tags)
    )
