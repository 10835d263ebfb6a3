"""Serves a site while it is edited: a good edit shows at once, a bad one changes nothing."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer

from brochure.check import site_or_raise
from brochure.problems import ProblemsError, render
from brochure.site import NOT_FOUND
from engine.build import Built, make

WATCHED = ("content", "docs", "overrides", "mkdocs.yml")


class PreviewServer(LiveReloadServer):
    """MkDocs' reloading server, with the last good pages up and the 404 of the address."""

    def __init__(self, root: Path, host: str, port: int) -> None:
        self.project = root
        self.work = Path(tempfile.mkdtemp(prefix="brochure-"))
        self.built: Built | None = None
        self.request = threading.local()
        super().__init__(self.rebuild, host, port, str(self.work), polling_interval=0.1)
        self.build_delay = 0.05
        self.error_handler = self.not_found

    def rebuild(self) -> None:
        """Build anew; where the content has errors, say so and keep what is up."""
        try:
            site = site_or_raise(self.project)
            built = make(site, Path(tempfile.mkdtemp(dir=self.work)), self.url)
        except ProblemsError as error:
            say(render(error.problems))
            kept = "The last good pages stay up." if self.built else "No pages yet."
            say(f"Not built. {kept} Save a mended file and they follow.")
            return
        except Exception as error:  # noqa: BLE001 - a template's slip must not end the preview
            say(f"Not built: {type(error).__name__}: {error}")
            return
        previous, self.built = self.built, built
        self.root = str(built.folder)
        if previous:
            shutil.rmtree(previous.folder, ignore_errors=True)
        for problem in built.unused:
            say(str(problem))
        say(str(built))

    def serve_request(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer, remembering the address for the page that says that nothing is there."""
        self.request.path = environ["PATH_INFO"]
        return super().serve_request(environ, start_response)

    def not_found(self, code: int) -> bytes | None:
        """Return the 404 page in the language of the address."""
        if code != 404 or self.built is None:  # noqa: PLR2004
            return None
        first = re.match(r"/([^/]+)/", self.request.path)
        tags = self.built.site.tags
        tag = first[1] if first and first[1] in tags else tags[0]
        page = Path(self.root) / self.built.site.address(tag, NOT_FOUND)
        return page.read_bytes() if page.is_file() else None

    def close(self) -> None:
        """Stop, and leave nothing behind."""
        self.shutdown()
        shutil.rmtree(self.work, ignore_errors=True)


def serve(root: Path, host: str, port: int) -> None:
    """Serve the site in ``root`` until interrupted.

    Raises:
        OSError: the port is taken.
    """
    server = PreviewServer(root, host, port)
    try:
        server.rebuild()
        for name in WATCHED:
            if (root / name).exists():
                server.watch(str(root / name))
        say(f"Serving on {server.url} (Ctrl+C ends it)")
        server.serve()  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        say("Stopped.")
    finally:
        server.close()


def say(text: str) -> None:
    """Write to the terminal at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
