"""Runs a command with the service of the settings, or prints why that is not possible."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from intake.service import Service, open_service
from intake.settings.settings import Settings

Run = Callable[[Settings, argparse.Namespace], None]


class UsageError(Exception):
    """A command failed; the message says why."""


def with_service(
    run: Callable[[Service, argparse.Namespace], None], *, creates: bool = False
) -> Run:
    """Return a command that is given the service instead of its settings.

    Only one that ``creates`` makes a database where there is none: others would show an empty one
    for a mistake in the settings.
    """

    def opened(chosen: Settings, options: argparse.Namespace) -> None:
        service = open_service(chosen, creates=creates)
        try:
            run(service, options)
        finally:
            service.engine.dispose()

    return opened
