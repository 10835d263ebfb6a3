"""Language tags and locales, compared by what they mean: ``zh``, ``zh-CN`` and ``zh_Hans`` are one.

CLDR tells what a tag leaves open (its likely subtags), and what replaces an obsolete one.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import NamedTuple

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from brochure.text.pseudo import PSEUDO

_TAG = re.compile(
    r"(?!und)([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?(?:-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))?",
    re.ASCII | re.IGNORECASE,
)
# How gettext's files and Unix name locales: pt_BR.UTF-8, sr_RS@latin, ca_ES@valencia.
_POSIX = re.compile(r"([\w-]+)(?:\.[\w-]+)?(?:@([a-z]+))?", re.ASCII | re.IGNORECASE)


class LanguageTag(NamedTuple):
    """A language tag in its parts; those that it does not name are empty."""

    language: str
    script: str = ""
    territory: str = ""
    variant: str = ""

    def __str__(self) -> str:
        return "-".join(filter(None, self))


def parse(text: str) -> LanguageTag | None:
    """Return a tag, written with ``-`` or ``_`` and in any case; None if it is not valid.

    A tag with an extension, such as ``de-u-co-phonebk``, is not valid: nothing here would use it.
    """
    if not (match := _TAG.fullmatch(text.replace("_", "-"))):
        return None
    language, script, territory, variant = (part or "" for part in match.groups())
    return LanguageTag(language.lower(), script.title(), territory.upper(), variant.lower())


def parse_locale(text: str) -> LanguageTag | None:
    """Return the tag of a locale in any program's spelling, such as ``sr_RS.UTF-8@latin``."""
    if not (match := _POSIX.fullmatch(text.strip())) or not (tag := parse(match[1])):
        return None
    modifier = (match[2] or "euro").lower()
    if modifier == "euro":  # a currency, not a language
        return tag
    if script := _scripts().get(modifier):
        return tag._replace(script=script)
    is_variant = len(modifier) > len("Latn") and not tag.variant
    return tag._replace(variant=modifier) if is_variant else None


@functools.cache
def _scripts() -> Mapping[str, str]:
    """Return the codes of scripts by their English names."""
    return {str(name).lower(): str(code) for code, name in Locale("en").scripts.items()}


def preferred(tag: LanguageTag) -> LanguageTag:
    """Return the tag that CLDR prefers to an obsolete or longer one, such as he to iw or heb."""
    alias = get_global("language_aliases").get(tag.language)
    if alias and (new := parse(alias)):
        script, territory = tag.script or new.script, tag.territory or new.territory
        tag = LanguageTag(new.language, script, territory, tag.variant)
    successors = get_global("territory_aliases").get(tag.territory)
    if successors:
        home = likely(tag._replace(territory="")).territory
        tag = tag._replace(territory=home if home in successors else successors[0])
    return tag


def likely(tag: LanguageTag) -> LanguageTag:
    """Return a tag with the script and the territory that CLDR expects where it names none."""
    language, script, territory, _ = tag
    known = get_global("likely_subtags")
    for key in ((language, script, territory), (language, territory), (language, script)):
        if found := known.get("_".join(filter(None, key))):
            break
    else:
        found = known.get(language, language)
    _, likely_script, likely_territory = (*found.split("_"), "", "")[:3]
    return tag._replace(script=script or likely_script, territory=territory or likely_territory)


def find_locale(tag: LanguageTag) -> Locale | None:
    """Return CLDR's data for exactly this tag, or None where they are for less than it names."""
    with_territory = tag._replace(territory=likely(tag).territory)  # as in ca_ES_VALENCIA
    for candidate in (tag, with_territory) if tag.variant else (tag,):
        try:
            found = Locale.parse("_".join(filter(None, candidate)))
        except (ValueError, UnknownLocaleError):
            continue
        actual = (found.language, found.script, found.territory, (found.variant or "").lower())
        if all(not part or part == other for part, other in zip(candidate, actual, strict=True)):
            return found
    return None


def mistake(tag: LanguageTag) -> tuple[str, str] | None:
    """Return why a tag is not one for a language of the site: message and hint; None if it is."""
    if (better := preferred(tag)) != tag:
        message = f'CLDR has replaced the tag "{tag}"; expected "{better}"'
        return message, f'Write "{better}".'
    if find_locale(tag):
        return None
    less = (
        tag._replace(variant=""),
        LanguageTag(tag.language, "", tag.territory),
        LanguageTag(tag.language),
    )
    known = next((str(part) for part in less if part != tag and find_locale(part)), None)
    if not known:
        return None
    message = f'CLDR has no data for "{tag}", only for "{known}"'
    return message, f'Write "{known}" if that is what the texts are in.'


@functools.cache
def base(tag: str) -> str:
    """Return the language without script and territory: pt for pt-BR. Pseudo-languages are own."""
    parsed = None if tag in PSEUDO else parse_locale(tag)
    return _normal(parsed).language if parsed else tag


@functools.cache
def is_same(one: str, other: str) -> bool:
    """Return whether two locales are the same language, in the same script and territory."""
    tags = parse_locale(one), parse_locale(other)
    return one == other or (None not in tags and len({_normal(tag) for tag in tags if tag}) == 1)


def match(named: str, locales: Mapping[str, str]) -> str | None:
    """Return the one of a site's languages, locales by tag, that a program's locale means.

    A locale that names no territory means the only language that it fits.
    """
    wanted = parse_locale(named)
    if not wanted:
        return None
    for tag in locales:
        if (own := parse(tag)) and preferred(own) == preferred(wanted):
            return tag
    if wanted.territory:
        same = [tag for tag, locale in locales.items() if is_same(str(wanted), locale)]
    else:
        same = [tag for tag, locale in locales.items() if _fits(wanted, locale)]
    return same[0] if len(same) == 1 else None


def _fits(wanted: LanguageTag, locale: str) -> bool:
    own = parse_locale(locale)
    return own is not None and _normal(own)._replace(territory="") == _normal(wanted)._replace(
        territory=""
    )


def _normal(tag: LanguageTag) -> LanguageTag:
    """Return a tag that equals those of the same meaning."""
    full = likely(preferred(tag))
    return full._replace(language="no") if full.language == "nb" else full  # CLDR's no is Bokmål
