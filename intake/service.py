"""Assembles the service from its settings, for the web server and for staff."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from sqlalchemy import Engine
from starlette.types import ASGIApp

from brochure.checks.run import site_or_raise
from brochure.schema import Form
from brochure.site.site import Site
from intake.app import create_app
from intake.journey.form_version import FormVersion
from intake.mail.builder import MailAddresses, MailBuilder
from intake.mail.outbox import Outbox
from intake.process.server import Server
from intake.settings.settings import Settings, SettingsError
from intake.storage.database import connect
from intake.storage.store import Store
from intake.storage.versions import Versions


@dataclass(frozen=True)
class Service:
    """The site with its form, and the database."""

    settings: Settings
    site: Site
    form: Form
    engine: Engine

    @functools.cached_property
    def version(self) -> FormVersion:
        """The form as it is put now."""
        return FormVersion.of(self.site, self.form)

    @functools.cached_property
    def versions(self) -> Versions:
        """The form as it has been put."""
        return Versions(self.engine, self.version)

    @functools.cached_property
    def mail_builder(self) -> MailBuilder:
        """The builder of emails."""
        url = urljoin(self.settings.site_url or self.site.content.site.url, self.form.endpoint)
        addresses = MailAddresses(self.team, self.settings.sender or self.team, url)
        return MailBuilder(self.site, self.form, self.versions, addresses)

    @property
    def team(self) -> str:
        """The address that receives the submissions."""
        return self.settings.team or self.site.content.site.contact.email

    def store(self) -> Store:
        """Return a store; the caller closes it."""
        mails, desk = self.settings.mails_per_day, self.site.content.desk
        first = desk.states[0].id if desk else ""
        return Store(self.engine, self.form, self.version, self.team, mails, first)

    def app(self) -> ASGIApp:
        """Return the web application, which also sends emails while it runs."""
        return self._assembled()[0]

    def server(self, host: str, port: int) -> Server:
        """Return the web server of the application."""
        return Server(*self._assembled(), host, port)

    def _assembled(self) -> tuple[ASGIApp, Callable[[], bool]]:
        """Return the application, and whether the threads that it needs are alive."""
        store, outbox = self.store(), Outbox(self.engine, self.settings.smtp, self.mail_builder)
        app = create_app(self.site, self.form, self.settings, store, outbox)
        return app, lambda: store.is_alive and outbox.is_alive


def open_service(settings: Settings, *, creates: bool = False) -> Service:
    """Load the site and open the database, which is made if it is missing and ``creates`` is set.

    Raises:
        ProblemsError: the content has errors.
        SettingsError: the site does not have a form, or the database cannot be used.
    """
    site, form = load_site(settings)
    try:
        engine = connect(settings.database, creates=creates)
    except Exception as error:
        raise SettingsError(f"INTAKE_DATABASE: {_first_line(error)}") from error
    return Service(settings, site, form, engine)


def load_site(settings: Settings) -> tuple[Site, Form]:
    """Load the site and its form.

    Raises:
        ProblemsError: the content has errors.
        SettingsError: the site does not have a form.
    """
    site = site_or_raise(settings.root, drafts=settings.drafts)
    if site.content.form is None:
        raise SettingsError(
            f"{settings.root}: content/form.yaml is missing; expected the form that people fill in."
        )
    return site, site.content.form


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
