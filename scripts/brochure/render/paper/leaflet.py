"""The leaflet: what its template needs in one language, and whether all of it has a place."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from brochure.files import typesetting
from brochure.files.world import world
from brochure.problems import Problem
from brochure.render import figures
from brochure.render.assets import map_regions
from brochure.render.map_drawing import drawn_in
from brochure.render.map_labels import places
from brochure.render.paper import drawings
from brochure.render.paper.words import Words
from brochure.schema import Content
from brochure.site.page_index import FORM, HOME, REQUEST, WHERE
from brochure.text import cldr
from brochure.text.suggestions import shorten

TEMPLATE = "paper/leaflet.typ"
# How many millimetres a point is.
_MM = 25.4 / 72
# How many cells of the map around a region's number are free.
_MARGIN = 1


def has_enough(content: Content) -> bool:
    """Whether a programme has something to say in each of the inner panels."""
    return bool(content.process and (content.areas or content.activities))


def data(words: Words) -> dict[str, Any]:
    """Return all that the template of the leaflet shows."""
    site = words.site
    content = site.content
    eligibility = content.eligibility
    institutions = words.shown(eligibility.institutions if eligibility else ())
    areas, experts = _with_icons(words, content.areas), site.page_with("experts")
    return {
        **words.language,
        **programme(words),
        "title": words.page_title(HOME),
        "strapline": words.say(content.site.strapline),
        "full_name": words.say(content.site.full_name),
        "summary": words.say(content.site.summary),
        "about": words.string("home", "about"),
        "features": _with_icons(words, content.features, text="text"),
        "who": words.string("who", "institutions") if institutions else None,
        "institutions": [words.title(one) for one in institutions],
        "how": words.string("process", "title"),
        "steps": [
            words.title(one, text="summary")
            | {"number": figures.number(count, words.localizer.language)}
            for count, one in enumerate(words.shown(content.process), start=1)
        ],
        "areas_title": words.string("home", "areas") if content.areas else None,
        "areas": [
            area | {"topics": [words.title(topic) for topic in words.shown(one.topics)]}
            for one, area in zip(words.shown(content.areas), areas, strict=True)
        ],
        "activities_title": words.page_title("activities") if content.activities else None,
        "activities": _with_icons(words, content.activities),
        "principles_title": words.string("principles", "title") if content.principles else None,
        "principles": [words.title(one, text="text") for one in words.shown(content.principles)],
        "voices": [
            {"quote": words.say(one.quote), "author": words.say(one.author)}
            for one in words.shown(content.testimonials)
        ],
        **_where(words),
        **_call(words),
        "expert_title": words.string("expert", "title") if experts else None,
        "expert_text": words.string("expert", "text") if experts else None,
        "email_title": words.string("contact", "email"),
        "website_title": words.string("contact", "website"),
        "email": content.site.contact.email,
        "website": _bare(str(content.site.contact.website or site.content.site.url)),
        "profiles": [f"{one.network}: {one.name}" for one in content.site.profiles if one.url],
    }


def _with_icons(words: Words, records: Iterable[Any], **texts: str) -> list[dict[str, Any]]:
    """Return those records that are shown, by their titles and other texts, each with its icon."""
    site = words.site
    colour = site.content.identity.colours.effective("light")["link"]
    return [
        words.title(one, **texts) | {"icon": drawings.icon(site, one.icon, colour)}
        for one in words.shown(records)
    ]


def programme(words: Words) -> dict[str, Any]:
    """Return what all templates of paper show of the programme: name, marks, colours, emblems."""
    site = words.site
    identity = site.content.identity
    makers = (site.content.site.funder, site.content.site.implementer)
    return {
        "name": words.text(site.content.site.name),
        "colours": identity.colours.effective("light"),
        "join": identity.join,
        "logo": drawings.mark(site, identity.logo.file if identity.logo else None),
        "logo_has_name": bool(identity.logo and identity.logo.has_name),
        "emblems": [
            {
                "mark": drawings.mark(site, emblem.file),
                "name": words.text(emblem.name),
                "statement": words.say(emblem.statement),
            }
            for emblem in identity.emblems
        ],
        "makers": [words.say(maker.statement) for maker in makers if maker],
    }


def _where(words: Words) -> dict[str, Any]:
    """Return the map with its regions, and where the number of each is, in the map's units."""
    drawing = drawings.world_map(words.site)
    records, language = map_regions(words.site), words.localizer.language
    spots = places(drawn_in(records), _MARGIN) if drawing else []
    numbers = [figures.number(count, language) for count, _ in enumerate(records, start=1)]
    regions = [
        words.title(one) | {"number": number} for one, number in zip(records, numbers, strict=True)
    ]
    return {
        "map": drawing,
        "map_size": [world().width, world().height],
        "map_alt": words.string("where", "map"),
        "where": words.page_title(WHERE),
        "regions": regions if drawing else [],
        "numbers": [
            {"number": number, "x": spot[0], "y": spot[1]}
            for number, spot in zip(numbers, spots, strict=False)
            if spot
        ],
        "notice": words.string("where", "notice"),
        "disclaimer": words.string("where", "disclaimer"),
    }


def _call(words: Words) -> dict[str, Any]:
    """Return the invitation, or that requests are closed, and where its code leads."""
    site = words.site
    pages = list(filter(None, map(site.page_with, (REQUEST, FORM))))
    address = site.content.site.url + site.address(words.tag, [*pages, site.page_with(HOME)][0])
    colour = site.content.identity.colours.effective("light")["text"]
    if not pages:  # nothing can be asked for
        title, text = words.say(site.content.site.full_name), words.say(site.content.site.strapline)
    elif site.requests.open:
        title, text = words.string("call", "title"), words.string("call", "text")
    else:
        title, text = words.string("requests", "closed"), words.string("requests", "closed-text")
    return {
        "call_title": title,
        "call_text": text,
        "button": words.string("call", "button") if pages and site.requests.open else None,
        "qr": drawings.qr_code(address, colour),
        "address": address,
        "shown_address": _bare(address),
    }


def _bare(address: str) -> str:
    return address.removeprefix("https://").removeprefix("www.").rstrip("/")


def problems(words: Words, given: dict[str, Any]) -> Iterator[Problem]:
    """Yield an error for each text that has no place on the leaflet with the data ``given``."""
    for fit in typesetting.measured(words.site.root, TEMPLATE, given, "<fit>"):
        message, hint = _explained(fit, words)
        yield words.problem(fit["text"]["key"], "leaflet-fit", message, hint)


def _explained(fit: dict[str, Any], words: Words) -> tuple[str, str]:
    """Return what does not fit where, and how to fix it."""
    over = f"{fit['over'] * _MM:.0f} mm"
    panel = f'leaflet, panel "{fit["panel"]}"'
    if fit["kind"] == "height":
        start = shorten(fit["text"]["text"])
        message = f"{panel}: {over} too high; the first text that does not fit: {start}"
        return message, "Shorten this text, or another one on the panel."
    message = f"{panel}: a word is {over} too wide: {fit['word']}"
    hint = "Use a shorter word, or put a soft hyphen (U+00AD) where it may be hyphenated."
    if fit["kind"] == "undivided":
        hint += f" There are no hyphenation rules here for {cldr.english_name(words.tag)}."
    return message, hint


def maker(root: Path) -> Callable[[Mapping[str, Any]], bytes]:
    """Return what makes the PDF from the data."""
    return functools.partial(typesetting.typeset, root, TEMPLATE)
