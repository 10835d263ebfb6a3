"""guides/change-the-look.md lists all that templates of the intake get beside what pages have."""

from __future__ import annotations

import dataclasses
import inspect
import re
import typing
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from brochure.site.site import Site
from intake.journey.submission import Submission
from intake.storage import case_table, listing
from intake.storage.store import Store
from intake.storage.tables import submissions
from intake.web.renderer import Renderer
from tests.intake.answers import answers, different
from tests.intake.conftest import MakeSubmission
from tests.intake.desk_helpers import note
from tests.intake.pages import every_page
from tests.intake.serving import RunningIntake
from tests.intake.signing import ANA, DESK, RUI, add, sign_in
from tests.intake.storage_helpers import store_submission
from tests.support import guides

# The values of each variable of each template.
Given = dict[str, dict[str, list[Any]]]
GUIDE = "change-the-look.md"
ROOT = Path(__file__).parents[2]
SITE, INTAKE = "Fields", "Fields of the intake's pages"
# Others extend the first; the build makes the second, which web servers show.
NOT_PAGES = {"staff/base", "refusal"}


@pytest.fixture
def given(
    running: RunningIntake,
    site: Site,
    submission: MakeSubmission,
    monkeypatch: pytest.MonkeyPatch,
) -> Given:
    """Return what each template of the intake was given, once all pages have been opened."""
    render = Renderer.render
    found: Given = defaultdict(lambda: defaultdict(list))

    def listening(self: Renderer, template: str, *args: Any, **values: Any) -> str:
        for name, value in values.items():
            found[template][name].append(value)
        return render(self, template, *args, **values)

    monkeypatch.setattr(Renderer, "render", listening)
    assert all(page for _, page in every_page(site, "en", answers(site, different(site))))
    store = running.service.store()
    kept, gone = submission(), submission()
    for one in (kept, gone):
        store_submission(store, one)
    _open_all(running, store, kept, gone)
    store._writer.close()
    return found


def _open_all(running: RunningIntake, store: Store, kept: Submission, gone: Submission) -> None:
    """Open each page of the desk, as an administrator."""
    other = add(running.service.engine, ANA, "handle", "Ana S\u00e1")
    add(running.service.engine, RUI, "administer", "Rui Sousa")
    browser = sign_in(running, RUI)
    note(store.engine, kept.reference, "Ana S\u00e1")
    with store.engine.begin() as connection:
        case_table.erase_submissions(connection, submissions.c.reference == gone.reference)
    request, home = f"requests/{kept.reference}", f"{DESK}en/"
    (mail, *_) = listing.list_mails(store.engine)
    for path in (
        *("", request, f"requests/{gone.reference}", "figures", "team", "people?text=ana"),
        *("mails", f"mails/{mail['id']}", f"people/chosen?text=ana&item=case:{kept.reference}"),
        *("people", f"team/{other.id}", f"team/{other.id}/remove"),
    ):
        assert browser.get(home + path).status_code == 200, path
    assert browser.get(f"{home}requests/{gone.reference}/answer").status_code == 410
    answer = browser.get(f"{home}{request}/answer")
    begun = browser.press(answer, "/answer", subject="Hello", body="Unmistakable")
    assert browser.follow(begun).status_code == 200


def _kinds(values: Iterable[Any]) -> Iterator[type]:
    """Yield the dataclasses of values, and those that their fields may have."""
    for value in values:
        if dataclasses.is_dataclass(value):
            yield from _with_fields(type(value))
        elif isinstance(value, Mapping):
            yield from _kinds(value.values())
        elif isinstance(value, (list, tuple)):
            yield from _kinds(value)


def _with_fields(hint: Any) -> Iterator[type]:
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        yield hint
        for inner in typing.get_type_hints(hint).values():
            yield from _with_fields(inner)
    for inner in typing.get_args(hint):
        yield from _with_fields(inner)


def _listed(heading: str) -> list[tuple[str, str]]:
    rows = guides.table(GUIDE, heading)
    return [(guides.code(row[0])[0], name) for row in rows for name in guides.code(row[1])]


def _fields(kind: type) -> set[str]:
    """Return the names of a dataclass's fields, properties and functions."""
    others = {
        name
        for name, value in vars(kind).items()
        if isinstance(value, property) or (inspect.isfunction(value) and name[0] != "_")
    }
    return others | {field.name for field in dataclasses.fields(kind)}


def test_the_guide_lists_every_field_of_what_pages_of_the_intake_hold(
    given: Given,
) -> None:
    folder = ROOT / "overrides/intake"
    pages = {path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.html")}
    assert set(given) == pages - NOT_PAGES
    of_site = {kind for kind, _ in _listed(SITE)}
    kinds = {kind for values in given.values() for kind in _kinds(values.values())}
    names = [kind.__name__ for kind in kinds]
    assert len(names) == len(set(names)), "two have the same name"
    fields = {
        f"{kind.__name__}.{name}"
        for kind in kinds
        if kind.__name__ not in of_site
        for name in _fields(kind)
    }
    assert len(kinds) > len(of_site & set(names)) > 5
    guides.same([f"{kind}.{name}" for kind, name in _listed(INTAKE)], fields)


def test_the_guide_lists_every_variable_of_the_intakes_pages_and_where_it_is(given: Given) -> None:
    templates = {name: name.removeprefix("staff/") for name in given}
    everywhere: set[str] = set().union(*(given[name] for name in templates))
    of_site = {name for row in guides.table(GUIDE, "Variables") for name in guides.code(row[0])}
    rows = guides.table(GUIDE, "Pages of the intake")
    where = {name: row[1] for row in rows for name in guides.code(row[0])}
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "overrides").rglob("*.html"))
    assert everywhere - of_site - set(where) == set()
    for name, places in where.items():
        found = {short for full, short in templates.items() if name in given[full]}
        if places in {"all", "the desk"}:  # some are given to each page by what renders them
            assert found or re.search(rf"\b{name}\b", sources), name
        else:
            assert set(places.split(", ")) - NOT_PAGES == found, name


@pytest.mark.parametrize(
    "template", ["intake/check.html", "intake/step.html", "partials/form.html"]
)
def test_no_id_beside_answers_can_be_that_of_a_question(template: str) -> None:
    """Those of questions have no underscore."""
    text = (ROOT / "overrides" / template).read_text(encoding="utf-8")
    assert [id_ for id_ in re.findall(r'\bid="([^"{]+)"', text) if "_" not in id_] == []
