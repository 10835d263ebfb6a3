"""A version of the form: each question as it was put, in every language.

Drafts and submissions name the version that they answer, so that what was asked stays known when
``form.yaml`` has changed since.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from pydantic_core import from_json, to_json

from brochure.render.choices import labels
from brochure.render.localizer import Localizer
from brochure.schema import Form, FormField
from brochure.site.form_answers import Answers
from brochure.site.page_index import FORM
from brochure.site.site import Site

JsonObject = Mapping[str, Any]


@dataclass(frozen=True)
class AskedQuestion:
    """A question as it was put in a language, and the names of its choices by value.

    ``footnotes`` has those of choices that have one.
    """

    id: str
    label: str
    names: Mapping[str, str]
    footnotes: Mapping[str, str]

    def shown(self, answers: Answers) -> list[str]:
        """Return the answer in words."""
        return [self.names.get(value, value) for value in answers.get(self.id, ())]


@dataclass(frozen=True)
class FormVersion:
    """The form as it was put; ``json`` is how it is stored."""

    json: str

    @classmethod
    def of(cls, site: Site, form: Form) -> Self:
        """Return the version that a site has now."""
        localizers = [Localizer(site, one, site.page_with(FORM)) for one in site.languages]
        steps = [
            {
                "id": step.id,
                "legend": {each.language.tag: each.plain(step.legend) for each in localizers},
                "fields": [_question(field, localizers) for field in step.fields],
            }
            for step in form.steps
        ]
        return cls(to_json({"languages": site.tags, "steps": steps}).decode())

    @functools.cached_property
    def digest(self) -> str:
        """The digest that identifies the version."""
        return _digest(self.json)

    @functools.cached_property
    def _data(self) -> Any:
        return from_json(self.json)

    def language(self, tag: str) -> str:
        """Return a language that it was put in: this one, or else the first."""
        known: list[str] = self._data["languages"]
        return tag if tag in known else known[0]

    def steps(self, tag: str) -> list[tuple[str, str, list[AskedQuestion]]]:
        """Return each step's id, heading and questions, as they were put in a language."""
        tag = self.language(tag)
        return [
            (
                step["id"],
                step["legend"][tag],
                [_asked(question, tag) for question in step["fields"]],
            )
            for step in self._data["steps"]
        ]

    def step_digest(self, step: str, tag: str) -> str:
        """Return a digest that changes with the questions of a step in a language."""
        record = next(record for record in self._data["steps"] if record["id"] == step)
        return _digest(to_json(_in(record, tag)).decode())


def _question(field: FormField, localizers: list[Localizer]) -> JsonObject:
    """Return the definition of a question: its words and the answers that it takes."""
    label, hint, choices, footnotes = {}, {}, {}, {}
    for localizer in localizers:
        tag = localizer.language.tag
        label[tag] = localizer.plain(field.label)
        hint[tag] = localizer.plain(field.hint) if field.hint else ""
        # All countries: those that were offered may be fewer by then.
        choices[tag] = labels(localizer, field, localizer.plain, only_offered=False)
        footnotes[tag] = _footnotes(localizer) if field.type == "country" else {}
    return {
        "id": field.id,
        "type": field.type,
        "required": field.required,
        "asked_if": field.asked_if and field.asked_if.model_dump(mode="json"),
        "max_length": field.max_length,
        "label": label,
        "hint": hint,
        "choices": choices,
        "footnotes": footnotes,
    }


def _footnotes(localizer: Localizer) -> dict[str, str]:
    return {
        code: localizer.plain(country.footnote)
        for code, country in localizer.site.countries.items()
        if country.footnote
    }


_IN_LANGUAGES = {"legend", "label", "hint", "choices", "footnotes"}


def _in(record: JsonObject, tag: str) -> JsonObject:
    """Return a step or a question in one language."""
    found = {
        name: value[tag] if name in _IN_LANGUAGES else value
        for name, value in record.items()
        if name != "fields"
    }
    return found | {"fields": [_in(field, tag) for field in record.get("fields", ())]}


def _asked(record: JsonObject, tag: str) -> AskedQuestion:
    return AskedQuestion(
        record["id"], record["label"][tag], record["choices"][tag], record["footnotes"][tag]
    )


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
