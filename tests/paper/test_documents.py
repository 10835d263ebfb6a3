"""Documents are made when inputs change, whole or not at all; pages link to those alone."""

from __future__ import annotations

import datetime
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from brochure.files import cache
from brochure.problems import Problem, ProblemsError
from brochure.render.documents_view import MadeDocument, document_views
from brochure.render.localizer import Localizer
from brochure.render.paper import documents
from brochure.render.paper.making import make_documents
from brochure.site.page_index import HOME
from brochure.site.site import Site
from tests.engine import project
from tests.support import texts


@pytest.fixture
def own(site: Site, tmp_path: Path) -> Site:
    """Return the site in a folder with templates and a cache of its own."""
    shutil.copytree(project.ROOT / "overrides", tmp_path / "overrides")
    shutil.copytree(project.ROOT / "content" / "identity", tmp_path / "content" / "identity")
    return replace(site, root=tmp_path)


def of(site: Site, tag: str) -> list[documents.Document]:
    """Return the documents in a language."""
    return [one for one in documents.documents_of(site) if one.tag == tag]


def test_each_language_has_a_leaflet_and_a_letter_in_three_types(site: Site) -> None:
    for tag in site.tags:
        names = [(one.name, one.suffix) for one in of(site, tag)]
        letters = [("letter", kind) for kind in ("docx", "odt", "pdf")]
        assert names == [("leaflet", "pdf"), *letters]


def test_what_has_not_changed_is_not_made_again(own: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted, told = of(own, "fr"), list[tuple[int, int]]()
    made = make_documents(wanted, lambda *count: told.append(count))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]

    def fail(_self: documents.Document) -> bytes:
        raise AssertionError("made again")

    monkeypatch.setattr(documents.Document, "_made", fail)
    assert make_documents(of(own, "fr")) == made


@pytest.mark.slow
def test_a_changed_template_makes_them_again(own: Site) -> None:
    before = of(own, "en")[0].file()
    template = own.root / "overrides" / "paper" / "base.typ"
    template.write_text(template.read_text("utf-8") + "// changed\n", encoding="utf-8")
    after = of(own, "en")[0].file()
    assert after != before
    assert after.read_bytes() == before.read_bytes()


def test_problems_of_all_documents_are_reported_at_once(own: Site) -> None:
    def broken(document: documents.Document) -> documents.Document:
        error = Problem(document.tag, 1, 1, "error", "leaflet-fit", document.name)
        return replace(document, problems=lambda: iter([error]))

    with pytest.raises(ProblemsError) as raised:
        make_documents([broken(one) for one in of(own, "en") + of(own, "fr")])
    assert {problem.path for problem in raised.value.problems} == {"en", "fr"}


def test_what_ends_while_it_is_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        cache.cached_file(tmp_path / "cache", "letter.pdf", lambda: b"whole")
    monkeypatch.undo()
    assert list((tmp_path / "cache").iterdir()) == []
    assert (
        cache.cached_file(tmp_path / "cache", "letter.pdf", lambda: b"whole").read_bytes()
        == b"whole"
    )


def test_what_is_made_is_written_beside_its_place_and_then_renamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Temporary files may be on another disk, from which nothing can be renamed."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    made = cache.cached_file(tmp_path / "cache", "letter.pdf", lambda: b"whole")
    assert made.read_bytes() == b"whole"


def links(built: Path, page: str) -> Iterator[tuple[str, str]]:
    """Yield address and words of each link to a document on a page."""
    file = built / page / "index.html"
    for link in html.fromstring(file.read_bytes()).iterfind(".//ul[@class='files']//a"):
        yield link.get("href", ""), link.text_content()


def test_links_say_type_and_size_and_lead_to_what_is_there(built_site: Path) -> None:
    found = list(links(built_site, "fr/letter"))
    assert [words.partition(",")[0] for _, words in found] == ["DOCX", "ODT", "PDF"]
    assert all(words.endswith("\u00a0ko") for _, words in found)
    for address, _ in found:
        file = (built_site / "fr/letter" / address).resolve()
        assert file.stat().st_size > 1000
        assert "-letter-fr." in file.name
    assert len(list(links(built_site, "fr"))) == 1


def test_type_and_size_do_not_change_places_in_arabic(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "letter.pdf"
    file.write_bytes(b"x" * 2000)
    made = MadeDocument("ar", "letter", "pdf", "documents/letter.pdf", file)
    localizer = Localizer(site, site.language("ar"), "letter")
    (view,) = document_views(localizer, [made], "letter")
    assert view.about.startswith("\u2068PDF\u2069، 2")


@pytest.mark.slow
def test_a_build_without_documents_links_to_none(tmp_path: Path) -> None:
    place = project.copy(tmp_path / "project")
    arguments = ("--without-documents", "--site-dir", str(place / "site"))
    assert project.brochure(place, "build", *arguments).returncode == 0
    assert list(links(place / "site", "fr/letter")) == []
    assert not (place / "site" / "documents").exists()
    assert not (place / "site" / "paper").exists()


@pytest.mark.slow
def test_check_names_the_text_that_would_stop_a_build(tmp_path: Path) -> None:
    place = project.copy(tmp_path)
    word = "Unaussprechlichkeitsverordnungsentwurf"
    texts.write(place, "site.strapline", en=f"{word} for all")
    for command in ("check", "build"):
        done = project.brochure(place, command)
        assert done.returncode == 1, command
        assert "[leaflet-fit]" in done.stdout + done.stderr, command
        assert word in done.stdout + done.stderr, command
    assert not (place / "site").exists()


@pytest.mark.slow
def test_what_will_not_fit_once_requests_close_is_named_before(tmp_path: Path) -> None:
    place = project.copy(tmp_path)
    word = "Unaussprechlichkeitsverordnungsentwurf"
    home = texts.loaded(place).page_with(HOME)
    texts.write(place, f"page.{home}.title.closed", en=f"{word} for all")
    today = datetime.datetime.now(datetime.UTC).date()
    project.set_requests(place, project.window(today, -9, 9))
    for command in ("check", "build"):
        done = project.brochure(place, command)
        assert done.returncode == 1, command
        assert "[leaflet-fit]" in done.stdout + done.stderr, command
    project.set_requests(place, "open")
    assert project.brochure(place, "check").returncode == 0
