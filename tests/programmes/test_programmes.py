"""Other programmes need no code, no template and no word of ours; nothing of ours is left there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from brochure.checks.audit import settings as audit_settings
from brochure.checks.audit.run import audit
from brochure.site.page_index import HOME, NOT_FOUND
from intake.storage import listing
from tests.engine import project
from tests.intake import serving
from tests.intake.answers import good
from tests.programmes.conftest import OPTIONS, Programme
from tests.support import depth
from tests.support.page_checks import assert_fits_and_is_accessible

pytestmark = pytest.mark.slow


def test_it_is_made_checked_and_built_without_a_problem_or_a_warning(programme: Programme) -> None:
    made, checked, built = programme.output.split("0\n", 3)[1:]
    assert "\nUpdated translations/ " in f"\n{made}"
    assert checked == "no problems\n"
    assert built.startswith(f"{len(programme.pages)} pages in 2 languages built in ")
    assert len(built.splitlines()) < 9, built  # what was noted follows, and nothing else


def test_it_holds_content_alone(programme: Programme) -> None:
    kinds = {path.suffix for path in programme.place.rglob("*") if path.is_file()}
    folders = {path.name for path in programme.place.iterdir() if path.is_dir()}
    assert folders == {"content", "docs", "translations", "site", ".cache"}
    assert not {".py", ".j2"} & kinds


def test_the_audit_finds_no_problem_on_its_pages(programme: Programme) -> None:
    settings = audit_settings.read(project.ROOT / audit_settings.NAME, audit_settings.NAME)
    assert audit(programme.place / "site", settings=settings) == []


def test_nothing_of_our_programme_is_left(programme: Programme) -> None:
    ours = (b"mieux", b"icmpd", b"migration", b"european", b"delegation", b"expression of interest")
    for name, content in project.contents(programme.place).items():
        if name.startswith("content/schemas/"):
            continue  # what editors may write, the same for all
        assert not [word for word in ours if word in content.lower()], name


def test_its_blocks_meet_without_our_sign(programme: Programme) -> None:
    for page in programme.pages.values():
        assert page.root.get("data-join") is None


def test_its_home_page_has_no_empty_part(programme: Programme) -> None:
    for tag in programme.site.tags:
        parts = programme.pages[tag, HOME].root.xpath("//div[@class='bands']/* | //main//section")
        assert parts
        assert all(part.xpath(".//h2") for part in parts)


def test_its_default_language_is_at_the_root(programme: Programme) -> None:
    first, second = programme.site.tags
    assert programme.pages[first, "areas"].address == "/areas/"
    assert programme.pages[second, "areas"].address == f"/{second}/areas/"
    for (tag, _), page in programme.pages.items():
        assert page.one("/html/@lang") == tag
        assert page.one("/html/@dir") == ("rtl" if tag == "ar" else "ltr")


def test_its_pages_fit_every_screen_and_axe_finds_no_violation(
    browser: Browser, axe_source: str, serve_folder: Callable[[Path], str], programme: Programme
) -> None:
    served, tab = serve_folder(programme.place / "site"), browser.new_page()
    last = programme.site.tags[-1]
    # Links of the page for unknown addresses begin below the site's path.
    pages = [page for page in programme.pages.values() if page.role != NOT_FOUND]
    some = [page for page in pages if page.tag == last][::2]
    for page in depth.some(some, pages):
        tab.goto(served + page.address)
        assert_fits_and_is_accessible(tab, axe_source, str(page))
    tab.close()


def test_what_is_sent_by_its_form_is_received(programme: Programme, tmp_path: Path) -> None:
    if not programme.site.content.form:
        assert "--no-form" in OPTIONS[programme.name]
        return
    first, typed = programme.site.tags[0], good(programme.site)
    with serving.in_process(programme.site, f"sqlite:///{tmp_path}/answers.db") as running:
        receipt = running.send(typed, first)
        (there,) = listing.list_submissions(running.service.engine)
        assert there.reference in receipt.page
