"""The file with what a site may weigh, load and leave unused: ``audit.yaml``."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from brochure.files.yaml_reader import read_yaml
from brochure.problems import ProblemsError
from brochure.schema.base import Record
from brochure.site.validation_messages import WRONG_VALUE
from brochure.text.suggestions import did_you_mean, shorten

NAME = "audit.yaml"


class Settings(Record):
    """The limits of an audit; weights are in bytes."""

    page: int = Field(100_000, ge=0, description="The HTML and style sheets of a page, compressed.")
    scripts: int = Field(100_000, ge=0, description="The scripts of a page, compressed.")
    images: int = Field(500_000, ge=0, description="The images that a page loads at once.")
    picture: int = Field(200_000, ge=0, description="A picture, when a browser loads its largest.")
    card: int = Field(300_000, ge=0, description="The picture of a page where it is shared.")
    document: int = Field(20_000_000, ge=0, description="A document that pages link to.")
    requests: int = Field(
        20, ge=1, description="The requests that a page needs at once: itself, and what it loads."
    )
    files: int = Field(10_000, ge=1, description="The files of the whole site.")
    hosts: tuple[str, ...] = Field((), description="Other hosts from which pages may load.")
    elsewhere: tuple[str, ...] = Field(
        (), description="Prefixes of addresses on the site's host that something else serves."
    )
    unused: tuple[str, ...] = Field(
        (), description="Files that no page has to use, such as licences/*.txt."
    )
    policy: str = Field("", description="The Content-Security-Policy that the server sends.")


def of(root: Path) -> Settings:
    """Return the settings of a project; those that apply by default if its file cannot be used."""
    file = root / NAME
    if file.is_file():
        with contextlib.suppress(ProblemsError):  # an audit reports it
            return read(file, NAME)
    return Settings()


def read(file: Path, name: str) -> Settings:
    """Read the settings.

    Raises:
        ProblemsError: the file cannot be read, or has values that are not valid.
    """
    source = read_yaml(file, name)
    if source.problems:
        raise ProblemsError(source.problems)
    if source.data is None:
        return Settings()
    if not isinstance(source.data, dict):
        hint = (
            f"Write lines such as requests: 3, with these keys: {', '.join(Settings.model_fields)}."
        )
        message = "has no keys; expected a mapping"
        raise ProblemsError([source.problem((), "wrong-type", message, hint)])
    try:
        return Settings.model_validate(source.data)
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise ProblemsError(source.problem(tuple(e["loc"]), *_explain(e)) for e in found) from error


def _explain(error: Any) -> tuple[str, str, str]:
    """Return the rule, the message and the hint of one error of pydantic's."""
    key = str(error["loc"][0])
    if error["type"] == "extra_forbidden":
        hint = did_you_mean(key, Settings.model_fields)
        return "unknown-key", f'unknown key "{shorten(key)}"', hint
    description = str(Settings.model_fields[key].description)
    value = shorten(str(error["input"]))
    what = "a list" if "tuple" in error["type"] else "a text" if "string" in error["type"] else ""
    expected = what or f"a whole number of {1 if key in {'requests', 'files'} else 0} or more"
    return WRONG_VALUE, f'"{key}" is {value}; expected {expected}', description
