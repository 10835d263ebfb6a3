"""Serves a site while it is edited: a good edit shows at once, a bad one changes nothing."""

from __future__ import annotations

import re
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from brochure.checks.run import site_for_preview
from brochure.files import search_index
from brochure.problems import ProblemsError, render
from brochure.render.paper.documents import document_at
from brochure.site.page_index import NOT_FOUND
from brochure.site.site import Site
from engine import documents, mails
from engine.build import BuildResult
from engine.intake import IntakeProcess
from engine.newly_outdated import NewlyOutdated
from engine.preview_build import PreviewBuilder
from engine.reload import keeping_forms, not_built
from engine.watching import WatchingServer

# Addresses of pages; the others are those of files, and the one where browsers wait for an edit.
_PAGE = re.compile(r"/(?!livereload/)(?:.*/)?(?:[^/.]*|[^/]*\.html)$")


class PreviewServer(WatchingServer):
    """MkDocs' live-reload server; keeps the last good pages and serves the site's 404 pages."""

    def __init__(self, root: Path, host: str, port: int) -> None:
        self.built: BuildResult | None = None
        self.report = ""
        self.rest: threading.Thread | None = None
        self.request = threading.local()
        super().__init__(self.rebuild, host, port, root)
        self.bind_port()
        self.url = f"http://{host}:{self.server_port}/"
        self.work = Path(tempfile.mkdtemp(prefix="brochure-"))
        self.root = str(self.work)
        self.preview = PreviewBuilder(self.work, self.url)
        self.build_delay = 0.02  # the changes of one poll arrive within this time
        self.error_handler = self.not_found
        self.intake = IntakeProcess(self.url, self.work / "mails")
        self.outdated = NewlyOutdated()

    def server_activate(self) -> None:
        """Listen, and only then report the address: anyone who reads it may connect."""
        super().server_activate()
        print_now(f"Serving on {self.url} (Ctrl+C stops it)")
        if self.intake.prefix:
            print_now(f"Emails are not sent from here, but shown at {self.url[:-1]}{mails.ADDRESS}")

    def rebuild(self) -> None:
        """Build again; if the content has errors, report them and serve the last good pages."""
        with self.reporting():
            with self.preview.lock:  # pages that are left do not slow down the check
                site, left_out = site_for_preview(self.project)
                built = self.preview.build(site)
            previous, self.built = self.built, built
            self.root = str(built.folder)
            self.intake.follow(site)
            for line in self.outdated.lines(site):
                print_now(line)
            if left_out:
                print_now(render(left_out))
                drafts = ", ".join(sorted(site.excluded_drafts))
                print_now(f"Left out because of these problems: {drafts}.")
            if previous and previous.folder != built.folder:
                shutil.rmtree(previous.folder, ignore_errors=True)
            self.rest = threading.Thread(target=self.finish)
            self.rest.start()
            if self.preview.is_finished:
                self.rest.join()

    def finish(self) -> None:
        """Render the pages that nobody is looking at, and print the result of the build."""
        with self.reporting():
            built = self.preview.finish()
            if built and threading.current_thread() is self.rest:  # no other build has begun
                for problem in built.problems:
                    print_now(str(problem))
                print_now(str(built))

    @contextmanager
    def reporting(self) -> Iterator[None]:
        """Print the errors of a build: they must not end the preview."""
        try:
            yield
        except ProblemsError as error:
            self.report = render(error.problems)
            print_now(self.report)
            state = (
                "Still serving the last good pages." if self.built else "There are no pages yet."
            )
            print_now(f"Not built. {state} Fix the problems and save: the preview then follows.")
        except Exception as error:  # noqa: BLE001 - such as an error in a template
            self.report = f"Not built: {type(error).__name__}: {error}"
            print_now(self.report)

    def serve_request(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Serve a request, and store its path for the 404 page."""
        path = self.request.path = environ["PATH_INFO"]
        if path == mails.ADDRESS:
            start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
            return [mails.page(self.intake.mails)]
        if self.intake.prefix and path.startswith(self.intake.prefix):
            return self.intake.answer(environ, start_response)
        if self.built and path.startswith(f"/{search_index.FOLDER}/"):
            with self.reporting():  # made when someone searches, not at each edit
                self.preview.index()
        if self.built and (document := document_at(self.built.site, path.lstrip("/"))):
            return documents.answer(document, start_response, log=print_now)
        if self.built and _PAGE.match(path):
            with self.reporting():
                self.show(self.built.site, path.lstrip("/"))
        return super().serve_request(environ, start_response)

    def show(self, site: Site, address: str) -> None:
        """Render the page at an address, if an edit has changed it."""
        tag = self.language(site)
        for name in site.page_names:
            if {address, f"{address}/"} & {site.address(tag, name), site.file(tag, name)}:
                self.preview.show(tag, name)

    def not_found(self, code: int) -> bytes | None:
        """Return the 404 page in the language of the address; it reloads as other pages do.

        Before the first good build, every address shows the errors.
        """
        if code != 404:  # noqa: PLR2004
            return None
        if self.built is None:
            return self.reloading(not_built(self.report))
        site = self.built.site
        address = site.address(self.language(site), site.page_with(NOT_FOUND))
        self.show(site, address)
        page = Path(self.root) / address
        return self.reloading(page.read_bytes()) if page.is_file() else None

    def language(self, site: Site) -> str:
        """Return the language of the address that is requested."""
        first = self.request.path.lstrip("/").partition("/")[0]
        return first if first in site.tags else site.tags[0]

    def reloading(self, page: bytes) -> bytes:
        """Let a page show the next good build by itself."""
        return self._inject_js_into_html(page, self._visible_epoch)

    def _inject_js_into_html(self, page: bytes, epoch: int) -> bytes:
        """Add the script that reloads a page, unless someone has filled in a form on it."""
        return keeping_forms(super()._inject_js_into_html(page, epoch))  # type: ignore[no-untyped-call]

    def close(self) -> None:
        """Stop, and delete all temporary files."""
        self.ended.set()
        self.shutdown()
        self.intake.close()
        if self.rest:
            self.rest.join()
        shutil.rmtree(self.work, ignore_errors=True)


def serve(root: Path, host: str, port: int) -> None:
    """Serve the site in ``root`` until interrupted.

    Raises:
        OSError: the port cannot be bound.
    """
    server = PreviewServer(root, host, port)
    # Ctrl+C, and what is like it, but for a closed terminal under nohup; Windows has no SIGHUP.
    ends = {signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)}
    ends = {number for number in ends if signal.getsignal(number) != signal.SIG_IGN}
    for number in ends:
        signal.signal(number, signal.default_int_handler)
    try:
        server.rebuild()
        server.intake.start()
        server.begin_watching()
        server.serve()  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        print_now("Stopped.")
    finally:
        for number in ends:  # a second one would leave the intake and the pages behind
            signal.signal(number, signal.SIG_IGN)
        server.close()


def print_now(text: str) -> None:
    """Write to the terminal without buffering."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
