"""Tries everything that the service needs, before it does: ``intake doctor``.

Each check is made as the service will make it: by writing, by talking to the mail server, by asking
for the site from outside.
"""

from __future__ import annotations

import os
import shutil
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin

import requests
import sqlalchemy as sa
from sqlalchemy import Engine

from intake.finding import Finding
from intake.journey.draft import Draft
from intake.mail.delivery import connection
from intake.mail.smtp_conversation import SmtpSender
from intake.mail.smtp_replies import AwayError, BrokenError, RefusedError
from intake.monitoring.reach import fetch
from intake.service import Service, load_site
from intake.settings import Settings
from intake.sign_in import examination
from intake.storage import draft_table
from intake.storage.database import connect
from intake.storage.tables import submissions

_PATIENCE = 10  # seconds for the site to answer
_LITTLE_SPACE = 200_000_000  # bytes
_CLOCK = 5  # seconds that two clocks may differ


Check = Callable[[Service], Iterator[Finding]]


def examine(settings: Settings, file: Path | None) -> Iterator[Finding]:
    """Try everything; ``file`` is where the settings come from, if that is a file.

    Whatever goes wrong in one check, the others are made.

    Raises:
        ProblemsError, SettingsError: the content has errors, or no form.
    """
    site, form = load_site(settings)
    yield Finding("content", is_well=True, seen=f"{settings.root} has a form")
    if file:
        yield from _settings_file(file)
    checks: tuple[Check, ...] = (_mail, _site, _sign_in, _monitor)
    engine = sa.create_engine("sqlite://")  # what asks for none is given none
    try:
        engine = connect(settings.database, creates=False)
        checks = (_storage, _disk, _clock, _team, *checks)
    except Exception as error:  # noqa: BLE001 - the others are to be made all the same
        yield Finding("database", is_well=False, seen=_first_line(error))
    service = Service(settings, site, form, engine)
    for check in checks:
        try:
            yield from check(service)
        except Exception as error:  # noqa: BLE001 - as above
            what = check.__name__.lstrip("_")
            yield Finding(what, is_well=False, seen=_first_line(error))
    engine.dispose()


def _settings_file(file: Path) -> Iterator[Finding]:
    mode = stat.S_IMODE(file.stat().st_mode)
    is_private = not mode & 0o007
    seen = f"{file} has mode {mode:o}" + ("" if is_private else ": everybody can read passwords")
    yield Finding("settings", is_private, seen)


def _storage(service: Service) -> Iterator[Finding]:
    """Write as the service does; nothing of it stays."""
    began = time.monotonic()
    draft = Draft("", answers={"": ("x" * 4000,)})
    with service.engine.begin() as connection_:
        draft_table.insert(connection_, draft)
        draft_table.delete(connection_, draft.id)
    seconds = time.monotonic() - began
    yield Finding("storage", is_well=True, seen=f"written to the disk in {seconds:.3f} s")
    if service.engine.dialect.name == "postgresql":
        with service.engine.connect() as connection_:
            fsync = connection_.execute(sa.text("SHOW fsync")).scalar_one()
        seen = f"fsync is {fsync}" + (": a power cut loses what was received" * (fsync != "on"))
        yield Finding("durability", fsync == "on", seen)


def _disk(service: Service) -> Iterator[Finding]:
    file = _file(service.engine)
    if file is None:
        return
    for path in (file, file.parent):
        mode = stat.S_IMODE(path.stat().st_mode)
        # Who can list the folder sees no more than the database's name.
        is_private = not mode & (0o077 if path == file else 0o022)
        yield Finding("permissions", is_private, f"{path} has mode {mode:o}")
    owner = file.stat().st_uid
    is_ours = os.geteuid() in {owner, 0} and owner == file.parent.stat().st_uid
    yield Finding("owner", is_ours, f"{file} and its folder belong to user {owner}")
    free = shutil.disk_usage(file.parent).free
    yield Finding("disk", free > _LITTLE_SPACE, f"{free // 1_000_000} MB are free")


def _file(engine: Engine) -> Path | None:
    return Path(engine.url.database or "") if engine.dialect.name == "sqlite" else None


def _clock(service: Service) -> Iterator[Finding]:
    newest = sa.select(sa.func.max(submissions.c.received))
    with service.engine.connect() as connection_:
        received = connection_.execute(newest).scalar_one() or 0
        if connection_.dialect.name == "postgresql":
            now = sa.text("SELECT extract(epoch FROM clock_timestamp())")
            differs = float(connection_.execute(now).scalar_one()) - time.time()
            seen = f"PostgreSQL's differs by {differs:.1f} s"
            yield Finding("clock", abs(differs) < _CLOCK, seen)
    is_later = received - time.time() > _CLOCK
    seen = "earlier than the newest submission: it was set back" if is_later else "plausible"
    yield Finding("clock", not is_later, seen)


def _mail(service: Service) -> Iterator[Finding]:
    """Talk to the mail server up to the point where a mail would follow."""
    team = service.team
    sender = service.settings.sender or team
    if service.settings.smtp is None:
        yield Finding("mail", is_well=False, seen="INTAKE_SMTP is not set: all mails wait")
        return
    try:
        with connection(service.settings.smtp) as server:
            if not isinstance(server, SmtpSender):
                yield Finding("mail", is_well=False, seen="written to a folder: nobody gets any")
                return
            tls = "with TLS" if server.has_tls else "without TLS"
            yield Finding("mail server", is_well=True, seen=f"takes us, {tls}")
            server.name(sender, team)
            yield Finding("mail", is_well=True, seen=f"from {sender} to {team} would be taken")
    except AwayError as error:
        yield Finding("mail server", is_well=False, seen=str(error))
    except (BrokenError, RefusedError) as error:
        yield Finding("mail", is_well=False, seen=f"from {sender} to {team}: {error}")


def _site(service: Service) -> Iterator[Finding]:
    """Ask for the site, and for the service behind it, as a browser would."""
    site = service.settings.site_url or service.site.content.site.url
    health = urljoin(urljoin(site, service.form.endpoint), "health")
    page = fetch(site)
    yield Finding("site", page.ok, f"{site} answers {page.status_code}")
    answer = fetch(health)
    is_ours = answer.headers.get("content-type", "").startswith("application/json")
    if not is_ours:
        seen = f"{health} does not lead to the intake, but answers {answer.status_code}"
        yield Finding("service", is_well=False, seen=f"{seen}: is it running, and passed on to?")
        return
    yield Finding("service", answer.ok, f"{health} says {answer.json().get('status')}")
    # The intake does not name itself; a proxy before it does.
    passes = bool({"server", "via"} & {name.lower() for name in answer.headers})
    proxies = service.settings.proxies
    is_right = passes == bool(proxies)
    seen = f"INTAKE_PROXIES is {proxies}"
    if passes and not proxies:
        seen += ", but there is a proxy: all people would share one limit"
    elif proxies and not passes:
        seen += ", but there seems to be no proxy: everybody could get around the limit"
    yield Finding("proxies", is_right, seen)


def _team(service: Service) -> Iterator[Finding]:
    if service.site.content.desk:
        yield from examination.team(service.engine)


def _sign_in(service: Service) -> Iterator[Finding]:
    if service.site.content.desk:
        site = service.settings.site_url or service.site.content.site.url
        desk = urljoin(site, f"{service.form.endpoint}staff/")
        yield from examination.sign_in(service.settings, desk, service.site.tags[0])


def _monitor(service: Service) -> Iterator[Finding]:
    address = service.settings.monitor
    if address is None:
        yield Finding("monitor", is_well=True, seen="INTAKE_MONITOR is not set")
        return
    host = f"[{address.host}]" if ":" in address.host else address.host
    answer = requests.get(f"http://{host}:{address.port}/health", timeout=_PATIENCE)
    seen = ", ".join(f"{name} {value}" for name, value in answer.json().items())
    yield Finding("monitor", answer.ok, seen)


def _first_line(error: Exception) -> str:
    """Return what is wrong, without what follows: it may quote values."""
    reason = str(getattr(error, "orig", None) or error).partition("\n")[0]
    return f"{type(error).__name__}: {reason}"
