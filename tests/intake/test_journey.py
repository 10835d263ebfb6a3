"""The journey through the form: step by step to the receipt; nothing typed is lost on the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from lxml import html
from markupsafe import escape

from brochure.render.localizer import Localizer
from brochure.render.page_context import fill_values
from brochure.schema import Condition, Form, FormField, LanguageMap
from brochure.site import form_answers
from brochure.site.site import Site
from brochure.text import formatting
from intake.journey import names, references
from intake.storage import listing
from tests.intake.answers import SENDER, answers, different, field_id, good, holds, named, on_page
from tests.intake.conftest import TEAM
from tests.intake.pages import language, nothing_stored, pages_of, receipts, words
from tests.intake.serving import RunningIntake
from tests.site.pages import SHOWN
from tests.support import depth
from tests.support.smtp import MailServer

RECEIPT = re.compile(r".*/(\w+)/receipt/[A-Za-z0-9_-]{38}")
TAGS = ("en", "fr", "pt")


def test_from_the_first_step_to_the_receipt_and_the_mails(
    mail_server: MailServer, serve: Callable[..., RunningIntake], site: Site
) -> None:
    running = serve(smtp=f"smtp://127.0.0.1:{mail_server.port}", sender="intake@example.org")
    typed = different(site)
    walker = running.walker().to_check(typed)
    assert nothing_stored(running)
    walker.send()
    assert (walker.status, bool(RECEIPT.fullmatch(walker.place))) == (200, True)
    (there,) = listing.list_submissions(running.service.engine)
    assert there.reference in walker.page
    assert references.parse(there.reference)
    assert there.answers == answers(site, typed)
    mails = mail_server.wait(2)
    assert {str(mail["To"]) for mail in mails} == {TEAM, SENDER}
    assert all(there.reference in str(mail["Subject"]) for mail in mails)


def test_each_step_leads_to_the_next_and_the_last_one_to_the_page_to_check(
    running: RunningIntake, site: Site, form: Form
) -> None:
    walker, seen, typed = running.walker().begin(), [], different(site)
    while walker.at != "check":
        seen.append(walker.at)
        walker.answer(typed)
    assert list(dict.fromkeys(seen)) == [step.id for step in form.steps]


def test_a_later_step_is_shown_only_once_the_earlier_ones_need_nothing(
    running: RunningIntake, site: Site, form: Form
) -> None:
    walker, names = running.walker().begin(), [step.id for step in form.steps]
    for number, name in enumerate(names):
        for later in (*names[number:], "check"):
            assert walker.go(later).at == name
        while walker.at == name:
            walker.answer(different(site))


@pytest.mark.parametrize("tag", SHOWN)
def test_the_page_to_check_shows_every_answer_in_words(
    running: RunningIntake, site: Site, form: Form, tag: str
) -> None:
    typed = good(site, text="One line\nand <b>another</b> & “more”", country="XK")
    walker = running.walker(tag).to_check(typed)
    assert language(walker.page) == tag
    shown = words(walker.page)
    assert "<b>another</b> & “more”" in shown
    country = Localizer(site, site.language(tag), site.page_with("form")).country("XK")
    assert country.footnote
    assert country.marked in shown
    assert words(country.footnote) in shown
    for field in form_answers.asked(form, answers(site, typed)):
        assert words(field.label[tag]) in shown
        for option in field.options:
            assert option.id not in typed[field.id] or option.label[tag] in shown


def test_a_question_is_changed_from_the_page_to_check_and_leads_back_to_its_row(
    running: RunningIntake, site: Site
) -> None:
    walker = running.walker().to_check(different(site))
    name = field_id(site, "line")
    links = re.findall(rf'href="([^"]*change_of={name}#{name})"', walker.page)
    assert len(links) == 1
    walker.go(links[0]).answer({name: ["Another one"]})
    assert walker.place.endswith(f"/check#{name}")
    assert "Another one" in walker.page


def test_everything_typed_is_there_when_a_step_is_opened_again_in_any_language(
    running: RunningIntake, site: Site, form: Form
) -> None:
    typed = different(site, text='One line\n\n  and <b>another</b> & "more"', line="'\"><i>")
    walker = running.walker().to_check(typed)
    kept = answers(site, typed)
    for tag in TAGS:
        for step in form.steps:
            walker.go(f"/intake/{tag}/draft/{walker.draft}/{step.id}")
            assert language(walker.page) == tag
            given = {f.id: list(kept[f.id]) for f in step.fields if f.id in kept}
            assert holds(walker.page, given)


@pytest.mark.parametrize("tag", SHOWN)
def test_every_error_stays_beside_its_field_after_a_reload_in_any_language(
    running: RunningIntake, site: Site, form: Form, tag: str
) -> None:
    kinds = set()
    walker = running.walker().begin()
    for step in form.steps:
        wrong = {f.id: [f"x{'y' * f.max_length}"] for f in step.fields if f.type == "textarea"}
        wrong |= named(site, sender_address="ana", country="XX")
        walker.go(step.id)
        wrong = {name: wrong.get(name, []) for name in walker.shown}
        walker.answer(wrong)
        assert walker.at == step.id
        held = answers_of(walker.page)
        walker.go(f"/intake/{tag}/draft/{walker.draft}/{step.id}")
        assert answers_of(walker.page) == held
        given = {name: tuple(values) for name, values in wrong.items()}
        asked = form_answers.asked(form, given)
        questions = [field for field in asked if field.id in walker.shown]
        errors = form_answers.validate(site, questions, given)
        assert errors
        for error in errors:
            field = next(field for field in questions if field.id == error.field)
            told = message(site, tag, field, error.kind, given[field.id])
            assert words(f"<p>{told}</p>") in words(walker.page)
        kinds |= {error.kind for error in errors}
        walker.go(f"/intake/en/draft/{walker.draft}/{step.id}")
        while walker.at == step.id:
            walker.answer(different(site))
    assert kinds == {"missing", "invalid", "too-long"}
    assert nothing_stored(running)


def answers_of(page: str) -> dict[str, list[str]]:
    """Return what stands in a page's controls."""
    return {name: values for name, values in on_page(page).items() if "_" not in name}


def message(site: Site, tag: str, field: FormField, kind: str, answer: tuple[str, ...]) -> str:
    """Return the message for an error, from the content's own files."""
    own_message = getattr(field.errors, kind.replace("-", "_"), None)
    texts = own_message or site.content.strings["form"][kind]
    language = site.language(tag)
    return str(
        fill_values(
            escape(texts[tag]),
            label=field.label[tag],
            maximum=formatting.number(field.max_length, language.locale, language.digits),
            count=formatting.number(len("".join(answer)), language.locale, language.digits),
        )
    )


def test_a_draft_that_is_sent_twice_has_one_receipt_to_which_all_of_its_addresses_lead(
    running: RunningIntake, site: Site, form: Form
) -> None:
    walker = running.walker().to_check(different(site))
    draft, page, place = walker.draft, walker.page, walker.place
    receipt = walker.send().place
    walker.place, walker.page = place, page
    assert walker.send().place == receipt
    for name in (*(step.id for step in form.steps), "check", "later", "delete", ""):
        assert walker.go(f"/intake/en/draft/{draft}/{name}".rstrip("/")).place == receipt
    assert len(list(listing.list_submissions(running.service.engine))) == 1


@pytest.mark.slow
def test_equal_answers_from_a_new_draft_are_a_second_request(
    running: RunningIntake, site: Site
) -> None:
    typed = different(site)
    assert running.send(typed).place != running.send(typed).place
    assert len(list(listing.list_submissions(running.service.engine))) == 2


@pytest.mark.parametrize("tag", depth.some(TAGS[:1], TAGS))
def test_a_receipt_is_a_record_of_every_answer_in_the_words_in_which_it_was_given(
    running: RunningIntake, site: Site, form: Form, tag: str
) -> None:
    typed = different(site, institution="Unmistakable")
    walker = running.send(typed, "fr")
    walker.go(walker.place.replace("/fr/", f"/{tag}/"))
    assert language(walker.page) == tag
    shown = words(walker.page)
    assert "Unmistakable" in shown
    for field in form_answers.asked(form, answers(site, typed)):
        assert words(field.label["fr"]) in shown


def test_a_receipt_is_for_one_person_and_for_no_cache_and_no_search_engine(
    running: RunningIntake, site: Site
) -> None:
    location = running.send(different(site)).place
    page = running.get(location)
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["x-robots-tag"] == "noindex"
    assert page.headers["referrer-policy"] == "same-origin"
    for guessed in (location[:-1], location[:-1] + ("A" if location[-1] != "A" else "B")):
        assert running.get(guessed).status_code == 404


def test_a_filled_honeypot_is_asked_about_once_and_a_person_gets_through(
    running: RunningIntake, site: Site
) -> None:
    walker = running.walker().begin()
    walker.answer(different(site) | {"web_site": ["filled in by a program"]})
    held = on_page(walker.page) | {"web_site": ["filled in by a program"]}
    walker.post(walker.place, held)
    walker.to_check(different(site)).send()
    assert (walker.at, walker.why) == ("check", "honeypot")
    assert words(site.content.strings["check"]["honeypot"]["en"]) in words(walker.page)
    assert nothing_stored(running)
    walker.send()
    assert "/receipt/" in walker.place
    assert site.content.desk
    first = site.content.desk.states[0].id
    assert [each.status for each in listing.list_submissions(running.service.engine)] == [first]


@pytest.mark.parametrize("tag", SHOWN)
def test_what_fills_it_in_again_is_put_aside_and_the_receipt_says_so(
    running: RunningIntake, site: Site, tag: str
) -> None:
    walker = running.walker(tag).to_check(different(site))
    walker.send(web_site=["x"])
    assert (walker.at, walker.why) == ("check", "honeypot")
    walker.send(web_site=["x"])
    (held,) = listing.list_submissions(running.service.engine, "held")
    assert held.reason == "honeypot"
    assert held.reference in walker.page
    strings = site.content.strings["receipt"]
    assert words(strings["held"][tag]) in words(walker.page)
    assert words(strings["acknowledgement"][tag]) not in words(walker.page)


@pytest.mark.slow
def test_nobody_is_put_aside_for_being_quick(running: RunningIntake, site: Site) -> None:
    for _ in range(3):
        running.send(different(site))
    assert not list(listing.list_submissions(running.service.engine, "held"))


def conditional(form: Form) -> tuple[FormField, FormField]:
    """Return a question with a condition that takes any text, and the one that it depends on."""
    fields = {field.id: field for field in form_answers.fields(form)}
    found = next(f for f in fields.values() if f.asked_if and f.type == "text" and f.required)
    assert found.asked_if
    return found, fields[found.asked_if.field]


@pytest.mark.parametrize("tag", SHOWN)
def test_what_does_not_apply_any_more_is_said_to_be_dropped_and_never_sent(
    running: RunningIntake, site: Site, form: Form, tag: str
) -> None:
    field, other = conditional(form)
    assert field.asked_if
    typed = different(site, **{field.id: "Unmistakable"})
    walker = running.walker(tag).to_check(typed)
    assert "Unmistakable" in walker.page
    value = next(v for v in form_answers.values(site, other) if v not in field.asked_if.values)
    step = next(step for step in form.steps if other in step.fields)
    walker.go(step.id).to_check(typed | {other.id: [value]})
    assert words(site.content.strings["check"]["dropped"][tag]) in words(walker.page)
    assert "Unmistakable" in walker.page
    assert f'id="{field.id}"' not in walker.page
    walker.send()
    (there,) = listing.list_submissions(running.service.engine)
    assert field.id not in there.answers
    assert "Unmistakable" not in walker.page


def test_a_question_that_an_answer_brings_with_it_is_on_its_page_and_must_be_answered_then(
    running: RunningIntake, site: Site, form: Form
) -> None:
    field, other = conditional(form)
    assert field.asked_if
    typed = different(site, **{field.id: ""})
    walker = running.walker().begin()
    while other.id not in walker.shown:
        walker.answer(typed)
    assert field.id in walker.shown
    free = next(v for v in form_answers.values(site, other) if v not in field.asked_if.values)
    step = walker.at
    assert walker.answer(typed | {other.id: [free]}).at != step
    walker.go(step).answer(typed | {other.id: [field.asked_if.values[0]]})
    assert (walker.at, 'class="error"' in walker.page) == (step, True)


def test_a_page_that_did_not_have_a_question_yet_comes_back_with_it_and_without_an_error(
    running: RunningIntake, site: Site, form: Form
) -> None:
    field, other = conditional(form)
    assert field.asked_if
    typed = different(site, **{field.id: ""}) | {other.id: [field.asked_if.values[0]]}
    walker = running.walker().begin()
    while other.id not in walker.shown:
        walker.answer(typed)
    shown = [name for name in walker.shown if name != field.id]
    walker.submit({name: typed[name] for name in shown} | {names.SHOWN: [" ".join(shown)]})
    assert walker.place.endswith(f"#{field.id}")
    assert 'class="error"' not in walker.page
    walker.answer({})
    assert 'class="error"' in walker.page


def test_the_links_to_other_languages_lead_to_the_same_page_of_the_draft(
    running: RunningIntake, site: Site, form: Form
) -> None:
    walker = running.walker().to_check(different(site))
    pages = [*(step.id for step in form.steps), "check", "later", "delete"]
    for name in pages:
        walker.go(name)
        links = html.document_fromstring(walker.page).xpath("//header//a[@hreflang]/@href")
        assert links == [f"/intake/{tag}/draft/{walker.draft}/{name}" for tag in site.tags]
    receipt = walker.go("check").send().place.removeprefix("/intake/en")
    links = html.document_fromstring(walker.page).xpath("//header//a[@hreflang]/@href")
    assert links == [f"/intake/{tag}{receipt}" for tag in site.tags]


def test_the_receipt_names_the_steps_that_fit_what_was_said(site: Site, form: Form) -> None:
    radios = next(f for f in form_answers.fields(form) if f.type == "radios" and f.options)
    first, second = (option.id for option in radios.options[:2])
    assert site.content.request
    text = site.content.request.next[0].text
    steps = tuple(
        site.content.request.next[0].model_copy(
            update={
                "id": name,
                "text": LanguageMap.model_validate(dict.fromkeys(text.texts, f"After {name}")),
                "said": Condition(field=radios.id, values=(name,)),
                "done_when_sent": False,
                "shown_while": (),
            }
        )
        for name in (first, second)
    )
    request = site.content.request.model_copy(update={"next": steps})
    changed = replace(site, content=site.content.model_copy(update={"request": request}))
    given = answers(site, different(site, **{radios.id: first}))
    page = dict(receipts(pages_of(changed), "en", given))["receipt"]
    assert f"After {first}" in page
    assert f"After {second}" not in page
