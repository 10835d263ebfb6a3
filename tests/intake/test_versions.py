"""What was asked stays known after the form has changed, to senders and to staff alike."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from brochure.checks.run import site_or_raise
from brochure.schema import Form, FormStep, LanguageMap
from brochure.site import form_answers
from brochure.site.site import Site
from intake.journey import record
from intake.journey.draft import Draft
from intake.journey.form_version import FormVersion
from intake.mail.builder import OutboxEntry
from intake.storage import export, listing
from tests.engine import project as projects
from tests.intake.answers import answers, different, field_id, on_page
from tests.intake.conftest import TEAM, Run
from tests.intake.generated_forms import with_form
from tests.intake.pages import pages_of, words
from tests.intake.serving import RunningIntake
from tests.intake.steps import complete, journey
from tests.site.pages import SHOWN
from tests.support import texts


def reworded(site: Site, name: str, label: dict[str, str]) -> Site:
    """Return a site whose form puts a question in other words."""
    form = site.content.form
    assert form
    words_ = LanguageMap.model_validate(label).as_unit("form.x", {})

    def changed(step: FormStep) -> FormStep:
        fields = tuple(
            field.model_copy(update={"label": words_}) if field.id == name else field
            for field in step.fields
        )
        return step.model_copy(update={"fields": fields})

    steps = tuple(map(changed, form.steps))
    return with_form(site, form.model_copy(update={"steps": steps}))


def without(site: Site, name: str) -> Site:
    """Return a site whose form does not have a question any more."""
    form = site.content.form
    assert form

    def changed(step: FormStep) -> FormStep:
        fields = tuple(field for field in step.fields if field.id != name)
        return step.model_copy(update={"fields": fields})

    steps = tuple(map(changed, form.steps))
    return with_form(site, form.model_copy(update={"steps": steps}))


def label_of(form: Form, name: str) -> LanguageMap:
    """Return how a question is put."""
    return next(field.label for field in form_answers.fields(form) if field.id == name)


NEW = {"en": "A new wording", "fr": "Une autre formulation", "pt": "Outra formulação"}


@pytest.mark.slow
def test_a_receipt_says_each_question_as_it_was_put_after_the_form_has_changed(
    serve: Callable[..., RunningIntake], site: Site, form: Form
) -> None:
    name = field_id(site, "line")
    old = label_of(form, name)
    receipt = serve().send(different(site), "fr").place
    for changed in (reworded(site, name, NEW), without(site, name)):
        page = words(serve(site=changed).get(receipt).text)
        assert words(old["fr"]) in page
        assert NEW["fr"] not in page


def test_mails_and_exports_say_each_question_as_it_was_put(
    serve: Callable[..., RunningIntake], site: Site, form: Form
) -> None:
    name = field_id(site, "line")
    old = label_of(form, name)
    running = serve()
    running.send(different(site), "fr")
    later = serve(site=reworded(site, name, NEW))
    (stored,) = listing.list_submissions(later.service.engine)
    mail = later.service.mail_builder.build(OutboxEntry(stored, "1", "team", TEAM, stored.received))
    assert f"{old['en']} [{old['fr']}]\n" in mail.get_content()
    assert NEW["en"] not in mail.get_content()
    versions, present = later.service.versions, later.service.form
    (exported,) = json.loads(export.as_json([stored], versions))
    assert exported["answers"][name]["question"] == old["fr"]
    table = export.as_csv([stored], present, versions).removeprefix("\ufeff")
    (row,) = csv.DictReader(io.StringIO(table, newline=""))
    assert row[f"{name} (as put)"].splitlines()[0] == f"{old['fr']}:"


@pytest.mark.parametrize("tag", SHOWN)
def test_a_draft_that_was_begun_before_a_change_is_led_through_what_has_changed(
    serve: Callable[..., RunningIntake], site: Site, form: Form, tag: str
) -> None:
    name = field_id(site, "line")
    step = next(step for step in form.steps if name in {field.id for field in step.fields})
    typed = different(site)
    walker = serve().walker(tag).to_check(typed)
    draft = walker.draft
    changed = reworded(site, name, NEW)
    later = serve(site=changed).walker(tag).go(f"/intake/{tag}/draft/{draft}/check")
    assert later.at == step.id
    assert words(site.content.strings["form"]["changed"][tag]) in words(later.page)
    assert NEW[tag] in words(later.page)
    assert on_page(later.page)[name] == typed[name]
    assert later.answer({}).at == "check"
    assert NEW[tag] in words(later.send().page)


def test_a_change_in_another_language_asks_for_nothing_again(site: Site) -> None:
    name = field_id(site, "line")
    form = site.content.form
    assert form
    old = label_of(form, name)
    changed = reworded(site, name, {"en": old["en"], "fr": NEW["fr"], "pt": old["pt"]})
    draft = complete(journey(site), different(site), "en")
    assert journey(changed).step_to_do(draft) is None
    french = complete(journey(site), different(site), "fr")
    assert journey(changed).step_to_do(french)


def test_answers_to_a_question_that_is_gone_are_not_sent(site: Site) -> None:
    name = field_id(site, "telephone")
    draft = complete(journey(site), different(site), "en")
    way = journey(without(site, name))
    assert name in draft.answers
    assert name not in way.to_send(draft)


def test_a_version_is_the_same_for_the_same_form_and_another_for_another(site: Site) -> None:
    form = site.content.form
    assert form
    first = FormVersion.of(site, form)
    assert FormVersion.of(site, form).digest == first.digest
    changed = reworded(site, field_id(site, "line"), NEW)
    assert changed.content.form
    assert FormVersion.of(changed, changed.content.form).digest != first.digest


def test_what_was_sent_before_versions_were_kept_is_shown_in_the_words_of_today(
    site: Site,
) -> None:
    pages = pages_of(site)
    given = answers(site, different(site)) | {"quota": ("Twelve",)}
    steps = record.of(pages.versions.get(None), given, "fr")
    shown = {field.id: field.label for step in steps for field in step.fields}
    assert shown["quota"] == "quota"
    assert set(shown) == set(given)


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_staff_see_questions_as_they_were_put_after_form_yaml_has_changed(
    run: Run,
    serve: Callable[..., RunningIntake],
    site: Site,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    walker = serve().send(different(site), "fr")
    assert walker.status == 200
    place = tmp_path / "project"
    for part in ("content", "docs", "translations", "overrides"):
        projects.copy_folder(site.root / part, place / part)
    label = next(
        f.label
        for s in site_or_raise(place).content.form.steps  # type: ignore[union-attr]
        for f in s.fields
        if f.id == field_id(site, "institution")
    )
    texts.write(place, label.key, fr="Tout autre chose")
    monkeypatch.setenv("INTAKE_ROOT", str(place))
    reference = run("list")[1].split()[0]
    shown = run("show", reference)[1]
    assert f"[{label['fr']}]" in shown
    assert "Tout autre chose" not in shown


def test_a_draft_keeps_the_version_that_it_was_answered_in(
    running: RunningIntake, site: Site
) -> None:
    walker = running.walker().to_check(different(site))
    draft = running.service.store().drafts.find(walker.draft)
    assert isinstance(draft, Draft)
    assert draft.form == running.service.version.digest
