"""What is posted on the way through the form, without asking for its pages."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.site.site import Site
from intake.journey import names
from intake.journey.draft import Draft
from intake.journey.form_version import FormVersion
from intake.journey.journey import Journey, PostedStep
from tests.intake.answers import Entered


def journey(site: Site) -> Journey:
    """Return the journey through a site's form."""
    assert site.content.form
    return Journey(site, site.content.form, FormVersion.of(site, site.content.form))


def posts(way: Journey, entered: Entered, draft: Draft) -> Iterator[tuple[str, Entered]]:
    """Yield the page and the body of each post from a draft's next step to sending it."""
    for _ in range(3 * len(way.form.steps)):
        step = way.step_to_do(draft)
        if step is None:
            yield "check", {names.SEEN: [way.seen(draft)]}
            return
        shown = tuple(field.id for field in way.asked(step, draft.answers))
        given = {name: entered[name] for name in shown if name in entered}
        seen = way.seen(draft, step)
        yield step.id, given | {names.SEEN: [seen], names.SHOWN: [" ".join(shown)]}
        draft, _ = way.answer(draft, step, PostedStep(given, draft.language, seen, shown))
    raise AssertionError(f"{entered} are never complete")


def complete(way: Journey, entered: Entered, tag: str = "en") -> Draft:
    """Return a draft in which everything was answered."""
    draft = Draft(tag)
    while step := way.step_to_do(draft):
        shown = tuple(field.id for field in way.asked(step, draft.answers))
        posted = PostedStep(entered, tag, way.seen(draft, step), shown)
        after, _ = way.answer(draft, step, posted)
        assert not way.errors(after, step), way.errors(after, step)
        draft = after
    return draft
