"""The desk's states can be told apart, begin with work to do, and keep nothing longer than said.

Pass: the states ``received`` and ``closed``, of which ``closed`` has ``final: true`` and
``retention_days: 90``, while the form keeps answers for 365 days.
Fail: a state called ``held``, ``spam``, ``all`` or ``to-do``; a first state with ``final: true``;
``retention_days: 400``; a desk without a form.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.problems import Location, Problem
from brochure.schema.desk import ALWAYS, VIEWS
from brochure.site.site import Site

ID = "desk-state"


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each state that cannot be one, and for a desk that receives nothing."""
    desk, form = site.content.desk, site.content.form
    if desk is None or site.rejected_ids:
        return
    source = site.sources["desk"]
    if "form" not in site.sources and "content/form.yaml" not in site.unreadable_paths:
        hint = "Add content/form.yaml, or delete this file."
        yield source.problem(("desk",), ID, "there is a desk, but no form", hint)
    for index, state in enumerate(desk.states):
        location: Location = ("desk", "states", index)
        for what, names in (("state", ALWAYS), ("list", VIEWS)):
            if state.id in names:
                message = f'state "{state.id}" has the name of a {what} that every desk has'
                hint = f"Choose an id other than {' and '.join(names)}, or delete the state."
                yield source.problem((*location, "id"), ID, message, hint)
        if state.final and not index:
            message = (
                f'state "{state.id}" is the first one, and final: nobody would see new requests'
            )
            hint = 'Delete "final: true", or begin with a state in which there is work to do.'
            yield source.problem((*location, "final"), ID, message, hint)
        if form and state.retention_days and state.retention_days > form.retention_days:
            message = (
                f'state "{state.id}" stores requests for {state.retention_days} days, and'
                f" content/form.yaml promises {form.retention_days} at most"
            )
            hint = "Write a smaller number, or delete the line: the form's value then applies."
            yield source.problem((*location, "retention_days"), ID, message, hint)
