"""MkDocs' live-reload server with a port that is bound before anything is built."""

from __future__ import annotations

import errno

from mkdocs.livereload import LiveReloadServer


class BoundServer(LiveReloadServer):
    """Binds its port when it is told to, not when serving begins."""

    def bind_port(self) -> None:
        """Bind the port before anything is built, so that a port in use is reported at once.

        Raises:
            OSError: the port is in use, or does not exist.
        """
        try:
            super().server_bind()
        except (OSError, OverflowError) as error:
            self.server_close()
            if isinstance(error, OverflowError):
                raise OSError(errno.EINVAL, "the port must be between 0 and 65535") from error
            raise

    def server_bind(self) -> None:
        """Do nothing when serving begins: the port is bound already."""
