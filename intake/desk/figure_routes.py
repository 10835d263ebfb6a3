"""The figures, as a page, as CSV and as JSON."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from brochure.site import requests
from intake.desk import figures
from intake.desk.figures import Figures
from intake.desk.labels import Labels
from intake.desk.pages import DeskPages
from intake.sign_in.member import Member
from intake.storage.store import Store
from intake.web.responses import read

Writing = Callable[[Figures, Labels], str]


@dataclass(frozen=True)
class FigureRow:
    """A line of a table; ``share`` is how long its bar is, in hundredths of the longest."""

    name: str
    number: str
    share: int


class FigureRoutes:
    """Handles requests for figures."""

    def __init__(self, pages: DeskPages, store: Store) -> None:
        self.pages, self.store, self.guard = pages, store, pages.guard
        self._zone = requests.zone(pages.site.content.site)

    def routes(self, prefix: str) -> list[Route]:
        """Return the routes."""
        page = f"{prefix}/staff/{{language}}/figures"
        handlers = {
            page: self.show,
            f"{page}.csv": self._file("text/csv", figures.as_csv),
            f"{page}.json": self._file("application/json", figures.as_json),
        }
        return [
            Route(path, self.guard.guarded("read", handler), methods=["GET"])
            for path, handler in handlers.items()
        ]

    async def show(self, request: Request, member: Member) -> Response:
        """Show the figures as tables."""
        tag = request.path_params["language"]
        found = await self._read()
        labels = self.pages.labels(tag)
        tables = {by: _counted(found, by, labels) for by in figures.BY}
        since = labels.date(found.since) if found.since is not None else ""
        total = labels.number(found.total)
        address = self.pages.address(tag, "figures")
        return self.pages.render(
            request, "figures", member, tables=tables, since=since, total=total, figures_url=address
        )

    def _file(self, kind: str, write: Writing) -> Callable[[Request, Member], Awaitable[Response]]:
        async def send(request: Request, _member: Member) -> Response:
            found = await self._read()
            name = request.url.path.rpartition("/")[2]
            headers = {"content-disposition": f'attachment; filename="{name}"'}
            text = write(found, self.pages.labels(request.path_params["language"]))
            return Response(text, media_type=kind, headers=headers)

        return send

    async def _read(self) -> Figures:
        return await read(lambda: figures.read(self.store.engine, self._zone))


def _counted(found: Figures, by: str, labels: Labels) -> list[FigureRow]:
    lines = figures.named(found, by, labels)
    most = max((number for _, _, number in lines), default=0)
    return [
        FigureRow(name, labels.number(number), round(100 * number / most) if most else 0)
        for _, name, number in lines
    ]
