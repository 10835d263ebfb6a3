"""What lists and pages of the desk call things, in the reader's language."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable, Mapping

from markupsafe import Markup

from brochure.render import figures
from brochure.render.choices import labels
from brochure.render.localizer import Localizer
from brochure.render.page_context import fill_values
from brochure.schema import Form, State
from brochure.site import requests
from brochure.site.form_answers import field_with
from brochure.text import cldr, formatting
from brochure.text.collation import sort_key
from intake.storage.case_table import HELD, SPAM


class Labels:
    """Names of states, areas, countries, languages and times.

    What the content does not have any more is called by its id.
    """

    def __init__(self, localizer: Localizer, form: Form) -> None:
        self.localizer, self.form, self.site = localizer, form, localizer.site
        self.language = localizer.language
        self._zone = requests.zone(self.site.content.site)
        desk = self.site.content.desk
        self.states: tuple[State, ...] = desk.states if desk else ()

    def string(self, name: str) -> Markup:
        """Return a string of the desk."""
        return self.localizer.text(self.site.content.strings["desk"][name])

    def filled(self, string: str, **values: str) -> Markup:
        """Return a string of the desk with values, which may be in letters of any direction."""
        named = {one: Markup("<bdi>{}</bdi>").format(value) for one, value in values.items()}
        return fill_values(self.string(string), **named)

    def you(self, name: str) -> str:
        """Return a member's name as they see it themselves."""
        words = self.site.content.strings["desk"]["you"]
        return self.localizer.plain(words, name=name)

    def state(self, name: str) -> Markup | str:
        """Return the name of a state."""
        return self._states.get(name, name)

    def kind(self, state: str) -> str:
        """Return how a state is marked: ``held``, ``spam``, ``final``, or not at all."""
        final = {one.id: "final" for one in self.states if one.final}
        return state if state in {HELD, SPAM} else final.get(state, "")

    @functools.cached_property
    def known(self) -> frozenset[str]:
        """The names of the strings of the desk."""
        return frozenset(self.site.content.strings["desk"])

    @functools.cached_property
    def _states(self) -> Mapping[str, Markup]:
        own = {state.id: self.localizer.text(state.label) for state in self.states}
        return own | {name: self.string(name) for name in (HELD, SPAM)}

    def area(self, name: str) -> Markup | str:
        """Return the name of an area."""
        return self.areas.get(name, name)

    @functools.cached_property
    def areas(self) -> Mapping[str, Markup]:
        """The areas of the content, in their order."""
        return {area.id: self.localizer.text(area.title) for area in self.site.content.areas}

    def country(self, value: str) -> str:
        """Return a country, or what else the question offers, in words."""
        return self._countries.get(value, value)

    def countries(self, values: Iterable[str]) -> dict[str, str]:
        """Return countries by value, in the order of their names."""
        named = {value: self.country(value) for value in values}
        key = functools.partial(sort_key, identifier=self.language.locale)
        return dict(sorted(named.items(), key=lambda one: key(one[1])))

    @functools.cached_property
    def _countries(self) -> Mapping[str, str]:
        field = field_with(self.form, "country")
        if field is None:
            return {}
        words = self.localizer.plain
        return labels(self.localizer, field, words, only_offered=False, marks_footnotes=False)

    def language_name(self, tag: str) -> str:
        """Return a language's name in itself."""
        return cldr.own_name(tag) if tag in self.site.tags else tag

    def day(self, seconds: int) -> datetime.date:
        """Return the day of a time, in the site's time zone."""
        return datetime.datetime.fromtimestamp(seconds, self._zone).date()

    def date(self, seconds: int) -> str:
        """Return the day of a time, in words."""
        return figures.date(self.day(seconds), self.language)

    def month(self, name: str) -> str:
        """Return a month, such as ``2026-11``, in words."""
        day = datetime.date.fromisoformat(f"{name}-01")
        return formatting.month(day, self.language.locale, figures.digits(self.language))

    def moment(self, seconds: int) -> str:
        """Return a time in words."""
        return figures.moment(datetime.datetime.fromtimestamp(seconds, self._zone), self.language)

    def number(self, value: int) -> str:
        """Return a number in the language's format."""
        return figures.number(value, self.language)

    def days(self, number: int) -> str:
        """Return a number of days, in words."""
        return formatting.days(number, self.language.locale, figures.digits(self.language))
