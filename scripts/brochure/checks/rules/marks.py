"""Marks and icons can be shown, and an emblem is shown with its statement.

Pass: ``tab_icon: icon.svg`` with a square drawing of that name in ``content/identity/``; an emblem
that has a statement, which no other text repeats.
Fail: no such file; a drawing with a script; a file of 2 MB; an icon of 32 to 20; an emblem without
a statement; "Funded by …" in a text of its own, where the emblem is not.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.checks.rules import images
from brochure.files import mark_file
from brochure.files.picture_kinds import UnusablePictureError
from brochure.problems import Location, Problem
from brochure.schema import Emblem
from brochure.schema.content import ShownOn
from brochure.schema.identity import GENERIC_FONTS
from brochure.site import marks
from brochure.site.site import Site
from brochure.site.validation_messages import WRONG_VALUE
from brochure.text.suggestions import likely

SHAPE = "icon-shape"
TOGETHER = "emblem-without-statement"

_OWN_FILE = "content/identity.yaml"
_TOUCH_ICON = 180  # pixels; the largest that telephones ask for
_SHAPE_HINT = "Give the drawing a square viewBox, or save the icon with equal sides."

_Found = Iterator[tuple[Location, str, str, str]]  # where, rule, message, hint


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each mark that cannot be shown, or not as its rule asks."""
    if source := site.sources.get("identity"):
        for found in (_files(site), _emblems(site), _fonts(site)):
            for location, *what in found:
                yield source.problem(location, *what)
    yield from _statements_alone(site)


def _files(site: Site) -> _Found:
    folder = site.root / marks.FOLDER
    for name, location in marks.files(site.content.identity).items():
        path = f"{marks.FOLDER.as_posix()}/{name}"
        if not (folder / name).is_file():
            near = likely(name, (file.name for file in folder.glob("*.*")))
            hint = f"Put it there, or delete this line. {near}".rstrip()
            yield location, images.ID, f"there is no file {path}", hint
            continue
        try:
            width, height = mark_file.size(folder / name)
        except UnusablePictureError as error:
            yield location, images.ID, f"{path} {error.message}", error.hint
            continue
        if location[-1] in {"tab_icon", "touch_icon"} and width != height:
            message = f"{path} is {width} wide and {height} high; expected a square"
            yield location, SHAPE, message, _SHAPE_HINT
        elif location[-1] == "touch_icon" and width < _TOUCH_ICON:
            message = f"{path} is {width} pixels wide; expected {_TOUCH_ICON} or more"
            yield location, SHAPE, message, "Save a larger version: phones show it large."


def _emblems(site: Site) -> _Found:
    for index, emblem in enumerate(site.content.identity.emblems):
        lacking = [key for key in ("file", "statement") if getattr(emblem, key) is None]
        if len(lacking) == 2 or (lacking and emblem.always_together):  # noqa: PLR2004 - both
            missing = '" and no "'.join(lacking)
            message = f'emblem "{emblem.id}" has no "{missing}"'
            hint = f'Add "{lacking[0]}:" to it.'
            if len(lacking) == 1:
                message += ", and the two must appear together"
                hint += ' If its rules permit one alone, write "always_together: false".'
            yield ("identity", "emblems", index), TOGETHER, message, hint


def _fonts(site: Site) -> _Found:
    fonts = site.content.identity.fonts
    if fonts and fonts[-1] not in GENERIC_FONTS:
        message = f'the last of the fonts is "{fonts[-1]}", which not every device has'
        hint = f"End with a generic family: {', '.join(GENERIC_FONTS)}."
        yield ("identity", "fonts", len(fonts) - 1), WRONG_VALUE, message, hint


def _statements_alone(site: Site) -> Iterator[Problem]:
    """Yield where readers would see a statement that must not be without its emblem."""
    bound = [emblem for emblem in site.content.identity.emblems if emblem.always_together]
    for tag in site.tags:
        statements = {words: emblem for emblem in bound if (words := _statement(emblem, tag))}
        for segment in site.segments_with_words(tag, tuple(statements)):
            unit, lines = segment.unit, _lines(segment.text)
            if unit.shown_on is ShownOn.TRANSLATORS or unit.file == _OWN_FILE:
                continue
            for statement in lines & statements.keys():
                message = (
                    f'shows the statement of emblem "{statements[statement].id}" without the emblem'
                )
                hint = "Delete it here: the footer of each page shows the two together."
                yield unit.problem(tag, TOGETHER, message, hint)


def _lines(text: str) -> set[str]:
    return {line.strip().rstrip(".") for line in text.splitlines()}


def _statement(emblem: Emblem, tag: str) -> str | None:
    text = emblem.statement.texts.get(tag) if emblem.statement else None
    return text.strip().rstrip(".") if text else None
