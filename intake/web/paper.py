"""The documents of a submission, for those who have its receipt: its record, and its letter."""

from __future__ import annotations

import datetime

from brochure.render import figures
from brochure.render.paper import letter, letter_files
from brochure.render.paper import record as printed
from brochure.render.paper.words import Words
from brochure.site import requests
from brochure.site.site import Site, on_this_day
from intake.journey import record
from intake.journey.submission import Submission
from intake.storage.versions import Versions

RECORD = "record.pdf"


class Papers:
    """Makes the documents of submissions to a site."""

    def __init__(self, site: Site, versions: Versions) -> None:
        self.site, self.versions = site, versions
        self._zone = requests.zone(site.content.site)
        outline = site.content.letter
        self._frame = outline.frame if outline else None

    @property
    def letters(self) -> tuple[str, ...]:
        """The names of the letters that can be made, such as ``letter.docx``."""
        return tuple(f"letter.{kind}" for kind in letter_files.MAKERS) if self._frame else ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all documents that can be made."""
        return RECORD, *self.letters

    def sizes(self, tag: str, submission: Submission) -> dict[str, int]:
        """Return the size of each document in bytes, by its name."""
        return {name: len(self.make(tag, submission, name)) for name in self.names}

    def make(self, tag: str, submission: Submission, name: str) -> bytes:
        """Return a document in the language of a page; ``name`` is ``RECORD`` or of ``letters``.

        The record has the questions as they were put to the sender.
        """
        words = Words(on_this_day(self.site).as_shown(), tag)
        if name == RECORD or self._frame is None:
            return printed.pdf(words, self._record(tag, submission))
        make = letter_files.MAKERS[name.partition(".")[2]]
        data = letter.data(words, self._frame, submission.answers, submission.reference)
        return make(self.site.root, data)

    def _record(self, tag: str, submission: Submission) -> printed.RecordData:
        version = self.versions.get(submission.form)
        received = datetime.datetime.fromtimestamp(submission.received, self._zone)
        groups = [
            printed.Group(
                step.legend,
                [printed.RecordQuestion(field.label, field.shown) for field in step.fields],
            )
            for step in record.of(version, submission.answers, submission.language)
        ]
        return printed.RecordData(
            submission.reference,
            figures.moment(received, self.site.language(tag)),
            groups,
            version.language(submission.language),
            submission.answers,
        )
