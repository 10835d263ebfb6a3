"""Drives LibreOffice without a window: opens letters, and converts them."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.support import machine
from tests.support.needs import need

_FILTERS = {"txt": "txt:Text (encoded):UTF8", "pdf": "pdf"}


def convert(folder: Path, files: Sequence[Path], kind: str) -> list[Path]:
    """Convert files into text or PDF, with new settings in the folder; return the results."""
    program = need(machine.libreoffice(), "LibreOffice")
    target = folder / f"as-{kind}"
    command: list[str | Path] = [
        program,
        f"-env:UserInstallation={(folder / 'settings').as_uri()}",
        "--headless",
        "--convert-to",
        _FILTERS[kind],
        "--outdir",
        target,
        *files,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    made = [target / f"{file.stem}.{kind}" for file in files]
    assert all(file.is_file() for file in made), done.stdout + done.stderr
    return made
