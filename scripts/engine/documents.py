"""Answers requests for documents in the preview, which makes them when somebody asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from brochure.problems import ProblemsError, render
from brochure.render.paper.documents import KINDS, Document


def answer(document: Document, start_response: Any, log: Callable[[str], None]) -> list[bytes]:
    """Return a document, made now if it has changed; ``log`` and return why it cannot be made."""
    try:
        data = document.file().read_bytes()
    except ProblemsError as error:
        report = render(error.problems)
        log(report)
        start_response("500 Not made", [("Content-Type", "text/plain; charset=utf-8")])
        return [report.encode()]
    kind = KINDS[document.suffix]
    start_response("200 OK", [("Content-Type", kind), ("Content-Length", str(len(data)))])
    return [data]
