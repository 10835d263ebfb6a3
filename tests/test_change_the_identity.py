"""The steps of guides/change-the-identity.md change what a site is recognised by, and no code."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import html
from PIL import Image

from brochure.checks.audit import settings as audit_settings
from brochure.checks.audit.run import audit
from brochure.checks.rules.contrast import PAIRS
from brochure.checks.run import check, site_or_raise
from brochure.schema.colours import DEFAULTS, Palette
from brochure.schema.identity import GENERIC_FONTS
from brochure.site import marks
from brochure.text.colour import contrast
from engine.build import make, publish
from tests.brochure.sites import good_site, write
from tests.engine import project
from tests.intake.pages import pages_of, receipts
from tests.support import guides
from tests.support.texts import loaded

ROOT = Path(__file__).parents[1]
GUIDE = "change-the-identity.md"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}"><path d="M0 0h9v9z"/></svg>'


def _example(heading: str) -> dict[str, Any]:
    """Return what the guide shows below a heading, as data of the file."""
    (written,) = re.findall(r"```yaml\n(.*?)```", guides.section(GUIDE, heading), re.DOTALL)
    return dict(yaml.safe_load(written)["identity"])


def _with_identity(place: Path, identity: dict[str, Any]) -> Path:
    """Give a site an identity, and a picture for each file that it names."""
    text = yaml.safe_dump({"identity": identity}, allow_unicode=True, sort_keys=False)
    write(place, "content/identity.yaml", text)
    for name in re.findall(r"[\w-]+\.(?:svg|png)", text):
        file = place / "content/identity" / name
        file.parent.mkdir(exist_ok=True)
        side = 180 if "icon" in name else 320
        if file.suffix == ".svg":
            file.write_text(DRAWING.format(side, 180), encoding="utf-8")
        else:
            Image.new("RGB", (side, 180), "#9d4214").save(file)
    return place


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the project with all that the guide shows, built into ``site/``."""
    place = project.copy(tmp_path_factory.mktemp("identity"))
    for mark in marks.files(loaded(place).content.identity):
        (place / "content/identity" / mark).unlink()
    headings = (
        "The logo",
        "Emblems",
        "The icon",
        "The sign between two blocks",
        "Colours",
        "Fonts",
    )
    identity = {key: value for h in headings for key, value in _example(h).items()}
    _with_identity(place, identity)
    for file in place.glob("docs/*/content.yaml"):  # drafts have no texts for other emblems yet
        text = re.sub(r"(?m)^identity\..*\n", "", file.read_text(encoding="utf-8"))
        file.write_text(text, encoding="utf-8")
    publish(place, place / "site")
    return place / "site"


def _page(folder: Path, name: str = "fr/index.html") -> html.HtmlElement:
    return html.document_fromstring((folder / name).read_text(encoding="utf-8"))


@pytest.mark.soak
def test_the_logo_stands_before_the_name_with_a_file_for_dark_screens(changed: Path) -> None:
    (link,) = _page(changed).xpath("//header//a[@class='name']")
    (picture,) = link.xpath(".//img")
    assert "logo.svg" in picture.get("src", "")
    assert picture.get("class") == "logo"
    assert picture.get("alt") == ""  # the name is beside it
    assert link.text_content().strip()
    assert (picture.get("width"), picture.get("height")) == ("64", "36")
    (source,) = link.xpath(".//source")
    assert "logo-dark.svg" in source.get("srcset", "")
    assert source.get("media") == "screen and (prefers-color-scheme: dark)"


@pytest.mark.soak
def test_emblems_stand_at_the_foot_in_their_order_each_with_its_statement(changed: Path) -> None:
    emblems = _example("Emblems")["emblems"]
    shown = _page(changed).xpath("//footer/div[@class='funding']")
    assert len(shown) == len(emblems)
    for element, emblem in zip(shown, emblems, strict=True):
        (picture,) = element.xpath(".//img")
        assert emblem["file"] in picture.get("src", "")
        assert picture.get("alt") == emblem["name"]["fr"]
        assert picture.get("class") == "emblem tile"  # it has no file for dark screens
        assert element.text_content().strip() == emblem.get("statement", {}).get("fr", "")
        rights = (changed / "assets/licences.txt").read_text(encoding="utf-8")
        assert emblem.get("rights", "") in rights


@pytest.mark.slow
def test_the_intakes_pages_show_the_same_marks_icons_and_style(changed: Path) -> None:
    site = loaded(changed.parent)
    receipt = dict(receipts(pages_of(site), "fr", {}))["receipt"]
    places = "//header//a//@src | //footer//@src | //head/link[@rel!='canonical']/@href"
    shown = {
        str(address).removeprefix("../").removeprefix("/")
        for source in (html.document_fromstring(receipt), _page(changed))
        for address in source.xpath(places)
        if "assets/" in str(address)
    }
    assert len(shown) == len({re.sub(r"\?.*", "", address) for address in shown}) == 5
    (own,), (style,) = (
        source.xpath("//style/text()")
        for source in (html.document_fromstring(receipt), _page(changed))
    )
    colours, same = (text.partition("*,")[0] for text in (own, style))
    assert "--we:" in colours
    assert colours == same


@pytest.mark.slow
def test_the_icons_are_the_programmes_own_and_only_named_files_are_published(changed: Path) -> None:
    icons = _page(changed).xpath("//link[@rel='icon' or @rel='apple-touch-icon']/@href")
    assert [re.sub(r"\?.*", "", str(icon)) for icon in icons] == [
        "../assets/identity/icon.svg",
        "../assets/identity/touch-icon.png",
    ]
    files = (changed / "assets/identity").iterdir()
    published = {path.name for path in files if path.suffix not in {".gz", ".br"}}
    assert published == {
        "logo.svg",
        "logo-dark.svg",
        "water-fund.svg",
        "harbour-city.png",
        "icon.svg",
        "touch-icon.png",
    }
    assert not (changed / "assets/icon.svg").exists()


@pytest.mark.slow
def test_colours_and_fonts_are_in_the_style_and_in_browsers_bars(changed: Path) -> None:
    (styles,) = _page(changed).xpath("//style/text()")
    light, dark, *_ = styles.split("@media screen and (prefers-color-scheme:dark)")
    colours = _example("Colours")["colours"]
    for scheme, part in (("light", light), ("dark", dark)):
        for use, value in colours[scheme].items():
            assert re.search(rf"--{use}:{value}[;}}]", part)
    assert '--font:Georgia,"Times New Roman",serif' in light
    grounds = _page(changed).xpath("//meta[@name='theme-color']/@content")
    assert grounds == [DEFAULTS["light"]["background"], DEFAULTS["dark"]["background"]]


@pytest.mark.slow
def test_the_emblems_of_the_programme_before_are_nowhere(changed: Path) -> None:
    former = yaml.safe_load((project.ROOT / "content/identity.yaml").read_bytes())["identity"]
    for emblem in former["emblems"]:
        for page in changed.rglob("*.html"):
            text = page.read_text(encoding="utf-8")
            assert emblem["file"] not in text
            assert not any(f">{words}<" in text for words in emblem["statement"].values())


def test_a_mail_with_the_statement_is_refused_since_it_cannot_show_the_emblem(
    tmp_path: Path,
) -> None:
    place = project.copy(tmp_path / "mail")
    file = place / "content/form.yaml"
    emblem = yaml.safe_load((place / "content/identity.yaml").read_bytes())["identity"]["emblems"][
        0
    ]
    form = yaml.safe_load(file.read_bytes())
    form["form"]["acknowledgement"]["body"]["fr"] += f"\n\n{emblem['statement']['fr']}"
    file.write_text(yaml.safe_dump(form, allow_unicode=True, sort_keys=False), encoding="utf-8")
    _, problems = check(place)
    found = [problem.path for problem in problems if problem.rule == "emblem-without-statement"]
    assert found == ["content/form.yaml"]


@pytest.mark.slow
def test_a_site_may_leave_all_of_it_out(tmp_path: Path) -> None:
    place = project.copy(tmp_path / "plain")
    (place / "content/identity.yaml").unlink()
    for file in place.glob("docs/*/content.yaml"):
        text = re.sub(r"(?m)^identity\..*\n", "", file.read_text(encoding="utf-8"))
        file.write_text(text, encoding="utf-8")
    make(site_or_raise(place), place / "site")
    page = _page(place / "site")
    assert not page.xpath("//header//img | //footer//img | //*[@class='funding']")
    assert page.xpath("//link[@rel='icon']/@href")[0].startswith("../assets/icon.svg?v=")
    assert not (place / "site/assets/identity").exists()


@pytest.mark.slow
def test_pages_with_marks_are_within_the_audits_budgets_and_no_file_is_unused(
    changed: Path,
) -> None:
    settings = audit_settings.read(project.ROOT / audit_settings.NAME, audit_settings.NAME)
    found = audit(changed, settings=settings)
    assert not [problem for problem in found if problem.rule in {"budget", "unused-file"}]


def test_the_guide_lists_every_colour() -> None:
    rows = guides.table(GUIDE, "Colours")
    listed = [name for row in rows for name in guides.code(row[0])]
    assert sorted(listed) == sorted(Palette.model_fields)


def test_the_guide_names_kinds_of_fonts() -> None:
    named = guides.code(guides.section(GUIDE, "Fonts").rpartition("kind of")[2])
    assert set(named) <= set(GENERIC_FONTS)


def test_the_generators_own_colours_are_complete_and_have_enough_contrast() -> None:
    for colours in DEFAULTS.values():
        assert set(colours) == set(Palette.model_fields)
        for use, ground, needed in PAIRS:
            assert contrast(colours[use], colours[ground]) >= needed, (use, ground)


def test_the_problem_that_the_guide_shows_is_what_check_prints(tmp_path: Path) -> None:
    (shown,) = re.findall(r"```\n(content/.*?)```", guides.section(GUIDE, "Colours"), re.DOTALL)
    place = good_site(tmp_path)
    text = 'identity:\n  colours:\n    light:\n      muted: "#9aa0ad"\n'
    write(place, "content/identity.yaml", text)
    _, problems = check(place)
    assert shown in "".join(f"{problem}\n" for problem in problems)


@pytest.mark.slow
def test_the_sign_between_two_blocks_is_the_one_that_is_named(changed: Path) -> None:
    assert _page(changed).get("data-join") == _example("The sign between two blocks")["join"]


def test_the_drawing_of_the_guide_is_one_that_our_pages_show() -> None:
    text = guides.section(GUIDE, "Drawings")
    (name,) = re.findall(r"`icon: (identity/\w+)`", text)
    assert f"content/{name}.svg" in text
    assert f"icon: {name}\n" in (ROOT / "content/areas.yaml").read_text(encoding="utf-8")
