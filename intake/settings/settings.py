"""Settings from the environment; an invalid one prevents the start."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from intake.settings.rules import DEFAULTS, problems
from intake.settings.server_addresses import Address, MailFolder, Smtp, address, smtp


class SettingsError(Exception):
    """One or more settings are invalid; the text lists them all."""


@dataclass(frozen=True)
class OpenIdProvider:
    """The provider of staff accounts, and its client for the intake; a public one has no secret."""

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
    """The settings of an operator; ``guides/run-the-intake.md`` describes each."""

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


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings.

    Raises:
        SettingsError: a value is invalid, or a variable that begins with INTAKE_ is unknown.
    """
    environment = os.environ if environment is None else environment
    values = DEFAULTS | {k: v for k, v in environment.items() if k.startswith("INTAKE_")}
    if errors := problems(values):
        raise SettingsError("\n".join(errors))
    root = Path(values["INTAKE_ROOT"]).resolve()
    return Settings(
        root=root,
        drafts=values["INTAKE_DRAFTS"] == "yes",
        database=_database(values["INTAKE_DATABASE"], root),
        site_url=values["INTAKE_SITE_URL"] or None,
        team=values["INTAKE_TEAM"] or None,
        sender=values["INTAKE_SENDER"] or None,
        smtp=smtp(values["INTAKE_SMTP"]),
        posts_per_hour=int(values["INTAKE_POSTS_PER_HOUR"]),
        mails_per_day=int(values["INTAKE_MAILS_PER_DAY"]),
        proxies=int(values["INTAKE_PROXIES"]),
        monitor=address(values["INTAKE_MONITOR"]),
        limits_key=values["INTAKE_LIMITS_KEY"],
        openid=_openid(values),
        sign_in_proxy=_sign_in_proxy(values),
    )


def _database(value: str, root: Path) -> str:
    """Return the database's address; a file is below the project's folder."""
    scheme = "sqlite:///"
    return f"{scheme}{root / value.removeprefix(scheme)}" if value.startswith(scheme) else value


def _openid(values: Mapping[str, str]) -> OpenIdProvider | None:
    issuer, client, secret = (
        values[f"INTAKE_OPENID_{name}"] for name in ("ISSUER", "CLIENT", "SECRET")
    )
    return OpenIdProvider(issuer, client, secret or None) if issuer else None


def _sign_in_proxy(values: Mapping[str, str]) -> SignInProxy | None:
    header, key = values["INTAKE_PROXY_HEADER"], values["INTAKE_PROXY_KEY"]
    return SignInProxy(header, key) if header else None
