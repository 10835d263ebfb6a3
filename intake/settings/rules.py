"""What each setting may be: its default, what is expected, and which others it needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from brochure.text.entered import HOST, LOCAL_PART
from brochure.text.suggestions import did_you_mean, shorten
from intake.settings.server_addresses import address, smtp

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


_EMAIL = re.compile(rf"({LOCAL_PART}@{HOST})?")  # perhaps of this machine: root@localhost
_NUMBER = re.compile("[0-9]+")
_VISIBLE = re.compile("[!-~]*")  # ASCII characters that are visible

# How a value is checked, and what is expected.
_RULES: dict[str, tuple[Callable[[str], object], str]] = {
    "INTAKE_ROOT": (
        lambda value: Path(value, "content").is_dir(),
        "the project's folder, which contains content/",
    ),
    "INTAKE_DRAFTS": (
        re.compile("yes|no").fullmatch,
        "yes (previews draft languages) or no",
    ),
    "INTAKE_DATABASE": (
        re.compile(r"(sqlite:///|postgresql(\+psycopg)?://).*", re.DOTALL).fullmatch,
        "sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME",
    ),
    "INTAKE_SITE_URL": (
        re.compile(r"(https?://[^\s/?#@\[\]]+/([^\s?#]*/)?)?").fullmatch,
        "a full address that ends in a slash",
    ),
    "INTAKE_TEAM": (_EMAIL.fullmatch, "one email address"),
    "INTAKE_SENDER": (_EMAIL.fullmatch, "one email address"),
    "INTAKE_SMTP": (
        lambda value: not value or smtp(value),
        "smtp://USER:PASSWORD@HOST:PORT, smtps:// for TLS from the start, or folder:PATH",
    ),
    "INTAKE_POSTS_PER_HOUR": (_NUMBER.fullmatch, "a whole number"),
    "INTAKE_MAILS_PER_DAY": (_NUMBER.fullmatch, "a whole number"),
    "INTAKE_PROXIES": (_NUMBER.fullmatch, "a whole number"),
    "INTAKE_MONITOR": (
        lambda value: not value or address(value),
        "HOST:PORT that only operators can reach, such as 127.0.0.1:8002",
    ),
    "INTAKE_LIMITS_KEY": (
        re.compile(".{32,}|").fullmatch,
        "32 or more random characters, such as the output of openssl rand -hex 16",
    ),
    "INTAKE_OPENID_ISSUER": (
        # Without TLS on this machine only: anyone on the way could sign in as anybody.
        re.compile(
            r"(https://[^\s/?#@]+(/[^\s?#]*)?|http://(localhost|127\.0\.0\.1)(:\d+)?(/[^\s?#]*)?)?"
        ).fullmatch,
        "the provider's address exactly as it publishes it, with https://",
    ),
    "INTAKE_OPENID_CLIENT": (_VISIBLE.fullmatch, "the client id at the provider"),
    "INTAKE_OPENID_SECRET": (_VISIBLE.fullmatch, "the client secret from the provider"),
    "INTAKE_PROXY_HEADER": (
        re.compile("([A-Za-z0-9]+(-[A-Za-z0-9]+)*)?").fullmatch,
        "the name of a header, such as X-Remote-User",
    ),
    "INTAKE_PROXY_KEY": (
        re.compile("([A-Za-z0-9_-]{32,200})?").fullmatch,
        "at least 32 random letters and digits",
    ),
}
# What earlier versions had, and what has changed.
_REMOVED = {"INTAKE_SECRET": "pages are no longer signed. Delete the line."}
_SHOWN = 200  # characters of a value
# Their values are not shown, because they may contain passwords.
_PRIVATE = {
    "INTAKE_DATABASE",
    "INTAKE_SMTP",
    "INTAKE_OPENID_SECRET",
    "INTAKE_PROXY_KEY",
    "INTAKE_LIMITS_KEY",
}


def problems(values: Mapping[str, str]) -> list[str]:
    """Return the problems of the settings, a line each."""
    return [*_unknown(values), *_invalid(values), *_incomplete(values)]


def _unknown(values: Mapping[str, str]) -> Iterator[str]:
    for name in sorted(values.keys() - DEFAULTS.keys()):
        change = _REMOVED.get(name)
        yield f"{name}: {change or f'unknown setting. {_meant(name)}'}"


def _meant(name: str) -> str:
    return did_you_mean(name, DEFAULTS)


def _invalid(values: Mapping[str, str]) -> Iterator[str]:
    for name, (is_valid, expected) in _RULES.items():
        if not is_valid(values[name]):
            shown = "its value" if name in _PRIVATE else f'"{shorten(values[name], _SHOWN)}"'
            yield f"{name}: {shown} is not valid; expected {expected}."


def _incomplete(values: Mapping[str, str]) -> Iterator[str]:
    for name, needed in _NEEDED.items():
        if values[name] and not values[needed]:
            yield f"{needed}: it has no value; expected one, because {name} has one."
