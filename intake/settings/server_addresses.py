"""Servers that settings name: where emails go, and where something listens."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True)
class Smtp:
    """A mail server; ``tls`` from the first byte (smtps), else STARTTLS if the server offers it."""

    host: str
    port: int
    user: str | None
    password: str | None
    tls: bool


@dataclass(frozen=True)
class MailFolder:
    """A folder into which emails are written instead of being sent: for a preview or a trial."""

    path: Path


@dataclass(frozen=True)
class Address:
    """Where something listens."""

    host: str
    port: int


def address(value: str) -> Address | None:
    """Return the address that is written so; ``None`` if it is empty or malformed."""
    try:
        parts = urlsplit(f"//{value}")
        port = parts.port
    except ValueError:
        return None
    is_one = parts.hostname and port is not None and not (parts.path or parts.username)
    return Address(str(parts.hostname), port or 0) if is_one else None


def smtp(value: str) -> Smtp | MailFolder | None:
    """Return the mail server that an address names; ``None`` if it is empty or malformed."""
    if value.startswith("folder:"):
        path = value.removeprefix("folder:")
        return MailFolder(Path(path)) if path else None
    try:
        parts = urlsplit(value)
        port = parts.port or (465 if parts.scheme == "smtps" else 25)
    except ValueError:
        return None
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        return None
    user, password = (unquote(part) if part else None for part in (parts.username, parts.password))
    return Smtp(parts.hostname, port, user, password, parts.scheme == "smtps")
