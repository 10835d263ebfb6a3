"""Settings from the environment; a wrong one stops the start."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS = re.compile(rf"({_ATOM}(\.{_ATOM})*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*)?")
_WEB_ADDRESS = re.compile(r"https?://[^\s/?#@\[\]]+/([^\s?#]*/)?")


class SettingsError(Exception):
    """One or more settings are wrong; the text names them all."""


@dataclass(frozen=True)
class Smtp:
    """A mail server; ``tls`` from the first byte (smtps), else STARTTLS if the server offers it."""

    host: str
    port: int
    user: str | None
    password: str | None
    tls: bool


@dataclass(frozen=True)
class Settings:
    """What an operator decides; ``guides/run-the-intake.md`` describes each."""

    root: Path
    drafts: bool
    database: str
    site_url: str | None
    secret: bytes
    team: str | None
    sender: str | None
    smtp: Smtp | None
    posts_per_hour: int
    mails_per_day: int
    proxies: int


DEFAULTS = {
    "INTAKE_ROOT": ".",
    "INTAKE_DRAFTS": "no",
    "INTAKE_DATABASE": "sqlite:///var/intake.db",
    "INTAKE_SITE_URL": "",
    "INTAKE_SECRET": "",
    "INTAKE_TEAM": "",
    "INTAKE_SENDER": "",
    "INTAKE_SMTP": "",
    "INTAKE_POSTS_PER_HOUR": "300",  # an office of fifty, each with some corrections
    "INTAKE_MAILS_PER_DAY": "5",
    "INTAKE_PROXIES": "0",
}


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings.

    Raises:
        SettingsError: a value is wrong, or a variable that begins with INTAKE_ is unknown.
    """
    environment = os.environ if environment is None else environment
    given = {k: v for k, v in environment.items() if k.startswith("INTAKE_")}
    values = DEFAULTS | given
    wrong = [
        f"{name}: unknown setting. Settings: {', '.join(DEFAULTS)}."
        for name in sorted(given.keys() - DEFAULTS.keys())
    ]
    root = Path(values["INTAKE_ROOT"]).resolve()
    if not (root / "content").is_dir():
        wrong.append(f"INTAKE_ROOT: expected the project's folder, found no content/ in {root}.")
    if values["INTAKE_DRAFTS"] not in {"yes", "no"}:
        wrong.append("INTAKE_DRAFTS: expected yes, for a preview of draft languages, or no.")
    database = values["INTAKE_DATABASE"]
    if not database.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        wrong.append(
            "INTAKE_DATABASE: expected sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME."
        )
    site_url = values["INTAKE_SITE_URL"] or None
    if site_url and not _WEB_ADDRESS.fullmatch(site_url):
        wrong.append("INTAKE_SITE_URL: expected a full address that ends in a slash.")
    secret = values["INTAKE_SECRET"]
    if secret and len(secret) < 32:  # noqa: PLR2004 - 32 characters, said right there
        wrong.append("INTAKE_SECRET: expected at least 32 characters that nobody can guess.")
    addresses = ("INTAKE_TEAM", "INTAKE_SENDER")
    invalid = (name for name in addresses if not _ADDRESS.fullmatch(values[name]))
    wrong.extend(f"{name}: expected one e-mail address." for name in invalid)
    numbers = {}
    for name in ("INTAKE_POSTS_PER_HOUR", "INTAKE_MAILS_PER_DAY", "INTAKE_PROXIES"):
        if values[name].isascii() and values[name].isdigit():
            numbers[name] = int(values[name])
        else:
            wrong.append(f"{name}: expected a whole number, found {values[name]!r}.")
    smtp = _smtp(values["INTAKE_SMTP"], wrong)
    if wrong:
        raise SettingsError("\n".join(wrong))
    return Settings(
        root,
        values["INTAKE_DRAFTS"] == "yes",
        database,
        site_url,
        secret.encode() or secrets.token_bytes(32),
        values["INTAKE_TEAM"] or None,
        values["INTAKE_SENDER"] or None,
        smtp,
        numbers["INTAKE_POSTS_PER_HOUR"],
        numbers["INTAKE_MAILS_PER_DAY"],
        numbers["INTAKE_PROXIES"],
    )


def _smtp(value: str, wrong: list[str]) -> Smtp | None:
    if not value:
        return None
    hint = "INTAKE_SMTP: expected smtp://USER:PASSWORD@HOST:PORT, or smtps:// for TLS at once."
    try:
        parts = urlsplit(value)
        port = parts.port or (465 if parts.scheme == "smtps" else 25)
    except ValueError:
        wrong.append(hint)
        return None
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        wrong.append(hint)
        return None
    user, password = (unquote(part) if part else None for part in (parts.username, parts.password))
    return Smtp(parts.hostname, port, user, password, parts.scheme == "smtps")
