"""Settings from the environment; an invalid one prevents the start."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from brochure.text.suggestions import did_you_mean


class SettingsError(Exception):
    """One or more settings are invalid; the text lists them all."""


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
    """A folder into which mails are written instead of being sent: for a preview or a trial."""

    path: Path


@dataclass(frozen=True)
class Address:
    """Where something listens."""

    host: str
    port: int


@dataclass(frozen=True)
class OpenIdProvider:
    """Where staff have accounts, and how it knows the intake; a public client has no secret."""

    issuer: str
    client: str
    secret: str | None


@dataclass(frozen=True)
class SignInProxy:
    """A proxy that has signed staff in: it names them in a header, and shows the key in another."""

    header: str
    key: str


@dataclass(frozen=True)
class Settings:
    """What an operator configures; ``guides/run-the-intake.md`` describes each."""

    root: Path
    drafts: bool
    database: str
    site_url: str | None
    team: str | None
    sender: str | None
    smtp: Smtp | MailFolder | None
    posts_per_hour: int
    mails_per_day: int
    proxies: int
    monitor: Address | None
    limits_key: str
    openid: OpenIdProvider | None
    sign_in_proxy: SignInProxy | None


DEFAULTS = {
    "INTAKE_ROOT": ".",
    "INTAKE_DRAFTS": "no",
    "INTAKE_DATABASE": "sqlite:///var/intake.db",
    "INTAKE_SITE_URL": "",
    "INTAKE_TEAM": "",
    "INTAKE_SENDER": "",
    "INTAKE_SMTP": "",
    "INTAKE_POSTS_PER_HOUR": "300",  # an office of fifty people, with corrections
    "INTAKE_MAILS_PER_DAY": "5",
    "INTAKE_PROXIES": "0",
    "INTAKE_MONITOR": "",
    "INTAKE_LIMITS_KEY": "",
    "INTAKE_OPENID_ISSUER": "",
    "INTAKE_OPENID_CLIENT": "",
    "INTAKE_OPENID_SECRET": "",
    "INTAKE_PROXY_HEADER": "",
    "INTAKE_PROXY_KEY": "",
}
# Settings without which another one means nothing.
_NEEDED = {
    "INTAKE_OPENID_ISSUER": "INTAKE_OPENID_CLIENT",
    "INTAKE_OPENID_CLIENT": "INTAKE_OPENID_ISSUER",
    "INTAKE_OPENID_SECRET": "INTAKE_OPENID_CLIENT",
    "INTAKE_PROXY_HEADER": "INTAKE_PROXY_KEY",
    "INTAKE_PROXY_KEY": "INTAKE_PROXY_HEADER",
}


_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_EMAIL = re.compile(rf"({_ATOM}(\.{_ATOM})*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*)?")
_NUMBER = re.compile("[0-9]+")
_VISIBLE = re.compile("[!-~]*")  # signs of ASCII

# How a value is checked, and what is expected.
_RULES: dict[str, tuple[Callable[[str], object], str]] = {
    "INTAKE_ROOT": (
        lambda value: Path(value, "content").is_dir(),
        "the project's folder, with content/ in it",
    ),
    "INTAKE_DRAFTS": (
        re.compile("yes|no").fullmatch,
        "yes, for a preview of draft languages, or no",
    ),
    "INTAKE_DATABASE": (
        re.compile(r"(sqlite:///|postgresql(\+psycopg)?://).*", re.DOTALL).fullmatch,
        "sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME",
    ),
    "INTAKE_SITE_URL": (
        re.compile(r"(https?://[^\s/?#@\[\]]+/([^\s?#]*/)?)?").fullmatch,
        "a full address that ends in a slash",
    ),
    "INTAKE_TEAM": (_EMAIL.fullmatch, "one e-mail address"),
    "INTAKE_SENDER": (_EMAIL.fullmatch, "one e-mail address"),
    "INTAKE_SMTP": (
        lambda value: not value or _smtp(value),
        "smtp://USER:PASSWORD@HOST:PORT, smtps:// for TLS at once, or folder:PATH",
    ),
    "INTAKE_POSTS_PER_HOUR": (_NUMBER.fullmatch, "a whole number"),
    "INTAKE_MAILS_PER_DAY": (_NUMBER.fullmatch, "a whole number"),
    "INTAKE_PROXIES": (_NUMBER.fullmatch, "a whole number"),
    "INTAKE_MONITOR": (
        lambda value: not value or _address(value),
        "HOST:PORT that only operators can reach, such as 127.0.0.1:8002",
    ),
    "INTAKE_LIMITS_KEY": (
        re.compile(".{32,}|").fullmatch,
        "32 signs or more that nobody can guess, such as openssl rand -hex 16 prints",
    ),
    "INTAKE_OPENID_ISSUER": (
        # Without TLS on this machine only: whoever is between could sign in as anybody.
        re.compile(
            r"(https://[^\s/?#@]+(/[^\s?#]*)?|http://(localhost|127\.0\.0\.1)(:\d+)?(/[^\s?#]*)?)?"
        ).fullmatch,
        "the provider's address as it writes it itself, with https://",
    ),
    "INTAKE_OPENID_CLIENT": (_VISIBLE.fullmatch, "what the provider calls the intake"),
    "INTAKE_OPENID_SECRET": (_VISIBLE.fullmatch, "the secret from the provider"),
    "INTAKE_PROXY_HEADER": (
        re.compile("([A-Za-z0-9]+(-[A-Za-z0-9]+)*)?").fullmatch,
        "the name of a header, such as X-Remote-User",
    ),
    "INTAKE_PROXY_KEY": (
        re.compile("([A-Za-z0-9_-]{32,200})?").fullmatch,
        "at least 32 letters and digits, drawn at random",
    ),
}
# What earlier versions had, and what has changed.
_REMOVED = {"INTAKE_SECRET": "no page is signed any more. Delete the line."}
# Their values are not shown, because they may contain passwords.
_PRIVATE = {
    "INTAKE_DATABASE",
    "INTAKE_SMTP",
    "INTAKE_OPENID_SECRET",
    "INTAKE_PROXY_KEY",
    "INTAKE_LIMITS_KEY",
}


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings.

    Raises:
        SettingsError: a value is invalid, or a variable that begins with INTAKE_ is unknown.
    """
    environment = os.environ if environment is None else environment
    values = DEFAULTS | {k: v for k, v in environment.items() if k.startswith("INTAKE_")}
    if errors := [*_unknown(values), *_invalid(values), *_incomplete(values)]:
        raise SettingsError("\n".join(errors))
    root = Path(values["INTAKE_ROOT"]).resolve()
    return Settings(
        root=root,
        drafts=values["INTAKE_DRAFTS"] == "yes",
        database=_database(values["INTAKE_DATABASE"], root),
        site_url=values["INTAKE_SITE_URL"] or None,
        team=values["INTAKE_TEAM"] or None,
        sender=values["INTAKE_SENDER"] or None,
        smtp=_smtp(values["INTAKE_SMTP"]),
        posts_per_hour=int(values["INTAKE_POSTS_PER_HOUR"]),
        mails_per_day=int(values["INTAKE_MAILS_PER_DAY"]),
        proxies=int(values["INTAKE_PROXIES"]),
        monitor=_address(values["INTAKE_MONITOR"]),
        limits_key=values["INTAKE_LIMITS_KEY"],
        openid=_openid(values),
        sign_in_proxy=_sign_in_proxy(values),
    )


def _unknown(values: Mapping[str, str]) -> Iterator[str]:
    for name in sorted(values.keys() - DEFAULTS.keys()):
        change = _REMOVED.get(name)
        yield f"{name}: {change or f'unknown setting. {_meant(name)}'}"


def _meant(name: str) -> str:
    return did_you_mean(name, DEFAULTS, "Settings")


def _invalid(values: Mapping[str, str]) -> Iterator[str]:
    for name, (is_valid, expected) in _RULES.items():
        if not is_valid(values[name]):
            found = "" if name in _PRIVATE else f", found {values[name]!r}"
            yield f"{name}: expected {expected}{found}."


def _incomplete(values: Mapping[str, str]) -> Iterator[str]:
    for name, needed in _NEEDED.items():
        if values[name] and not values[needed]:
            yield f"{needed}: expected a value, because {name} has one."


def _database(value: str, root: Path) -> str:
    """Return the database's address; a file is below the project's folder."""
    scheme = "sqlite:///"
    return f"{scheme}{root / value.removeprefix(scheme)}" if value.startswith(scheme) else value


def _address(value: str) -> Address | None:
    """Return the address that is written so; ``None`` if it is empty or malformed."""
    try:
        parts = urlsplit(f"//{value}")
        port = parts.port
    except ValueError:
        return None
    is_one = parts.hostname and port is not None and not (parts.path or parts.username)
    return Address(str(parts.hostname), port or 0) if is_one else None


def _openid(values: Mapping[str, str]) -> OpenIdProvider | None:
    issuer, client, secret = (
        values[f"INTAKE_OPENID_{name}"] for name in ("ISSUER", "CLIENT", "SECRET")
    )
    return OpenIdProvider(issuer, client, secret or None) if issuer else None


def _sign_in_proxy(values: Mapping[str, str]) -> SignInProxy | None:
    header, key = values["INTAKE_PROXY_HEADER"], values["INTAKE_PROXY_KEY"]
    return SignInProxy(header, key) if header else None


def _smtp(value: str) -> Smtp | MailFolder | None:
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
