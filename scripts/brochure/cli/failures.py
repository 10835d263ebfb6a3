"""What the command line does when a file or its own output cannot be written."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator

CLOSED_PIPE = 141  # as the shell reports programs that SIGPIPE has ended: brochure status | head


@contextlib.contextmanager
def all_or_nothing() -> Iterator[None]:
    """Note on an error that nothing was changed: around what writes its files all at once."""
    try:
        yield
    except OSError as error:
        error.add_note("Nothing was changed.")
        raise


def description(error: OSError) -> str:
    """Return which file cannot be read or written, why, and what is noted on the error."""
    file = f"{error.filename}: " if error.filename else ""  # a full disk names no file
    notes = getattr(error, "__notes__", ())
    return " ".join([f"{file}{error.strerror or error}.", *notes])


def discard_output() -> None:
    """Discard what cannot be printed: Python would report it once more at its end."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
