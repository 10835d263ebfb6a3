"""The style that pages carry: small, the same on all pages, and unable to end its element."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest

from brochure.render import nginx
from brochure.render.assets import fingerprint
from brochure.render.style import source, style
from brochure.site.site import Site
from tests.brochure.sites import good_site, loaded


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a site whose style sheet a test writes."""
    site = loaded(good_site(tmp_path))
    (site.root / "overrides/assets").mkdir(parents=True, exist_ok=True)
    return site


def _style(site: Site, sheet: str, base: str = "/") -> str:
    """Return the style for a sheet, without what is written before it."""
    (site.root / "overrides/assets/site.css").write_text(sheet, encoding="utf-8")
    return str(style(site, base)).rpartition("}}")[2]


def test_comments_and_spaces_do_not_travel(site: Site) -> None:
    assert _style(site, "/* why */\na {\n  color : red ;\n}\n") == "a{color:red}"


def test_what_spaces_mean_something_in_stays(site: Site) -> None:
    sheet = 'a b{margin:1px calc(1px + 2px)}a::after{content:"a  /* b */"}'
    assert _style(site, sheet) == sheet


def test_colours_and_fonts_come_first(site: Site) -> None:
    (site.root / "overrides/assets/site.css").write_text("a{top:0}", encoding="utf-8")
    assert re.match(r":root\{color-scheme:light dark;--background:#", str(style(site, "/")))


@pytest.mark.parametrize(
    ("address", "there"),
    [
        ("url(dots.svg)", "url(/assets/dots.svg)"),
        ("url('a/dots.svg')", "url('/assets/a/dots.svg')"),
        ('url("../images/a.svg")', 'url("/assets/../images/a.svg")'),
        ("url(/dots.svg)", "url(/dots.svg)"),
        ("url(#shape)", "url(#shape)"),
        ("url(data:image/png;base64,AA)", "url(data:image/png;base64,AA)"),
        ("url(https://example.org/a.svg)", "url(https://example.org/a.svg)"),
    ],
)
def test_an_address_leads_from_every_page_to_where_the_sheet_says(
    site: Site, address: str, there: str
) -> None:
    assert _style(site, f"a{{background:{address}}}") == f"a{{background:{there}}}"


def test_below_another_address_the_style_leads_there(site: Site) -> None:
    sheet = "a{background:url(dots.svg)}"
    there = "a{background:url(/programme/assets/dots.svg)}"
    assert _style(site, sheet, "/programme/") == there


def test_nothing_in_a_style_sheet_ends_the_element(site: Site) -> None:
    made = _style(site, 'a::after{content:"</style><script>alert(1)</script>"}')
    assert "</" not in made


def test_its_source_is_the_digest_that_browsers_compute() -> None:
    digest = base64.b64encode(hashlib.sha256("a{top:0}é".encode()).digest()).decode()
    assert source("a{top:0}é") == f"'sha256-{digest}'"


def test_a_template_that_still_links_to_the_sheet_is_told_what_to_write(site: Site) -> None:
    with pytest.raises(ValueError, match="<style>"):
        fingerprint(site, "assets/site.css")


def test_what_nginx_knows_has_another_name_whenever_it_says_something_else(site: Site) -> None:
    one, same = (nginx.settings(site, "/", {"index.html": "a{top:0}"}) for _ in range(2))
    other = nginx.settings(site, "/", {"index.html": "a{top:1px}"})
    assert one == same
    assert one[0] != other[0]
    for name, text in (one, other):
        assert re.fullmatch(r"nginx-[0-9a-f]{8}\.conf", name)
        assert f'default "{name}"' in text
