"""Countries exist; names differ from CLDR's; the form offers those where the programme is active.

Pass: ``code: CG`` with ``name: {en: Congo, …}``, where CLDR has *Congo - Brazzaville*.
Fail: ``XX``; a code that two groups leave out; names that are CLDR's in every language; a region's
country that the form does not offer. Warnings: a region without countries; a country that two
regions name, or that the map cannot show.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from brochure.files.world import world
from brochure.problems import Location, Problem
from brochure.schema import Country
from brochure.site.form_answers import fields
from brochure.site.site import Site
from brochure.text import cldr

ID = "wrong-country"
UNKNOWN = "unknown-id"

CODE_HINT = "Use the country's two-letter code, such as SN for Senegal; Kosovo's is XK."


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each code that does not exist, is left out twice, or says nothing."""
    source = site.sources.get("countries")
    seen: dict[str, str] = {}
    for index, group in enumerate(site.content.countries.not_offered):
        for number, code in enumerate(group.codes):
            location: Location = ("countries", "not_offered", index, "codes", number)
            if source and code not in cldr.countries():
                message = f'the group "{group.reason}" names {code}, which does not exist'
                yield source.problem(location, UNKNOWN, message, CODE_HINT)
            elif source and code in seen:
                message = f'{code} is left out twice (first by the group "{seen[code]}")'
                yield source.problem(location, ID, message, "Delete one of the two.")
            seen.setdefault(code, group.reason)
    for index, country in enumerate(site.content.countries.names):
        if source and (wrong := _wrong(site, country)):
            yield source.problem(("countries", "names", index, "code"), *wrong)
    yield from _regions(site, seen)


def _wrong(site: Site, country: Country) -> tuple[str, str, str] | None:
    """Return the rule, message and hint for an entry that cannot be right."""
    code = country.code
    if code not in cldr.countries():
        return UNKNOWN, f"{code} does not exist", CODE_HINT
    if country.name is None:
        nothing = f"{code} has neither a name nor a footnote"
        return None if country.footnote else (ID, nothing, "Add one of them, or delete the entry.")
    texts = country.name.texts.items()
    given = {tag: text for tag, text in texts if tag in site.tags}
    if given and all(
        text == cldr.country(code, site.language(tag).locale) for tag, text in given.items()
    ):
        what = '"name:"' if country.footnote else "the entry"
        hint = f"Delete {what}: names come from CLDR."
        return (
            ID,
            f"the names of {code} are those that CLDR has in every language of the site",
            hint,
        )
    return None


def _regions(site: Site, left_out: dict[str, str]) -> Iterator[Problem]:
    form, eligibility = site.content.form, site.content.eligibility
    asks = form is not None and any(field.type == "country" for field in fields(form))
    for index, region in enumerate(eligibility.regions if eligibility else ()):
        for number, code in enumerate(region.countries):
            location: Location = ("eligibility", "regions", index, "countries", number)
            source = site.sources["eligibility"]
            if code not in cldr.countries():
                message = f'region "{region.id}" names the country {code}, which does not exist'
                yield source.problem(location, UNKNOWN, message, CODE_HINT)
            elif asks and code in left_out:
                message = f'region "{region.id}" names {code}, which the form does not offer'
                hint = (
                    f'Delete it from the group "{left_out[code]}" in content/countries.yaml, or'
                    " from the region."
                )
                yield source.problem(location, ID, message, hint)
    yield from _on_the_map(site)


def _on_the_map(site: Site) -> Iterator[Problem]:
    """Yield a problem for what the map and the lists beside it show unexpectedly."""
    eligibility, seen = site.content.eligibility, dict[str, str]()
    for index, region in enumerate(eligibility.regions if eligibility else ()):
        warning = functools.partial(site.sources["eligibility"].problem, level="warning")
        location: Location = ("eligibility", "regions", index, "countries")
        if not region.countries:
            message = f'region "{region.id}" has no countries'
            yield warning(location, ID, message, "Add some, or delete the region.")
        for number, code in enumerate(region.countries):
            if code in seen:
                message = f'region "{region.id}" names {code}, which region "{seen[code]}" has'
                hint = "Keep it in one of the two: the map shows it in the first."
                if seen[code] == region.id:
                    message, hint = (
                        f'region "{region.id}" names {code} twice',
                        "Delete one of them.",
                    )
                yield warning((*location, number), ID, message, hint)
            elif code in cldr.countries() and code not in world().shapes:
                message = f'region "{region.id}" names {code}, which is not on the map'
                hint = "Only the list shows it, until the generator's table of the world has it."
                yield warning((*location, number), ID, message, hint)
            seen.setdefault(code, region.id)
