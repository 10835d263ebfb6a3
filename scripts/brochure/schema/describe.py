"""Names of records for messages, such as ``area "protection"``, and their types by location."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel

from brochure.problems import Location
from brochure.schema.base import Item, Record
from brochure.schema.content import Content
from brochure.schema.texts import Wording

# The keys that identify a record among its neighbours, in the order of preference.
IDENTITIES = ("id", "page", "tag", "code")


def identity(record: Any) -> str | None:
    """Return the id of a record or of its raw data, if it has one."""
    for key in IDENTITIES:
        value = record.get(key) if isinstance(record, dict) else getattr(record, key, None)
        if isinstance(value, str):
            return value
    return None


def records(value: Any, location: Location = ()) -> Iterator[tuple[Location, Record]]:
    """Yield each record in a value that is at a location, itself included, with where it is."""
    inner: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, Record):
        yield location, value
        # A stand-in for a broken file has no values.
        inner = ((name, getattr(value, name, None)) for name in type(value).model_fields)
    elif isinstance(value, tuple):
        inner = enumerate(value)
    for step, item in inner:
        yield from records(item, (*location, step))


def noun(model: type[BaseModel]) -> str:
    """Return a record's noun in plain words: ``NavigationItem`` is a ``navigation item``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model.__name__).lower()


def keys(model: type[BaseModel]) -> list[str]:
    """Return the keys of a record as messages list them: what all items have comes last."""
    common = Item.model_fields if issubclass(model, Item) else ()
    return [*(key for key in model.model_fields if key not in common), *common]


def type_at(location: Location) -> Any:
    """Return the annotation that the models have at a location, or ``None``."""
    annotation: Any = Content
    for step in location:
        annotation = _inner(annotation, step)
        if annotation is None:
            return None
    return annotation


def model_at(location: Location) -> type[BaseModel] | None:
    """Return the type of the record at a location, or ``None`` if there is no record."""
    return _model(type_at(location))


def subject(data: Any, location: Location) -> tuple[str, Location]:
    """Name the innermost record around a location; return its name and the steps inside it."""
    name, inside, value = "the content", location, data
    for depth, step in enumerate(location, 1):
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            break
        model = model_at(location[:depth])
        if model is None or issubclass(model, Wording) or not isinstance(value, dict):
            continue
        record_id = identity(value)
        name = (
            f'{noun(model)} "{record_id}"'
            if record_id
            else str(location[depth - 1]).replace("_", " ")
        )
        if isinstance(location[depth - 1], int) and not record_id:
            name = f"{noun(model)} number {int(location[depth - 1]) + 1}"
        inside = location[depth:]
    return name, inside


def _model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    options = [_model(option) for option in typing.get_args(annotation)]
    if typing.get_origin(annotation) in {typing.Union, types.UnionType}:
        return next((option for option in options if option), None)
    return None


def _inner(annotation: Any, step: str | int) -> Any:
    model = _model(annotation)
    if model is not None:
        field = model.model_fields.get(str(step))
        return field.annotation if field else None
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is tuple and isinstance(step, int):
        return arguments[0]
    return arguments[1] if origin is dict else None
