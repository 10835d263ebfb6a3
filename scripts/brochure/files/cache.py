"""Folders below ``.cache``: files that take long to make, by a digest of what they are made of."""

from __future__ import annotations

import atexit
import contextlib
import functools
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path


@functools.cache
def usable(folder: Path) -> Path:
    """Return the folder, or one for this process where it cannot be written."""
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    return _temporary()


@functools.cache
def _temporary() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="brochure-cache-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def cached_file(folder: Path, name: str, make: Callable[[], bytes]) -> Path:
    """Return the file called ``name`` in a cache folder; make it, in whole, if it does not exist.

    Raises:
        OSError: it cannot be written.
    """
    file = usable(folder) / name
    if not file.exists():
        data = make()
        handle, new = tempfile.mkstemp(prefix="new-", dir=file.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            Path(new).replace(file)
        except BaseException:
            Path(new).unlink(missing_ok=True)
            raise
    return file
