"""Drawings that only draw are published; all others are refused, with the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.files import icons, svg
from brochure.files.picture_kinds import UnusablePictureError

ROOT = Path(__file__).parents[2]
_START = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
_INKSCAPE = (
    ' xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"'
    ' sodipodi:docname="C:\\drawings\\map.svg" width="210mm" height="297mm">'
    '<sodipodi:namedview id="view"/><style>.a{fill:#039}</style><path class="a" d="M0 0h9z"/></svg>'
)


@pytest.mark.parametrize(
    ("rest", "size"),
    [
        (' viewBox="0 0 300 200"><path d="M0 0h9v9z"/></svg>', (300, 200)),
        (' width="30" height="20px" viewBox="0 0 300 200"/>', (30, 20)),
        (' width="100%" height="100%" viewBox="0,0,30,20"/>', (30, 20)),
        (
            ' viewBox="0 0 9 9"><use xlink:href="#p"/><rect fill="url(#p)"/></svg>',
            (9, 9),
        ),
        (_INKSCAPE, (794, 1123)),
    ],
)
def test_a_drawing_that_only_draws_is_published(rest: str, size: tuple[int, int]) -> None:
    drawing = svg.read((_START + rest).encode())
    assert (drawing.width, drawing.height) == size


def test_the_icons_of_the_theme_are_drawings() -> None:
    svg.read(icons.path(ROOT, "material/airplane").read_bytes())


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("<p>a</p>", "it begins with <p>"),
        ("", "is not valid SVG"),
        ('<svg viewBox="0 0 9 9"/>', "lacks xmlns"),
        (f"{_START}/>", "has no size"),
        (f'{_START} viewBox="0 0 0 9"/>', "has no size"),
        (f'{_START} viewBox="0 0 9 9">\n<script>a()</script></svg>', "<script> on line 2"),
        (f'{_START} viewBox="0 0 9 9"><g onload="a()"/></svg>', "onload on line 1"),
        (f'{_START} viewBox="0 0 9 9"><a href="javascript:a()"/></svg>', "<a> on line 1"),
        (f'{_START} viewBox="0 0 9 9"><use href="other.svg#a"/></svg>', "other.svg#a"),
        (f'{_START} viewBox="0 0 9 9"><image href="https://example.org/a.png"/></svg>', "refers"),
        (f'{_START} viewBox="0 0 9 9"><rect style="fill:url(//a.org/b)"/></svg>', "refers"),
        (f'{_START} viewBox="0 0 9 9"><rect style="fill:u\\72l(//a.org)"/></svg>', "refers"),
        (f"{_START} viewBox='0 0 9 9'><style>@import '//a.org';</style></svg>", "a style on line"),
        (f'{_START} viewBox="0 0 9 9"><set to="a"/></svg>', "<set>"),
        (
            f'{_START} viewBox="0 0 9 9"><foreignObject/></svg>',
            "<foreignObject>",
        ),
        (
            f'{_START} viewBox="0 0 9 9"><h:script xmlns:h="http://www.w3.org/1999/xhtml"/></svg>',
            "<script>",
        ),
        (f'<?xml-stylesheet href="a.css"?>{_START} viewBox="0 0 9 9"/>', "style sheet"),
        (f'<!DOCTYPE svg [<!ENTITY a "b">]>{_START} viewBox="0 0 9 9">&a;</svg>', "entities"),
        (f'{_START} viewBox="0 0 9 9">{" " * svg.MAX_BYTES}</svg>', "expected at most 500,000"),
        (f'{_START} viewBox="0 0 9 9"><g>', "is not valid SVG: line 1"),
    ],
)
def test_a_drawing_that_does_more_than_draw_is_refused(data: str, message: str) -> None:
    with pytest.raises(UnusablePictureError) as refused:
        svg.read(data.encode())
    assert message in refused.value.message
    assert refused.value.hint[:1].isupper()
