"""Tries everything that the service needs, before it is started: ``intake doctor``.

Each check is made as the service will make it: by writing, by talking to the mail server, by asking
for the site from outside.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin

import requests
import sqlalchemy as sa

from intake.mail.delivery import connection
from intake.mail.smtp_conversation import SmtpSender
from intake.mail.smtp_replies import AwayError, BrokenError, MailRefusedError
from intake.monitoring.reach import fetch
from intake.service import Service, load_site
from intake.settings.settings import Settings
from intake.sign_in import examination as desk
from intake.storage import examination as database
from intake.storage.check_result import CheckResult
from intake.storage.database import connect

_TIMEOUT = 10  # seconds for the site to answer

Check = Callable[[Service], Iterator[CheckResult]]


def examine(settings: Settings, file: Path | None) -> Iterator[CheckResult]:
    """Try everything; ``file`` is where the settings come from, if that is a file.

    If one check fails, the others are still made.

    Raises:
        ProblemsError, SettingsError: the content has errors, or no form.
    """
    site, form = load_site(settings)
    yield CheckResult("content", is_well=True, seen=f"{settings.root} has a form")
    if file:
        yield from _settings_file(file)
    checks: dict[str, Check] = {
        "mail": _mail,
        "site": _site,
        "sign in": _sign_in,
        "monitor": _monitor,
    }
    engine = sa.create_engine("sqlite://")  # what asks for none is given none
    try:
        engine = connect(settings.database, creates=False)
        checks = {
            "storage": lambda service: database.storage(service.engine),
            "durability": lambda service: database.durability(service.engine),
            "disk": lambda service: database.disk(service.engine),
            "clock": lambda service: database.clock(service.engine),
            "team": _team,
            **checks,
        }
    except Exception as error:  # noqa: BLE001 - the others are to be made all the same
        yield CheckResult("database", is_well=False, seen=_first_line(error))
    service = Service(settings, site, form, engine)
    for what, check in checks.items():
        try:
            yield from check(service)
        except Exception as error:  # noqa: BLE001 - as above
            yield CheckResult(what, is_well=False, seen=_first_line(error))
    engine.dispose()


def _settings_file(file: Path) -> Iterator[CheckResult]:
    mode = stat.S_IMODE(file.stat().st_mode)
    is_private = not mode & 0o007
    seen = f"{file} has mode {mode:o}" + ("" if is_private else ": everybody can read passwords")
    yield CheckResult("settings", is_private, seen)


def _mail(service: Service) -> Iterator[CheckResult]:
    """Talk to the mail server up to the point where an email would follow."""
    team = service.team
    sender = service.settings.sender or team
    if service.settings.smtp is None:
        yield CheckResult("mail", is_well=False, seen="INTAKE_SMTP is not set: all emails wait")
        return
    try:
        with connection(service.settings.smtp) as server:
            if not isinstance(server, SmtpSender):
                yield CheckResult(
                    "mail",
                    is_well=False,
                    seen="emails are written to a folder: nobody receives them",
                )
                return
            tls = "with TLS" if server.has_tls else "without TLS"
            yield CheckResult("mail server", is_well=True, seen=f"accepts us, {tls}")
            server.name(sender, team)
            yield CheckResult(
                "mail", is_well=True, seen=f"from {sender} to {team} would be accepted"
            )
    except AwayError as error:
        yield CheckResult("mail server", is_well=False, seen=str(error))
    except (BrokenError, MailRefusedError) as error:
        yield CheckResult("mail", is_well=False, seen=f"from {sender} to {team}: {error}")


def _site(service: Service) -> Iterator[CheckResult]:
    """Ask for the site, and for the service behind it, as a browser would."""
    site = service.settings.site_url or service.site.content.site.url
    health = urljoin(urljoin(site, service.form.endpoint), "health")
    page = fetch(site)
    yield CheckResult("site", page.ok, f"{site} answers {page.status_code}")
    answer = fetch(health)
    is_ours = answer.headers.get("content-type", "").startswith("application/json")
    if not is_ours:
        seen = (
            f"{health} answers {answer.status_code}, but not as the intake does: is the service"
            " running, and does the web server pass requests on to it?"
        )
        yield CheckResult("service", is_well=False, seen=seen)
        return
    yield CheckResult("service", answer.ok, f"{health} says {answer.json().get('status')}")
    # The intake does not name itself; a proxy before it does.
    passes = bool({"server", "via"} & {name.lower() for name in answer.headers})
    proxies = service.settings.proxies
    is_right = passes == bool(proxies)
    seen = f"INTAKE_PROXIES is {proxies}"
    if passes and not proxies:
        seen += ", but there is a proxy: all people would share one limit"
    elif proxies and not passes:
        seen += ", but there seems to be no proxy: senders could bypass the limit"
    yield CheckResult("proxies", is_right, seen)


def _team(service: Service) -> Iterator[CheckResult]:
    if service.site.content.desk:
        yield from desk.team(service.engine)


def _sign_in(service: Service) -> Iterator[CheckResult]:
    if service.site.content.desk:
        site = service.settings.site_url or service.site.content.site.url
        address = urljoin(site, f"{service.form.endpoint}staff/")
        yield from desk.sign_in(service.settings, address, service.site.tags[0])


def _monitor(service: Service) -> Iterator[CheckResult]:
    address = service.settings.monitor
    if address is None:
        yield CheckResult("monitor", is_well=True, seen="INTAKE_MONITOR is not set")
        return
    host = f"[{address.host}]" if ":" in address.host else address.host
    answer = requests.get(f"http://{host}:{address.port}/health", timeout=_TIMEOUT)
    seen = ", ".join(f"{name} {value}" for name, value in answer.json().items())
    yield CheckResult("monitor", answer.ok, seen)


def _first_line(error: Exception) -> str:
    """Return what is wrong, without what follows: it may quote values."""
    reason = str(getattr(error, "orig", None) or error).partition("\n")[0]
    return f"{type(error).__name__}: {reason}"
