"""Two windows with one draft: neither overwrites the other unseen."""

from __future__ import annotations

from dataclasses import replace

from brochure.site.site import Site
from intake.storage import listing
from tests.intake.answers import different, field_id, on_page
from tests.intake.pages import words
from tests.intake.serving import RunningIntake
from tests.intake.walking import Walker


def at_the_line(running: RunningIntake, site: Site) -> tuple[Walker, str]:
    """Return somebody who has opened a step with a question for a line, and its id."""
    line, walker = field_id(site, "line"), running.walker().to_check(different(site))
    step = next(s for s in running.service.form.steps if line in {f.id for f in s.fields})
    return walker.go(step.id), line


def two_at_the_line(running: RunningIntake, site: Site) -> tuple[Walker, Walker, str]:
    """Return two windows of one person, in which the same step is open, and the question's id."""
    first, line = at_the_line(running, site)
    return first, replace(first), line


def test_what_another_window_has_saved_is_shown_beside_what_was_typed_here(
    running: RunningIntake, site: Site
) -> None:
    first, second, line = two_at_the_line(running, site)
    first.answer({line: ["From the first"]})
    assert first.at == "check"
    second.answer({line: ["From the second"]})
    for _ in range(2):  # also after a reload
        assert second.at != "check"
        assert on_page(second.page)[line] == ["From the second"]
        assert "From the first" in words(second.page)
        assert words(site.content.strings["form"]["conflict"]["en"]) in words(second.page)
        second.go(second.place)
    draft = running.service.store().drafts.find(second.draft)
    assert draft.answers[line] == ("From the first",)  # type: ignore[union-attr]


def test_whoever_continues_then_has_chosen(running: RunningIntake, site: Site) -> None:
    first, second, line = two_at_the_line(running, site)
    first.answer({line: ["From the first"]})
    second.answer({line: ["From the second"]}).answer({line: ["From both"]})
    assert second.at == "check"
    assert "From both" in words(second.page)


def test_the_answers_of_the_other_window_can_be_taken(running: RunningIntake, site: Site) -> None:
    first, second, line = two_at_the_line(running, site)
    first.answer({line: ["From the first"]})
    second.answer({line: ["From the second"]})
    assert 'name="keep_other"' in second.page
    second.post(second.place, on_page(second.page) | {"keep_other": ["yes"]})
    assert second.at == "check"
    assert "From the first" in words(second.page)


def test_an_attempt_with_errors_is_not_overwritten_unseen_either(
    running: RunningIntake, site: Site
) -> None:
    first, second, line = two_at_the_line(running, site)
    first.answer({line: ["x" * 201]})
    assert first.at != "check"
    second.answer({line: ["From the second"]})
    assert "x" * 201 in second.page
    second.post(second.place, on_page(second.page) | {"keep_other": ["yes"]})
    assert on_page(second.page)[line] == ["x" * 201]
    assert 'class="error"' in second.page


def test_the_same_answers_from_both_windows_are_no_conflict(
    running: RunningIntake, site: Site
) -> None:
    first, second, line = two_at_the_line(running, site)
    for window in (first, second):
        assert window.answer({line: ["From both"]}).at == "check"


def test_what_has_changed_since_it_was_checked_is_not_sent_unseen(
    running: RunningIntake, site: Site
) -> None:
    checking = running.walker().to_check(different(site))
    other, line = replace(checking), field_id(site, "line")
    step = next(s for s in running.service.form.steps if line in {f.id for f in s.fields})
    other.go(step.id).answer({line: ["From the other"]})
    checking.send()
    assert (checking.at, checking.why) == ("check", "changed")
    assert words(site.content.strings["check"]["changed"]["en"]) in words(checking.page)
    assert not list(listing.list_submissions(running.service.engine))
    assert "From the other" in words(checking.page)
    assert "/receipt/" in checking.send().place


def test_a_step_that_is_answered_after_the_draft_was_sent_leads_to_the_receipt(
    running: RunningIntake, site: Site
) -> None:
    other, line = at_the_line(running, site)
    sending = replace(other).go("check")
    receipt = sending.send().place
    assert other.answer({line: ["Too late"]}).place == receipt
    (there,) = listing.list_submissions(running.service.engine)
    assert "Too late" not in str(there.answers)
