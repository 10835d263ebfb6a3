"""MkDocs' live-reload server, which also watches what goes away and comes back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from engine.bound_server import BoundServer

_FOLDERS = ("content", "docs", "overrides")
_FILE = "mkdocs.yml"
_INTERVAL = 0.2  # seconds between two checks that the watched paths still exist


class WatchingServer(BoundServer):
    """Calls ``build`` after each edit of the site in ``project``."""

    def __init__(self, build: Callable[[], None], host: str, port: int, project: Path) -> None:
        self.project = project
        self.ended = threading.Event()
        super().__init__(build, host, port, str(project), polling_interval=0.1)

    def begin_watching(self) -> None:
        """Watch the site from now on."""
        for name in (*_FOLDERS, _FILE):
            if (self.project / name).exists():
                self.watch(str(self.project / name))
        threading.Thread(target=self._keep_watching, daemon=True).start()

    def _keep_watching(self) -> None:
        """Watch again what went away and came back, as Git and editors move folders and files."""
        gone: set[str] = set()
        while not self.ended.wait(_INTERVAL):
            if not self.observer.is_alive():  # it has not begun, or it has ended
                continue
            alive = {emitter.watch.path for emitter in self.observer.emitters if emitter.is_alive()}
            for path in (str(self.project / name) for name in _FOLDERS):
                exists = Path(path).exists()
                if exists and path not in alive:
                    with suppress(KeyError):
                        self.unwatch(path)
                    self.watch(path)
                if (exists and path not in alive) or (not exists and path not in gone):
                    self._build_soon()
                (gone.discard if exists else gone.add)(path)

    def _build_soon(self) -> None:
        """Build again soon."""
        with self._rebuild_cond:
            self._want_rebuild = True
            self._rebuild_cond.notify_all()
