"""What browsers, phones and people look for at addresses that no page names is there."""

from __future__ import annotations

import datetime
import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from brochure.render.well_known import SECURITY, made, security
from brochure.site.site import Site


def _fields(text: str) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in text.splitlines())


def test_security_txt_says_whom_to_tell_until_when_and_in_which_languages(
    site: Site, built_site: Path
) -> None:
    known, programme = site.content.site.security, site.content.site
    assert known
    assert _fields((built_site / SECURITY).read_text(encoding="utf-8")) == {
        "Contact": f"mailto:{programme.contact.email}",
        "Expires": f"{known.expires}T23:59:59Z",
        "Preferred-Languages": ", ".join(site.published),
        "Canonical": f"{programme.url}{SECURITY}",
    }


@pytest.mark.parametrize(("days", "is_there"), [(-1, True), (0, True), (1, False)])
def test_there_is_none_once_it_does_not_hold(site: Site, days: int, *, is_there: bool) -> None:
    known = site.content.site.security
    assert known
    later = replace(site, today=known.expires + datetime.timedelta(days))
    assert bool(security(later)) is is_there
    assert (SECURITY in made(later)) is is_there


def test_there_is_none_if_the_programme_says_nothing_of_it(site: Site) -> None:
    programme = site.content.site.model_copy(update={"security": None})
    content = site.content.model_copy(update={"site": programme})
    assert SECURITY not in made(replace(site, content=content))


def test_browsers_and_phones_find_the_icon_where_they_look_for_it(built_site: Path) -> None:
    with Image.open(built_site / "favicon.ico") as icon:
        assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
        assert icon.convert("RGBA").getchannel("A").getextrema()[1] == 255
    touch = (built_site / "apple-touch-icon.png").read_bytes()
    with Image.open(io.BytesIO(touch)) as picture:
        assert picture.width == picture.height >= 180


def test_a_programme_with_a_drawing_alone_or_with_no_icon_has_them_too(site: Site) -> None:
    for tab_icon in ("icon.svg", None):
        update = {"tab_icon": tab_icon, "touch_icon": None}
        identity = site.content.identity.model_copy(update=update)
        content = site.content.model_copy(update={"identity": identity})
        files = made(replace(site, content=content))
        with Image.open(io.BytesIO(files["favicon.ico"])) as icon:
            assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
        with Image.open(io.BytesIO(files["apple-touch-icon.png"])) as picture:
            assert picture.size == (180, 180)
            assert len(picture.convert("RGB").getcolors(180 * 180) or ()) > 2
