"""Makes the documents of a site, on all processors: all of them, or none is published."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from pathlib import Path

from brochure.problems import Problem, ProblemsError
from brochure.render.documents_view import MadeDocument
from brochure.render.paper.documents import Document, documents_of
from brochure.schema import RequestWindow
from brochure.site.site import Site


def make_documents_of(
    site: Site, on_progress: Callable[[int, int], None] = lambda _done, _total: None
) -> list[MadeDocument]:
    """Make the documents of a site as it is shown today.

    Those of the days on which requests will open or close are tried, too: nobody watches the build
    of that night.

    Raises:
        ProblemsError: some of them cannot be published; all their problems are listed.
        OSError: one cannot be written.
    """
    today = documents_of(site.as_shown())
    later = [
        document
        for day in _changes_to_come(site)
        for document in documents_of(replace(site, today=day).as_shown())
    ]
    return make_documents([*today, *later], on_progress)[: len(today)]


def _changes_to_come(site: Site) -> list[datetime.date]:
    window = site.content.site.requests
    if not isinstance(window, RequestWindow):
        return []
    closed = window.closes and window.closes + datetime.timedelta(days=1)
    return [day for day in (window.opens, closed) if day and day > site.today]


def make_documents(
    wanted: Sequence[Document], on_progress: Callable[[int, int], None] = lambda _done, _total: None
) -> list[MadeDocument]:
    """Make documents on all processors; ``on_progress`` is told how many are done, and of how many.

    Raises:
        ProblemsError: some of them cannot be published; all their problems are listed.
        OSError: one cannot be written.
    """
    found: list[Problem] = []
    files: dict[Document, Path] = {}
    with ThreadPoolExecutor(os.cpu_count()) as workers:  # the typesetter is not Python
        waiting = {workers.submit(one.file): one for one in wanted}
        for done, future in enumerate(as_completed(waiting), start=1):
            try:
                files[waiting[future]] = future.result()
            except ProblemsError as error:
                found += error.problems
            on_progress(done, len(wanted))
    if found:
        raise ProblemsError(dict.fromkeys(found))
    return [replace(one.unmade, file=files[one]) for one in wanted]
