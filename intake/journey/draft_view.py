"""A draft for templates, and why a step of it is shown."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from brochure.render.field_view import FieldView


@dataclass(frozen=True)
class DraftView:
    """A draft for templates.

    ``url`` is its full address, ``hidden`` what the page's form posts besides answers, and ``note``
    why the page is shown again; with ``back``, it leads to the page to check. ``dropped`` are
    questions whose typed text will not be sent, and ``mail_field`` asks where to email the address.
    ``kept_until`` is the day on which it expires if nobody changes it.
    """

    url: str
    later_url: str
    delete_url: str
    kept_until: datetime.date
    note: str = ""
    back: bool = False
    mail_field: FieldView | None = None
    hidden: tuple[tuple[str, str], ...] = ()
    dropped: tuple[FieldView, ...] = ()


@dataclass(frozen=True)
class OpenedStep:
    """Why a step is shown: a ``note``, or the question to ``change`` from the page to check.

    Where nothing could be stored, the page has the questions that were ``shown`` before, and the
    digest of the answers that had been ``seen``.
    """

    note: str = ""
    change: str = ""
    shown: Collection[str] = ()
    seen: str = ""
