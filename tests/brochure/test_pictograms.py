"""A programme's own icons stand within pages, in the colours of the palette."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.files.pictograms import drawing, foreign_colours
from brochure.files.picture_kinds import UnusablePictureError

COLOURS = {"link": "#003399", "action": "#9d4214", "we": "#003399", "soft_we": "#e8edfa"}
START = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'


def _file(place: Path, shapes: str, start: str = START) -> Path:
    file = place / "drawing.svg"
    file.write_text(f"{start}{shapes}</svg>", encoding="utf-8")
    return file


def test_a_colour_of_the_palette_stands_for_its_first_use(tmp_path: Path) -> None:
    shapes = '<path fill="#003399" stroke="#E8EDFA" d="M0 0h9v9z"/><rect fill="none"/>'
    made = drawing(_file(tmp_path, shapes), COLOURS)
    assert 'fill="var(--link)"' in made
    assert 'stroke="var(--soft-we)"' in made
    assert 'fill="none"' in made


def test_other_colours_stay_and_are_named(tmp_path: Path) -> None:
    file = _file(tmp_path, '<path fill="#800080" d="M0 0z"/><path fill="#003399" d="M0 0z"/>')
    assert 'fill="#800080"' in drawing(file, COLOURS)
    assert foreign_colours(file, COLOURS) == ["#800080"]


def test_it_is_an_element_of_the_page_that_screen_readers_pass_over(tmp_path: Path) -> None:
    made = drawing(_file(tmp_path, "<!-- drawn by hand -->\n<circle r='4'/>\n"), COLOURS)
    assert made.startswith('<svg viewBox="0 0 9 9" class="icon own" aria-hidden="true">')
    assert "drawn by hand" not in made
    assert "xmlns" not in made


@pytest.mark.parametrize(
    ("shapes", "message"),
    [
        ('<path id="a" d="M0 0z"/>', "has id on line 1"),
        ('<path style="fill:red" d="M0 0z"/>', "has style on line 1"),
        ('<path class="a" d="M0 0z"/>', "has class on line 1"),
        ("<text>12</text>", "has <text> on line 1"),
        ("<style>path{fill:red}</style>", "has <style> on line 1"),
        ("<script>a()</script>", "<script>"),
        ('<path d="M0 0' + "h1" * 1000 + '"/>', "expected at most 2,000"),
    ],
)
def test_what_could_disturb_a_page_is_refused(tmp_path: Path, shapes: str, message: str) -> None:
    with pytest.raises(UnusablePictureError) as refused:
        drawing(_file(tmp_path, shapes), COLOURS)
    assert message in refused.value.message
    assert refused.value.hint


def test_a_drawing_says_which_part_of_the_plane_it_is(tmp_path: Path) -> None:
    start = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
    with pytest.raises(UnusablePictureError, match="no viewBox"):
        drawing(_file(tmp_path, "<circle r='4'/>", start), COLOURS)
