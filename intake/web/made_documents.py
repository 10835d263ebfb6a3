"""Documents of a submission as responses, made beside everything else, a few at a time."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from starlette.responses import Response

from brochure.render.paper.documents import KINDS
from intake.journey.submission import Submission
from intake.web.paper_sizes import Sizes
from intake.web.responses import TIMEOUT, Responses, log_error

_MAKERS = ThreadPoolExecutor(2, "documents")  # for receipts and desk together


class MadeDocuments:
    """Sends the record of a submission, and the letter filled in with it."""

    def __init__(self, responses: Responses) -> None:
        self.responses = responses
        self.papers = responses.pages.papers
        self.sizes = Sizes(self.papers, _MAKERS)

    def is_one(self, name: str) -> bool:
        """Whether there is a document of this name, such as ``letter.docx``."""
        return name in self.papers.names

    async def send(self, tag: str, submission: Submission, name: str) -> Response:
        """Return a document in a language, or a page that says that it could not be made."""
        loop = asyncio.get_running_loop()
        making = loop.run_in_executor(_MAKERS, self.papers.make, tag, submission, name)
        try:
            data = await asyncio.wait_for(making, TIMEOUT)
        except Exception as error:  # noqa: BLE001 - whatever failed, people must learn of it
            log_error("could not make a document", error)
            return self.responses.error(tag, "unavailable", 503)
        kind = KINDS[name.partition(".")[2]]
        file = f"{submission.reference}-{name}"
        headers = {"content-disposition": f'attachment; filename="{file}"'}
        return Response(data, media_type=kind, headers=headers)
