"""Values for templates: records in one language, and small classes."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup


class View:
    """A record or a mapping, as seen from a page: ``localize`` converts what it contains.

    ``value_`` is the record itself, for functions that take a view. Keys of mappings have hyphens
    (``skip-link``), which Jinja reads as minus signs: templates write ``skip_link``.
    """

    def __init__(self, value: Any, localize: Callable[[Any], Any]) -> None:
        self.value_, self._localize = value, localize

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = self.value_
        try:
            found = (
                value[name.replace("_", "-")] if isinstance(value, dict) else getattr(value, name)
            )
        except KeyError as error:
            raise AttributeError(name) from error
        return self._localize(found)

    def __iter__(self) -> Iterator[str]:
        return iter(self.value_)

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class LanguageView:
    """A language as the switcher shows it, with this page's address in it."""

    tag: str
    name: str
    locale: str
    digits: str
    direction: str
    url: str
    absolute: str
    current: bool
    draft: bool


@dataclass(frozen=True)
class MenuItem:
    """A page in a menu; ``button`` if it is the header's main one."""

    page: str
    role: str
    label: str
    url: str
    current: bool
    button: bool


@dataclass(frozen=True)
class CountryView:
    """A country; ``marked`` is its name with the sign of its footnote."""

    code: str
    name: str
    footnote: Markup | None = None

    @property
    def marked(self) -> str:
        """The name, with a * if there is a footnote."""
        return f"{self.name}*" if self.footnote else self.name


@dataclass(frozen=True)
class PageSection:
    """A section of a page's prose: its ``<h2>`` as ``heading``, and the HTML below it.

    ``id`` is the anchor of its heading, ``title`` the words of it, with their markup but for links.
    """

    id: str
    title: Markup
    heading: Markup
    body: Markup


@dataclass(frozen=True)
class PageView:
    """A page's own texts; ``lead`` precedes the first section.

    ``changed`` is the day on which they were last changed, if that is known.
    """

    name: str
    role: str
    title: str
    description: str
    lead: Markup
    sections: list[PageSection]
    url: str
    changed: datetime.date | None = None


@dataclass(frozen=True)
class OtherLanguage:
    """This page in another language, for pages that must be understood in all of them."""

    language: LanguageView
    title: str
    lead: Markup
    home: str
    programme: Markup
    menu: list[MenuItem]
