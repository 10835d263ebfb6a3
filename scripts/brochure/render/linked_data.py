"""What a page says in the words of schema.org, for search engines: JSON-LD, from its own texts.

Each page says what it is, in which language, and where it is; the page of questions repeats
them, and home says what the programme is. Sources: https://schema.org/ and
https://www.w3.org/TR/json-ld11/
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from brochure.render.localizer import Localizer
from brochure.render.page_context import label
from brochure.render.views import PageView
from brochure.schema.programme import Organisation
from brochure.site.page_index import FAQ, FORM, HOME, REQUEST
from brochure.text.tree import without_markup

_Node = dict[str, Any]


def linked_data(localizer: Localizer, page: PageView) -> Markup:
    """Return the text of a page's ``<script type="application/ld+json">``."""
    localizer = replace(localizer, seen=set())  # no reader sees these texts
    data: _Node = {
        "@context": "https://schema.org",
        "@type": "FAQPage" if page.role == FAQ else "WebPage",
        "url": page.url,
        "name": without_markup(page.title),
        "inLanguage": localizer.language.tag,
    }
    if page.changed:
        data["dateModified"] = page.changed.isoformat()
    if page.role == FAQ:
        data["mainEntity"] = list(_questions(localizer))
    if page.role == HOME:
        data["mainEntity"] = _service(localizer, page)
    else:
        data["breadcrumb"] = _breadcrumb(localizer, page)
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # In an element, only "</" or "<!--" could end the text or hide its end.
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - which it cannot do any more


def _questions(localizer: Localizer) -> Iterator[_Node]:
    for question in localizer.site.content.faq:
        if question.answer is not None and localizer.shows(question):
            answer = {"@type": "Answer", "text": localizer.without_markup(question.answer)}
            name = localizer.without_markup(question.question)
            yield {"@type": "Question", "name": name, "acceptedAnswer": answer}


def _breadcrumb(localizer: Localizer, page: PageView) -> _Node:
    """Return the way from home to a page, by the names that the menus have."""
    url, site = localizer.site.content.site.url, localizer.site
    home = url + site.address(localizer.language.tag, site.page_with(HOME))
    places: list[_Node] = [
        {"name": localizer.without_markup(site.content.site.name), "item": {"@id": home}},
        {"name": without_markup(label(localizer, page.name))},
    ]
    items = [{"@type": "ListItem", "position": n, **place} for n, place in enumerate(places, 1)]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _service(localizer: Localizer, page: PageView) -> _Node:
    """Return what the programme offers, who provides it, and where to ask for it."""
    programme, site = localizer.site.content.site, localizer.site
    provider: _Node = {
        "@type": "Organization",
        "name": localizer.without_markup(programme.name),
        "url": page.url,
        "email": programme.contact.email,
    }
    if pages := [profile.url for profile in programme.profiles if profile.url]:
        provider["sameAs"] = pages
    for name, organisation in (
        ("parentOrganization", programme.implementer),
        ("funder", programme.funder),
    ):
        if organisation:
            provider[name] = _organisation(localizer, organisation)
    service: _Node = {
        "@type": "GovernmentService" if programme.public_service else "Service",
        "name": localizer.without_markup(programme.full_name),
        "description": without_markup(page.description),
        "provider": provider,
    }
    asked = next(filter(None, map(site.page_with, (FORM, REQUEST))), "")
    if asked and site.requests.open:
        service["availableChannel"] = {
            "@type": "ServiceChannel",
            "serviceUrl": programme.url + site.address(localizer.language.tag, asked),
            "availableLanguage": list(site.published),
        }
    return service


def _organisation(localizer: Localizer, organisation: Organisation) -> _Node:
    node = {"@type": "Organization", "name": localizer.without_markup(organisation.name)}
    return node | ({"url": organisation.url} if organisation.url else {})
