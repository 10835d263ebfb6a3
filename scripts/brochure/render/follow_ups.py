"""Questions that follow from an answer on the same page: shown by CSS as soon as it is given.

The rules hide a question while its condition does not hold. A browser that does not know ``:has``
ignores them: there the question stays, with its condition in words. Either way the service decides
what is asked, and so does it ignore what was typed into a question that is hidden by then.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from brochure.schema import FormField, FormStep


def style(step: FormStep, shown: Collection[str]) -> str:
    """Return the rules for the page of a step that has these questions; empty if it needs none."""
    fields = {field.id: field for field in step.fields if field.id in shown}
    return "".join(_rule(field, fields) for field in fields.values())


def _rule(field: FormField, fields: Mapping[str, FormField]) -> str:
    needed = "".join(f":has({one})" for one in _answers(field, fields))
    return f".form:not({needed}) .field:has(#{field.id}){{display:none}}" if needed else ""


def _answers(field: FormField, fields: Mapping[str, FormField]) -> Iterator[str]:
    """Yield selectors of the answers on the page that a question depends on.

    A condition on a question that is not asked itself does not hold.
    """
    condition = field.asked_if
    if condition is None or condition.field not in fields:
        return
    values = ",".join(f'[value="{value}"]' for value in condition.values)
    choices = f'[name="{condition.field}"]'
    if fields[condition.field].type == "country":
        choices += " "  # the options of a list
    yield f"{choices}:is({values}):checked"
    yield from _answers(fields[condition.field], fields)
