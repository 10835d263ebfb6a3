"""Those who have the receipt have record and letter as files, in each language, for as long."""

from __future__ import annotations

import io
import re
import threading
from pathlib import Path

import docx
import pytest

from brochure.render import figures
from brochure.render.localizer import Localizer
from brochure.schema import Form
from brochure.site.site import Site
from intake.storage import listing
from intake.web import paper, paper_sizes
from tests.intake.answers import different
from tests.intake.pages import words
from tests.intake.serving import RunningIntake
from tests.paper import reading
from tests.paper.test_letter import lines
from tests.support import depth

LINK = re.compile(r'<a href="([^"]+/receipt/[^"]+\.\w+)" download>([^<]+)</a>')


def files(running: RunningIntake, site: Site, tag: str = "en", **changes: str) -> dict[str, str]:
    """Send the form; return the addresses of the receipt's files, by their names."""
    typed = different(site, **changes)
    page = running.walker(tag).to_check(typed).send().page
    return {address.rpartition("/")[2]: address for address, _ in LINK.findall(page)}


def test_the_receipt_leads_to_the_record_and_to_the_letter_in_each_type(
    running: RunningIntake, site: Site
) -> None:
    found = files(running, site)
    assert set(found) == {"record.pdf", "letter.docx", "letter.odt", "letter.pdf"}
    (sent,) = listing.list_submissions(running.service.engine)
    for name, address in found.items():
        response = running.get(address)
        assert response.status_code == 200
        expected = f'attachment; filename="{sent.reference}-{name}"'
        assert response.headers["content-disposition"] == expected
        assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("tag", depth.some(("fr",), ("en", "fr", "pt")))
def test_every_word_of_them_is_on_the_receipt_or_the_pages_of_its_language(
    running: RunningIntake, site: Site, built_site: Path, tag: str
) -> None:
    page = running.walker(tag).to_check(different(site)).send().page
    html = page + reading.html_of(site, built_site, tag)
    for address, _ in LINK.findall(page):
        data, kind = running.get(address).content, address.rpartition(".")[2]
        printed = reading.text_of(data) if kind == "pdf" else " ".join(lines(data, kind))
        reading.assert_on_pages(html, [], printed)


@pytest.mark.parametrize("tag", ["fr", "en"])
def test_links_say_the_size_of_what_they_lead_to_in_the_language_of_the_page(
    running: RunningIntake, site: Site, tag: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_sizes, "TIMEOUT", 60)  # seconds, for a busy machine
    typed = different(site, line="Ministère გიორგი 中文")
    page = running.walker(tag).to_check(typed).send().page
    links = LINK.findall(page)
    assert len(links) == 4
    for address, about in links:
        kind, size = address.rpartition(".")[2].upper(), len(running.get(address).content)
        assert about == figures.kind_and_size(kind, size, site.language(tag))


def test_a_receipt_does_not_wait_for_the_size_of_a_slow_document(
    running: RunningIntake, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def slow(*_: object) -> bytes:
        asked.set()
        go_on.wait(60)
        return b""

    monkeypatch.setattr(paper.Papers, "make", slow)
    monkeypatch.setattr(paper_sizes, "TIMEOUT", 0.1)
    walker = running.walker().to_check(different(site)).send()
    assert asked.is_set()
    assert [about for _, about in LINK.findall(walker.page)] == ["PDF", "DOCX", "ODT", "PDF"]
    another = running.walker().to_check(different(site)).send()  # nobody queues up behind it
    assert another.status == 200
    go_on.set()


def test_the_record_has_date_reference_every_question_and_every_answer(
    running: RunningIntake, site: Site, form: Form
) -> None:
    address = files(running, site, "fr")["record.pdf"]
    (sent,) = listing.list_submissions(running.service.engine)
    data = running.get(address).content
    text = reading.text_of(data).replace(" ", "")
    assert sent.reference in text
    for step in form.steps:
        for field in step.fields:
            for answer in sent.answers.get(field.id, ()):
                assert reading.plain(field.label["fr"]).replace(" ", "") in text
                if field.type in {"text", "textarea", "email"}:
                    assert reading.plain(answer).replace(" ", "") in text
    reading.assert_accessible(data, "fr", site.content.strings["receipt"]["title"]["fr"])


@pytest.mark.slow
def test_the_record_has_the_next_steps_that_fit_what_was_said_as_the_receipt_has(
    running: RunningIntake, site: Site
) -> None:
    assert site.content.request
    steps = [step for step in site.content.request.next if step.said]
    localizer = Localizer(site, site.language("en"), site.page_with("form"))
    conditions = [step.said for step in steps if step.said]
    for field, value in {(one.field, value) for one in conditions for value in one.values}:
        typed = different(site, **{field: value})
        page = running.walker().to_check(typed).send().page
        (address,) = [one for one, _ in LINK.findall(page) if one.endswith("/record.pdf")]
        printed = reading.text_of(running.get(address).content).replace(" ", "")
        for step in steps:
            text = reading.plain(localizer.text(step.text).striptags())
            assert (text.replace(" ", "") in printed) == (text in words(page))


def test_the_letter_is_in_the_language_of_the_page_with_what_was_typed(
    running: RunningIntake, site: Site
) -> None:
    typed = "Ministère « #eval(1) $x$ {{ y }} » <b>"
    address = files(running, site, "en", institution=typed)["letter.docx"]
    frame = site.content.letter.frame  # type: ignore[union-attr]
    for tag in ("en", "pt"):
        opened = docx.Document(io.BytesIO(running.get(address.replace("/en/", f"/{tag}/")).content))
        assert opened.core_properties.title == frame.subject[tag]  # type: ignore[union-attr]
        assert typed in "".join(opened.element.itertext())


def test_nothing_else_is_found_below_a_receipt(running: RunningIntake, site: Site) -> None:
    address = files(running, site)["record.pdf"]
    for wrong in ("letter.exe", "record.docx", "letter"):
        assert running.get(address.replace("record.pdf", wrong)).status_code == 404
    assert running.get(address.replace("/receipt/", "/receipt/x")).status_code == 404


def test_a_slow_or_broken_document_does_not_hold_up_the_form(
    running: RunningIntake, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = files(running, site)["letter.pdf"]

    def fail(*_arguments: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(paper.Papers, "make", fail)
    assert running.get(address).status_code == 503
    monkeypatch.undo()
    assert running.get(address).status_code == 200
