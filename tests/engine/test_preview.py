"""``brochure serve`` shows each good edit by itself; a bad one changes nothing on the screen."""

from __future__ import annotations

import re
import signal
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest import mock

import pytest
from playwright.sync_api import Browser, expect

from brochure.checks.run import site_or_raise
from brochure.site import form_answers
from engine.intake import IntakeProcess
from engine.serve import PreviewServer
from intake.storage.database import connect
from tests.engine import project
from tests.engine.preview import TIMEOUT, TOPIC, Preview, edit_topic, preview
from tests.intake.signing import ANA, add
from tests.journey import walk
from tests.journey.served_form import ServedForm
from tests.journey.walk import CHECK, Walk
from tests.support import depth, texts
from tests.support.smtp import MailServer

pytestmark = pytest.mark.server


def test_it_prints_its_address_and_serves_every_kind_of_file_there(running: Preview) -> None:
    assert running.address.startswith("http://127.0.0.1:")
    for path, words in (("/", 'lang="en"'), ("/fr/areas/", 'lang="fr"'), ("/fr/areas", "fr")):
        status, text = running.get(path)
        assert (status, words in text) == (200, True), path
    assert running.get("/assets/licences.txt")[0] == 200
    assert f'rel="canonical" href="{running.address}' not in running.get("/")[1]


def test_an_edit_of_content_pages_or_templates_is_shown(running: Preview) -> None:
    running.shows("/pt/areas/", TOPIC["pt"])
    running.edit_topic(pt="Trabalho")
    running.shows("/pt/areas/", ">Trabalho<")
    texts.write(running.place, "page.areas.title", fr="Quels champs")
    running.shows("/fr/areas/", "<h1>Quels champs")
    project.edit(running.place / "overrides/partials/footer.html", "<footer ", '<footer id="foot" ')
    running.shows("/", '<footer id="foot" ')
    project.edit(running.place / "overrides/assets/site.css", ":root", "main { top: 7px } :root")
    running.shows("/", "main{top:7px}")


def test_the_browser_shows_an_edit_by_itself(running: Preview, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{running.address}/fr/areas/")
    running.edit_topic(fr="Statistiques")
    expect(page.get_by_text("Statistiques")).to_be_visible(timeout=TIMEOUT * 1000)
    assert page.url == f"{running.address}/fr/areas/"
    page.close()


@pytest.mark.soak
def test_the_search_finds_an_edit_once_it_is_shown(running: Preview, browser: Browser) -> None:
    tab = browser.new_page()
    for word in ("zweitausendmal", "dreitausendmal"):
        project.edit(running.place / "docs/fr/areas.md", "\n---\n", f"\n---\nMot {word}. ")
        running.shows("/fr/areas/", word)
        tab.goto(f"{running.address}/fr/search/?q={word}")
        expect(tab.locator("#status")).to_have_text(re.compile("1$"))
        assert tab.locator(".found h2 a").evaluate("a => a.pathname") == "/fr/areas/"
    tab.close()


def test_a_bad_edit_is_explained_and_the_last_good_pages_are_still_served(running: Preview) -> None:
    running.shows("/areas/", TOPIC["en"])
    printed = len(running.text)
    running.edit_topic(en="Work", fr="")
    running.wait_for("Not built. Still serving the last good pages.", after=printed)
    assert "[missing-translation]" in running.text[printed:]
    assert "Traceback" not in running.text
    status, text = running.get("/areas/")
    assert (status, TOPIC["en"] in text) == (200, True)
    running.edit_topic(fr="Travail")
    running.shows("/areas/", ">Work<")


def test_an_error_in_a_template_is_explained_and_the_last_good_pages_are_still_served(
    running: Preview,
) -> None:
    template = running.place / "overrides/pages/areas.html"
    running.shows("/areas/", TOPIC["en"])
    printed = len(running.text)
    project.edit(template, "{% block content %}", "{% block content %}{{ oops }}")
    running.wait_for("overrides/pages/areas.html:", after=printed)
    running.wait_for("Still serving the last good pages.", after=printed)
    assert running.get("/areas/")[0] == 200
    project.edit(template, "{{ oops }}", "<b>fixed</b>")
    running.shows("/areas/", "<b>fixed</b>")


@pytest.mark.soak
def test_an_error_in_a_language_that_nobody_looks_at_is_explained(running: Preview) -> None:
    broken = '{% if language.tag == "pt" %}{{ oops }}{% endif %}<footer id="foot" '
    running.shows("/areas/", TOPIC["en"])
    printed = len(running.text)
    project.edit(running.place / "overrides/partials/footer.html", "<footer ", broken)
    running.shows("/areas/", '<footer id="foot" ')
    running.wait_for("overrides/partials/footer.html:", after=printed)
    assert running.get("/pt/areas/")[0] == 200
    project.edit(running.place / "overrides/partials/footer.html", "{{ oops }}", "")
    running.shows("/pt/areas/", '<footer id="foot" ')


@pytest.mark.soak
def test_a_start_with_bad_content_shows_why_and_follows_when_it_is_fixed(
    place: Path, browser: Browser
) -> None:
    edit_topic(place, en="")
    with preview(place) as running:
        running.wait_for("There are no pages yet.")
        status, text = running.get("/fr/areas/")
        assert status == 404
        assert "content/areas.yaml:" in text
        page = browser.new_page()
        page.goto(f"{running.address}/areas/")
        expect(page.get_by_text("[missing-translation]")).to_be_visible()
        running.edit_topic(en="Labour migration")
        expect(page.get_by_text("Labour migration")).to_be_visible(timeout=TIMEOUT * 1000)
        page.close()


@pytest.mark.soak
def test_an_unknown_address_shows_the_404_page_in_the_language_of_the_address(
    running: Preview,
) -> None:
    for path, tag in (("/no/page/", "en"), ("/fr/no/page/", "fr"), ("/pt/areas.html", "pt")):
        status, text = running.get(path)
        assert status == 404
        assert f'<html lang="{tag}"' in text, path


@pytest.mark.soak
def test_a_new_page_appears_at_the_address_where_its_absence_was_shown(
    running: Preview, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto(f"{running.address}/fr/news/")
    for tag, title in (("en", "News"), ("fr", "Nouvelles"), ("pt", "Notícias")):
        text = f"---\ntitle: {title} {tag}\ndescription: {title} {tag}.\n---\n{title} {tag}.\n"
        (running.place / f"docs/{tag}/news.md").write_text(text, encoding="utf-8")
    expect(page.locator("h1")).to_have_text("Nouvelles fr", timeout=TIMEOUT * 1000)
    page.close()


@pytest.mark.soak
@pytest.mark.parametrize("name", depth.some(["docs"], ["content", "docs"]))
def test_a_folder_that_goes_away_and_comes_back_is_followed(running: Preview, name: str) -> None:
    """As Git does it when another branch is checked out."""
    folder, elsewhere = running.place / name, running.place / "elsewhere"
    running.shows("/fr/areas/", TOPIC["fr"])
    printed = len(running.text)
    folder.rename(elsewhere)
    running.wait_for("Not built. Still serving the last good pages.", after=printed)
    assert running.get("/fr/areas/")[0] == 200
    printed = len(running.text)
    elsewhere.rename(folder)
    running.wait_for("built in", after=printed)
    running.edit_topic(fr="Statistiques")
    running.shows("/fr/areas/", "Statistiques")
    assert "Traceback" not in running.text


@pytest.mark.soak
def test_an_edit_says_which_translations_it_makes_outdated(running: Preview) -> None:
    running.shows("/areas/", TOPIC["en"])
    assert "now outdated" not in running.text
    texts.write(running.place, "page.areas.title", en="Areas of migration")
    running.wait_for("has changed; now outdated: ")
    assert running.text.count("now outdated: French, Portuguese") == 1
    printed = len(running.text)
    texts.write(running.place, "page.areas.description", en="What a request may be about.")
    running.wait_for("now outdated: ", after=printed)
    assert running.text[printed:].count("now outdated: ") == 1  # not again what was said


@pytest.mark.soak
def test_a_form_that_someone_is_filling_in_is_not_reloaded(
    running: Preview, browser: Browser
) -> None:
    site = site_or_raise(running.place)
    form = site.content.form
    assert form
    question = next(field for field in form_answers.fields(form) if field.type == "textarea")
    address = f"/{site.page_with('form')}/"
    project.edit(
        running.place / "content/form.yaml", "\n  retention", "\n  journey: one-page\n  retention"
    )
    running.shows(address, "<textarea")
    page = browser.new_page()
    page.goto(f"{running.address}{address}")
    page.locator(f"#{question.id}").fill("What I have typed")
    words = question.label["en"]
    texts.write(running.place, question.label.key, en=f"{words}, at last")
    button = page.locator("#show-new-page")
    expect(button).to_be_visible(timeout=TIMEOUT * 1000)
    expect(page.locator(f"#{question.id}")).to_have_value("What I have typed")
    button.click()
    expect(page.get_by_text(f"{words}, at last")).to_be_visible(timeout=TIMEOUT * 1000)
    page.close()


@pytest.mark.soak
def test_it_sends_no_mails_and_shows_each_that_the_form_would_send(
    running_whole: Preview, browser: Browser
) -> None:
    served = ServedForm(running_whole, MailServer(), site_or_raise(running_whole.place))
    tab = browser.new_page()
    tab.goto(f"{running_whole.address}/_mails/")
    before = tab.locator("article").count()  # a member of staff may have signed in
    here, entered = Walk(tab, served, "fr"), walk.answers(served, "fr")
    here.begin()
    here.to(CHECK, entered)
    here.send()
    tab.goto(f"{running_whole.address}/_mails/")
    expect(tab.locator("article")).to_have_count(
        before + 2, timeout=30_000
    )  # it looks again by itself
    shown = tab.locator("body").inner_text()
    assert served.site.content.site.contact.email in shown
    assert entered[served.id("sender_address")][0] in shown
    assert "{$reference}" not in shown
    tab.close()


@pytest.mark.soak
def test_staff_can_sign_in_to_its_desk(running: Preview, browser: Browser) -> None:
    tab = browser.new_page()
    sign_in = f"{running.address}/intake/staff/fr/sign-in"
    tab.goto(sign_in)  # the intake has made its database once it answers
    engine = connect(f"sqlite:///{running.place}/var/intake.db")
    add(engine)
    engine.dispose()
    tab.locator("#address").fill(ANA)
    tab.locator("main form button").click()
    tab.goto(f"{running.address}/_mails/")
    link = tab.get_by_text("/sign-in/link/")
    expect(link).to_have_count(1, timeout=30_000)
    tab.goto(re.findall(r"http://\S+/sign-in/link/\S+", link.inner_text())[0])
    tab.locator("main form button").click()
    assert tab.url == f"{running.address}/intake/staff/en/"
    assert tab.locator("header .who").text_content() == "Ana Sá"
    tab.close()


def test_an_edit_does_not_wait_for_the_intake_to_start(place: Path, tmp_path: Path) -> None:
    site, intake = site_or_raise(place), IntakeProcess("http://127.0.0.1:8000/", tmp_path)
    with ThreadPoolExecutor() as pool, intake._lock:  # it is starting
        pool.submit(intake.follow, site).result(timeout=5)
    assert intake.prefix == site.form_address


@pytest.mark.parametrize(
    "end",
    depth.some([signal.SIGINT], [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]),
    ids=lambda end: end.name,
)
def test_ctrl_c_ends_it_cleanly_and_leaves_nothing_behind(place: Path, end: signal.Signals) -> None:
    before = project.contents(place / "site")
    with preview(place) as running:
        assert running.get("/")[0] == 200
        running.edit_topic(fr="Statistiques")
        running.shows("/fr/areas/", "Statistiques")
        assert list(running.temporary.iterdir())
        assert running.end(end) == 0
    assert "Stopped." in running.text
    assert "Traceback" not in running.text
    assert not list(running.temporary.iterdir())
    assert project.contents(place / "site") == before


def test_an_intake_that_was_closed_does_not_start_any_more(place: Path, tmp_path: Path) -> None:
    intake = IntakeProcess("http://127.0.0.1:8000/", tmp_path)
    intake.follow(site_or_raise(place))
    intake.close()
    with mock.patch("subprocess.Popen", side_effect=AssertionError("started")):
        intake._start_quietly()


def test_a_second_signal_while_the_intake_starts_leaves_nothing_behind_either(place: Path) -> None:
    with preview(place) as running:
        running.wait_for("Serving on")
        running.process.send_signal(signal.SIGINT)
        running.wait_for("Stopped.")
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(TIMEOUT) == 0
    assert "Traceback" not in running.text
    assert not list(running.temporary.iterdir())


@pytest.mark.parametrize("address", ["fr/areas/", "fr/areas", "fr/areas/index.html"])
def test_a_page_is_rendered_by_whichever_address_it_is_asked_for(place: Path, address: str) -> None:
    server = mock.Mock(spec=PreviewServer, preview=mock.Mock())
    server.language.return_value = "fr"
    PreviewServer.show(server, site_or_raise(place), address)
    server.preview.show.assert_called_once_with("fr", "areas")


def test_a_port_in_use_is_explained(place: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with preview(place, port=port) as running:
            assert running.process.wait(TIMEOUT) == 1
    assert f"Cannot serve on 127.0.0.1:{port}: Address already in use." in running.text
    assert "--port" in running.text
    assert "Serving on" not in running.text
    assert "Traceback" not in running.text
    assert not list(running.temporary.iterdir())


def test_a_port_that_cannot_exist_is_explained(place: Path) -> None:
    with preview(place, port=70_000) as running:
        assert running.process.wait(TIMEOUT) == 1
    assert "Cannot serve on 127.0.0.1:70000: the port must be between 0 and 65535." in running.text
    assert "Traceback" not in running.text
