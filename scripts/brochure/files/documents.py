"""Documents that pages link to, such as PDF: the kinds that may be, and whether a file is one."""

from __future__ import annotations

import re
from pathlib import Path

# The kinds by the ends of names: media types, and how the files begin.
_ZIP, _ANY = rb"PK\x03\x04", rb""
_OPEN = "application/vnd.oasis.opendocument"
_OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS: dict[str, tuple[str, bytes]] = {
    ".pdf": ("application/pdf", rb"\s{0,9}%PDF-"),
    ".docx": (f"{_OFFICE}.wordprocessingml.document", _ZIP),
    ".xlsx": (f"{_OFFICE}.spreadsheetml.sheet", _ZIP),
    ".pptx": (f"{_OFFICE}.presentationml.presentation", _ZIP),
    ".odt": (f"{_OPEN}.text", _ZIP),
    ".ods": (f"{_OPEN}.spreadsheet", _ZIP),
    ".odp": (f"{_OPEN}.presentation", _ZIP),
    ".epub": ("application/epub+zip", _ZIP),
    ".zip": ("application/zip", _ZIP),
    ".rtf": ("application/rtf", rb"\{\\rtf"),
    ".csv": ("text/csv", _ANY),
    ".txt": ("text/plain", _ANY),
    ".ics": ("text/calendar", rb"BEGIN:VCALENDAR"),
    ".mp3": ("audio/mpeg", _ANY),
    ".mp4": ("video/mp4", rb"....ftyp"),
}
_LFS = b"version https://git-lfs"
_BEGINNING = 200


def flaw(path: Path) -> tuple[str, str] | None:
    """Return what is wrong with a file, as message and hint; None if it is what its name says."""
    try:
        with path.open("rb") as file:
            data = file.read(_BEGINNING)
    except OSError as error:
        return (
            f"cannot be read: {error.strerror}",
            "Check that it is a file and that you may read it.",
        )
    kind = path.suffix[1:].upper()
    if not data:
        return "is empty", "Copy the document there again."
    if data.startswith(_LFS):
        return "is a Git LFS pointer, not the file", "Put the document itself there."
    if not re.match(KINDS[path.suffix.lower()][1], data, re.DOTALL):
        hint = f"Save it as {kind}, or give it the right extension, here and in links."
        return f"is not a {kind} file, though its name says so", hint
    return None
