"""Pictures can be shown, say in words what they show, are light, and are the same in all languages.

Pass: ``![A map](images/map.png)`` with the file ``docs/images/map.png``, or the language's own in
``docs/en/images/``; ``![](images/line.png){: decorative=true }``. Fail: the same without the file,
or with one that is not a picture; ``![](images/map.png)``; ``![A map](https://example.org/map.png)``;
``![a](images/a.jpg)`` in ``content/``, where records have ``image:``; a picture that weighs more
than audit.yaml allows.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from brochure.checks.audit import settings
from brochure.checks.rules.comparison import Comparison
from brochure.files import documents, pictures
from brochure.files.picture_kinds import FORMATS, UnusablePictureError, is_file_name
from brochure.files.pictures import Picture
from brochure.problems import FilePosition, Problem
from brochure.site.docs_files import suffix
from brochure.site.file_uses import FileUse, file_uses, record_images
from brochure.site.segment import Segment
from brochure.site.site import Site
from brochure.text.document import TextImage

ID = "broken-image"
UNUSABLE = "unusable-picture"
TOO_HEAVY = "heavy-picture"
ALTERNATIVE = "alternative-text"
EXTERNAL = "other-host"
MISMATCH = "image-mismatch"


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each picture that a page cannot show, or not to everyone."""
    reported: set[FilePosition] = set()
    has_images = False
    for tag in site.tags:
        for segment in site.segments_with_markup(tag):
            if not segment.document.files:
                continue
            has_images = True
            misplaced = dict(_misplaced(segment))
            for offset, found in misplaced.items():
                yield segment.problem(offset, *found)
                reported |= {segment.position, segment.position_of(offset)}
            for image in segment.document.images:
                silent = None if image.offset in misplaced else _silent(image)
                if silent:
                    yield segment.problem(image.offset, *silent)
    yield from _silent_records(site)
    yield from _files(
        site, [u for u in file_uses(site) if u.is_image and u.position not in reported]
    )
    if has_images:
        yield from _COMPARISON.check(site, reported)


def _misplaced(segment: Segment) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """Yield the offset and the problem of each file that texts cannot show, whatever it is."""
    images = {image.offset for image in segment.document.images}
    for file in segment.document.files:
        if file.external and file.scheme != "data":
            hint = "Save it in docs/images/, and use its path: pages load nothing from other hosts."
            yield file.offset, (EXTERNAL, f"loads {file.target} from another host", hint)
        elif file.scheme == "data":
            hint = "Save it as a file in docs/images/, and write its path."
            yield file.offset, (ID, "has a picture in place of its address", hint)
        elif not segment.is_prose:
            hint = 'Show it on a page in docs/, or with "image:" where a record has it.'
            yield file.offset, (ID, f"shows the picture {file.target}", hint)
        elif file.offset not in images:
            hint = "Link to the film or sound instead: [film](files/film.mp4)."
            yield file.offset, (ID, f"plays {file.target}; pages play no films or sound", hint)


def _silent(image: TextImage) -> tuple[str, str, str] | None:
    """Return the problem of an image that says nothing to those who do not see it."""
    text = (image.alternative or "").strip()
    if image.decorative and text:
        message = f"marks {image.target} as decorative, but says what it shows"
        return ALTERNATIVE, message, "Delete one of the two."
    if not text and not image.decorative:
        message = f"shows {image.target} without saying what it shows"
        hint = f"Write that: ![A harbour]({image.target}). If it adds nothing to the"
        return ALTERNATIVE, message, f"{hint} text: ![]({image.target}){{: decorative=true }}."
    if is_file_name(text):
        message = f"describes {image.target} by nothing but the name of a file: {text}"
        return ALTERNATIVE, message, "Say what it shows."
    return None


def _silent_records(site: Site) -> Iterator[Problem]:
    """Yield a problem for each record whose picture says nothing, or whose silence is not meant."""
    for record in record_images(site):
        if (record.image.alt is None) == record.image.decorative:
            continue
        message = "shows a picture without saying what it shows"
        if record.image.decorative:
            message = "marks a picture as decorative, but says what it shows"
        hint = (
            'Write one of the two: "alt:" with a line for each language below it, or'
            ' "decorative: true" if it adds nothing to the text.'
        )
        name = f"{record.subject} {message}"
        yield Problem(*record.position, "error", ALTERNATIVE, name, hint)


def _files(site: Site, uses: list[FileUse]) -> Iterator[Problem]:
    """Yield a problem for each use of a file that is missing, unusable or too heavy."""
    found = _pictures(site, {use.path for use in uses if use.path})
    budget = settings.of(site.root).picture if found else 0
    for use in uses:
        picture = found.get(use.path or "")
        if not use.target.strip():
            hint = "Write its path: ![A harbour](images/harbour.jpg)."
            yield use.problem(ID, "has a picture without an address", hint)
        elif suffix(use.target) in documents.KINDS:
            hint = f"Link to it: [its name]({use.target})."
            yield use.problem(ID, f"shows {use.target}, which is not a picture", hint)
        elif suffix(use.target) not in FORMATS:
            message = f"shows {use.target}, whose name is not that of a picture for browsers"
            yield use.problem(ID, message, "Save it as JPEG, PNG or SVG, and name that.")
        elif picture is None:
            hint = site.files.hint(use.tag, use.target)
            yield use.problem(ID, f"shows {use.target}, but there is no such file", hint)
        elif isinstance(picture, UnusablePictureError):
            message = f"shows docs/{use.path}, which {picture.message}"
            yield use.problem(UNUSABLE, message, picture.hint)
        elif picture.heaviest.weight > budget:
            file = picture.heaviest
            message = (
                f"shows docs/{use.path}, which has {file.weight:,} bytes at {file.width:,} ×"
                f" {file.height:,} pixels; expected at most {budget:,}"
            )
            hint = 'Crop it, or use one with less detail; or raise "picture:" in audit.yaml.'
            yield use.problem(TOO_HEAVY, message, hint)


def _pictures(site: Site, paths: set[str]) -> dict[str, Picture | UnusablePictureError]:
    """Return the pictures in files, or why they are unusable; scale new ones now, in parallel."""
    cache = site.root / pictures.FOLDER

    def made(path: str) -> Picture | UnusablePictureError:
        try:
            return pictures.picture(site.files.paths[path], cache)
        except UnusablePictureError as error:
            return error

    usable = sorted(path for path in paths if suffix(path) in FORMATS)
    if not usable:
        return {}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(usable, pool.map(made, usable), strict=True))


_COMPARISON = Comparison(
    MISMATCH,
    "picture",
    lambda segment: tuple(sorted(image.target for image in segment.document.images)),
    "Show the same images in every language; a language may have a file of its own for it.",
)
