"""Where texts and records name files of ``docs/``: pictures to show, documents to link to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from brochure.problems import FilePosition, Level, Location, Problem
from brochure.schema import Image, Record
from brochure.schema.content import ShownOn
from brochure.schema.describe import subject
from brochure.site.docs_files import PUBLISHED, suffix
from brochure.site.segment import Segment
from brochure.site.site import Site
from brochure.text.document import Link


@dataclass(frozen=True)
class FileUse:
    """A place that names a file, as seen by readers of the language ``tag``.

    ``name`` is what names it, in messages; ``path`` is the file below ``docs/``, None if there is
    none.
    """

    tag: str
    target: str
    path: str | None
    is_image: bool
    name: str
    position: FilePosition

    def problem(self, rule: str, message: str, hint: str, *, level: Level = "error") -> Problem:
        """Return a problem at this place."""
        return Problem(*self.position, level, rule, f"{self.name} {message}", hint)


@dataclass(frozen=True)
class RecordImage:
    """A picture of a record: ``subject`` names the record."""

    image: Image
    subject: str
    position: FilePosition


def is_file(link: Link) -> bool:
    """Whether a link names a file that could be published, rather than a page."""
    return not link.external and suffix(link.target) in PUBLISHED


def file_uses(site: Site) -> Iterator[FileUse]:
    """Yield each use of a picture or document, language by language."""
    images = tuple(record_images(site))
    for tag in site.tags:
        for segment in site.segments_with_markup(tag):
            yield from _in_text(site, segment)
        for record in images:
            path = site.files.find(tag, record.image.file)
            yield FileUse(
                tag,
                record.image.file,
                path,
                is_image=True,
                name=record.subject,
                position=record.position,
            )


def uses_in_intake(site: Site) -> Iterator[FileUse]:
    """Yield each use that only readers of the intake's pages see."""
    for tag in site.tags:
        for segment in site.segments_with_markup(tag):
            if segment.unit.shown_on is ShownOn.INTAKE:
                yield from _in_text(site, segment)


def _in_text(site: Site, segment: Segment) -> Iterator[FileUse]:
    document, tag = segment.document, segment.tag
    shown = [(image.target, image.offset, True) for image in document.images]
    linked = [(link.target, link.offset, False) for link in document.links if is_file(link)]
    for target, offset, is_image in (*shown, *linked):
        path, place = site.files.find(tag, target), segment.position_of(offset)
        yield FileUse(tag, target, path, is_image, segment.name, place)


def record_images(site: Site) -> Iterator[RecordImage]:
    """Yield the pictures of records, in the order of the files."""
    for stem, source in site.sources.items():
        for location, image in _images(getattr(site.content, stem, None), (stem,)):
            position = source.position((*location, "file"))
            name, _ = subject({stem: source.data[stem]}, location[:-1])
            yield RecordImage(image, name, (source.path, *position))


def _images(value: Any, location: Location) -> Iterator[tuple[Location, Image]]:
    if isinstance(value, Image):
        yield location, value
    elif isinstance(value, Record):
        for name in type(value).model_fields:
            yield from _images(getattr(value, name), (*location, name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _images(item, (*location, index))
