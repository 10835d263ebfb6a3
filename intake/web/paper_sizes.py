"""The sizes of a receipt's documents, for its links.

A document is made when somebody asks for it, and not stored. For its size, it is made once before:
the same answers give the same bytes. Nobody waits for that while filling in the form, or long for a
receipt: where the service has much to do, links say the type alone.
"""

from __future__ import annotations

import asyncio
import datetime
from collections import OrderedDict
from collections.abc import Mapping
from concurrent.futures import Executor

from brochure.site.site import on_this_day
from intake.journey.submission import Submission
from intake.web.paper import Papers
from intake.web.responses import log_error

TIMEOUT = 1.0  # seconds that a receipt waits for the sizes of its documents
_KEPT = 1000  # receipts whose sizes are remembered
Key = tuple[datetime.date, str, str]


class Sizes:
    """Caches the sizes of documents, which ``makers`` makes, of one receipt at a time."""

    def __init__(self, papers: Papers, makers: Executor) -> None:
        self.papers, self._makers = papers, makers
        self._known: OrderedDict[Key, Mapping[str, int]] = OrderedDict()
        self._measuring = False

    async def of(self, tag: str, submission: Submission) -> Mapping[str, int]:
        """Return the size of each document in bytes, by its name; nothing if there is no time."""
        key = on_this_day(self.papers.site).today, tag, submission.id
        if key not in self._known and not self._measuring:
            self._measuring = True
            measured = asyncio.ensure_future(self._measure(key, submission))
            await asyncio.wait([measured], timeout=TIMEOUT)
        return self._known.get(key, {})

    async def _measure(self, key: Key, submission: Submission) -> None:
        loop = asyncio.get_running_loop()
        try:
            sizes = await loop.run_in_executor(self._makers, self.papers.sizes, key[1], submission)
        except Exception as error:  # noqa: BLE001 - the receipt is shown without
            log_error("could not measure documents", error)
        else:
            self._known[key] = sizes
            if len(self._known) > _KEPT:
                self._known.popitem(last=False)
        finally:
            self._measuring = False
