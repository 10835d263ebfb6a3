"""Parses the arguments of the command ``intake``; messages are for the person who typed them.

Raises:
    argparse.ArgumentTypeError: it is not what was expected.
"""

from __future__ import annotations

import argparse
from typing import Any

from brochure.text.suggestions import shorten
from intake.desk import persons
from intake.journey import references
from intake.storage.drafts import DRAFT_ID


def reference(text: str) -> str:
    """A reference, however it is written."""
    found = references.parse(text)
    if found is None:
        raise argparse.ArgumentTypeError(
            f'"{shorten(text)}" is not a reference; expected one such as 7K3P-9QFC-H. Check each'
            " letter and digit: one of them may have been misheard."
        )
    return found


def reference_or_draft(text: str) -> str:
    """A reference, or the name of a draft."""
    return text if DRAFT_ID.fullmatch(text) else reference(text)


def name(text: str) -> str:
    """What ``find`` lists: a reference, or the name of a draft or of something else."""
    return text if persons.parse(text) else reference_or_draft(text)


class ReferenceFirst(argparse.Action):
    """Takes a reference, then something else."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        _option: str | None = None,
    ) -> None:
        """Store both."""
        try:
            setattr(namespace, self.dest, (reference(values[0]), *values[1:]))
        except argparse.ArgumentTypeError as error:
            parser.error(f"argument {self.option_strings[0]}: {error}")


def days(text: str) -> int:
    """A number of days."""
    return number(text, "of days")


def number(text: str, of_what: str = "from 1 on") -> int:
    """A number, from 1 on."""
    if not (text.isascii() and text.isdigit() and int(text)):
        raise argparse.ArgumentTypeError(f'"{shorten(text)}" is not a number {of_what}')
    return int(text)
