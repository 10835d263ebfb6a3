"""Settings: an invalid one prevents the start, and all invalid ones are reported at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from intake.settings.rules import DEFAULTS
from intake.settings.server_addresses import MailFolder, Smtp
from intake.settings.settings import OpenIdProvider, SettingsError, load
from tests.intake.conftest import ROOT

WRONG = {
    "INTAKE_ROOT": "/nowhere",
    "INTAKE_DRAFTS": "perhaps",
    "INTAKE_DATABASE": "mysql://localhost/intake",
    "INTAKE_SITE_URL": "www.example.org",
    "INTAKE_TEAM": "team at example.org",
    "INTAKE_SENDER": "a@example.org, b@example.org",
    "INTAKE_SMTP": "mail.example.org",
    "INTAKE_POSTS_PER_HOUR": "many",
    "INTAKE_MAILS_PER_DAY": "-1",
    "INTAKE_PROXIES": "1.5",
    "INTAKE_MONITOR": "8002",
    "INTAKE_LIMITS_KEY": "too short",
    "INTAKE_OPENID_ISSUER": "http://id.example.org",
    "INTAKE_OPENID_CLIENT": "the intake",
    "INTAKE_OPENID_SECRET": "hush\n",
    "INTAKE_PROXY_HEADER": "X-Remote-User: ",
    "INTAKE_PROXY_KEY": "hush",
}


def _problems(**given: str) -> list[str]:
    with pytest.raises(SettingsError) as raised:
        load({"INTAKE_ROOT": str(ROOT)} | {f"INTAKE_{k.upper()}": v for k, v in given.items()})
    return str(raised.value).splitlines()


def test_every_wrong_setting_is_reported_and_all_at_once() -> None:
    assert WRONG.keys() == DEFAULTS.keys()
    with pytest.raises(SettingsError) as raised:
        load(WRONG)
    named = [line.partition(":")[0] for line in str(raised.value).splitlines()]
    assert sorted(named) == sorted(DEFAULTS)


def test_an_unknown_setting_prevents_the_start() -> None:
    (problem,) = _problems(datbase="sqlite:///x.db")
    assert problem == 'INTAKE_DATBASE: unknown setting. Did you mean "INTAKE_DATABASE"?'


def test_a_setting_that_is_not_needed_any_more_is_said_to_be_so() -> None:
    (problem,) = _problems(secret="x" * 32)
    assert problem == "INTAKE_SECRET: pages are no longer signed. Delete the line."


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("site_url", "http://["),
        ("site_url", "http:///"),
        ("site_url", "ftp://example.org/"),
        ("site_url", "https://example.org"),
        ("site_url", "https://example.org/?a=/"),
        ("smtp", "smtp://host:port"),
        ("smtp", "smtp://host:99999"),
        ("smtp", "smtp://"),
        ("smtp", "folder:"),
        ("smtp", "smtp://[::1"),
        ("smtp", "https://host"),
        ("monitor", "127.0.0.1"),
        ("monitor", "127.0.0.1:x"),
        ("monitor", "127.0.0.1:8002/metrics"),
        ("team", "a..b@example.org"),
        ("team", "é@example.org"),
        ("team", "a@b@c"),
        ("sender", "name"),
        ("sender", "a@example.org\nBcc: b@example.org"),
        ("posts_per_hour", ""),
        ("posts_per_hour", "²"),
        ("posts_per_hour", "٣"),
    ],
)
def test_a_value_that_cannot_work_is_rejected_at_the_start(name: str, value: str) -> None:
    (problem,) = _problems(**{name: value})
    assert problem.startswith(f"INTAKE_{name.upper()}: ")
    assert " is not valid; expected " in problem


@pytest.mark.parametrize(
    ("given", "lacking"),
    [
        ({"openid_issuer": "https://id.example.org"}, "OPENID_CLIENT"),
        ({"openid_client": "intake"}, "OPENID_ISSUER"),
        ({"proxy_header": "X-Remote-User"}, "PROXY_KEY"),
        ({"proxy_key": "k" * 32}, "PROXY_HEADER"),
    ],
)
def test_a_setting_that_means_nothing_without_another_one_asks_for_it(
    given: dict[str, str], lacking: str
) -> None:
    (problem,) = _problems(**given)
    (name,) = given
    because = f"because INTAKE_{name.upper()} has one"
    assert problem == f"INTAKE_{lacking}: it has no value; expected one, {because}."


@pytest.mark.parametrize(
    "issuer",
    [
        "https://id.example.org",
        "https://id.example.org:8443/realms/programme/",
        "http://localhost:9400",
        "http://127.0.0.1/id",
    ],
)
def test_an_issuer_is_read_as_the_provider_writes_it(issuer: str) -> None:
    given = {"INTAKE_OPENID_ISSUER": issuer, "INTAKE_OPENID_CLIENT": "intake"}
    assert load({"INTAKE_ROOT": str(ROOT)} | given).openid == OpenIdProvider(issuer, "intake", None)


@pytest.mark.parametrize(
    "issuer", ["http://localhost.evil.org", "http://127.0.0.1.evil.org", "https://me@id.org"]
)
def test_an_issuer_that_only_looks_like_this_machine_is_rejected(issuer: str) -> None:
    (problem,) = _problems(openid_issuer=issuer, openid_client="intake")
    assert problem.startswith(f'INTAKE_OPENID_ISSUER: "{issuer}" is not valid; expected ')


def test_a_message_contains_no_password() -> None:
    wrong = {
        "smtp": "smtp://me:hush@host:x",
        "database": "postgres://me:hush@host/x",
        "openid_secret": "hush hush",
        "proxy_key": "hush",
    }
    assert "hush" not in "\n".join(_problems(**wrong))


def test_without_settings_the_service_is_careful(
    monkeypatch: pytest.MonkeyPatch, project: Path
) -> None:
    monkeypatch.chdir(project)
    chosen = load({})
    assert chosen.root == project.resolve()
    assert chosen.database == f"sqlite:///{project.resolve()}/var/intake.db"
    assert (chosen.smtp, chosen.team, chosen.sender, chosen.site_url) == (None,) * 4
    assert (chosen.posts_per_hour, chosen.mails_per_day, chosen.proxies) == (300, 5, 0)


def test_settings_come_from_the_environment_and_others_variables_do_not_matter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("INTAKE_ROOT", str(ROOT))
    monkeypatch.setenv("INTAKE_SITE_URL", "https://example.org/mieux/")
    monkeypatch.setenv("OTHER_SETTING", "x")
    assert load().site_url == "https://example.org/mieux/"


@pytest.mark.parametrize(
    ("value", "server"),
    [
        ("smtp://mail.example.org", Smtp("mail.example.org", 25, None, None, tls=False)),
        ("smtps://mail.example.org", Smtp("mail.example.org", 465, None, None, tls=True)),
        ("smtp://[::1]:2525", Smtp("::1", 2525, None, None, tls=False)),
        (
            "smtp://me%40example.org:a%2Fb%3A%40@mail.example.org:587",
            Smtp("mail.example.org", 587, "me@example.org", "a/b:@", tls=False),
        ),
        ("folder:/srv/a b/c", MailFolder(Path("/srv/a b/c"))),
    ],
)
def test_a_mail_server_is_one_address_with_signs_escaped(
    value: str, server: Smtp | MailFolder
) -> None:
    assert load({"INTAKE_ROOT": str(ROOT), "INTAKE_SMTP": value}).smtp == server


def described() -> dict[str, str]:
    """Return the guide's table of settings: the name, and its default."""
    guide = (ROOT / "guides" / "run-the-intake.md").read_text(encoding="utf-8")
    return dict(re.findall(r"(?m)^\| `(INTAKE_\w+)` \| ([^|]+?) \|", guide))


def test_the_guide_describes_every_setting_and_no_other() -> None:
    assert described().keys() == DEFAULTS.keys()


@pytest.mark.parametrize("name", DEFAULTS)
def test_the_guide_names_the_default_that_a_setting_has(name: str) -> None:
    """The default is a value, or described in words, or that of another setting."""
    code = re.findall(r"`([^`]+)`", described()[name])
    if DEFAULTS[name]:
        assert code == [DEFAULTS[name]]
    else:
        assert not set(code) - DEFAULTS.keys() - {"content/site.yaml"}


def test_the_sample_of_settings_is_read() -> None:
    sample = (ROOT / "deploy" / "intake.env").read_text(encoding="utf-8")
    given = dict(re.findall(r"(?m)^(\w+)=(.*)$", sample))
    assert given.keys() <= DEFAULTS.keys()
    loaded = load(given | {"INTAKE_ROOT": str(ROOT)})
    assert loaded.proxies == 1  # it is for a server behind nginx
