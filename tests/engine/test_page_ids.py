"""Ids that only finished pages tell: links lead to one, and none is on a page twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.checks.run import check
from brochure.problems import ProblemsError, errors
from brochure.site.form_answers import fields
from brochure.site.site import Site
from engine.build import publish
from engine.page_ids import ids_of, problems
from engine.preview_build import PreviewBuilder
from tests.brochure.sites import edit, good_site, loaded, write
from tests.engine import project
from tests.support import texts


@pytest.mark.parametrize(
    ("html", "ids"),
    [
        ('<p id="a">b</p><p class=c id=d>', ("a", "d")),
        ("<P CLASS='x' ID='a'>id=\"b\"</P>", ("a",)),
        ('<p data-id="a" title="x">id="b"</p><br id="c"/>', ("c",)),
        ('<p id="a"><i id="a">', ("a", "a")),
        ('<p title="a > b" id="a&amp;b">c</p><!-- <p id="d"> -->', ("a&b",)),
    ],
)
def test_ids_are_those_of_elements(html: str, ids: tuple[str, ...]) -> None:
    assert ids_of(html) == ids


@pytest.fixture
def linked(tmp_path: Path) -> Site:
    """Return a site whose home page links to a topic in each language."""
    root = good_site(tmp_path)
    for tag in ("en", "fr", "pt"):
        with (root / f"docs/{tag}/index.md").open("a", encoding="utf-8") as page:
            page.write("\n[Refugees](areas.md#refugees)\n")
    return loaded(root)


def _ids(site: Site, **of_areas: str) -> dict[tuple[str, str], list[str]]:
    """Return ids of the page of areas by language, beside those of the areas themselves."""
    areas = [area.id for area in site.content.areas]
    return {(tag, "areas"): [*of_areas.get(tag, "").split(), *areas] for tag in site.tags}


def test_a_link_to_a_record_is_dead_if_its_page_does_not_show_it(linked: Site) -> None:
    found = list(problems(linked, _ids(linked, en="refugees", fr="refuges")))
    assert [(problem.path, problem.rule) for problem in found] == [
        ("docs/fr/index.md", "broken-link"),
        ("docs/pt/index.md", "broken-link"),
    ]
    lines = (linked.root / "docs/fr/index.md").read_text("utf-8").splitlines()
    assert found[0].line == lines.index("[Refugees](areas.md#refugees)") + 1
    assert found[0].message.endswith("links to #refugees, which page areas.md does not show")
    assert found[0].hint == 'Did you mean "#refuges"?'


def test_a_link_is_not_dead_if_what_it_leads_to_is_shown_at_other_times(linked: Site) -> None:
    hidden = "    shown_from: 2999-01-01\n"
    edit(linked.root, "content/areas.yaml", "  - id: protection\n", f"  - id: protection\n{hidden}")
    assert not list(problems(loaded(linked.root), _ids(linked)))


def test_a_link_in_a_text_that_is_not_shown_today_is_not_dead(linked: Site) -> None:
    edit(linked.root, "docs/en/index.md", "title:", "shown_until: 2020-01-01\ntitle:")
    assert not list(problems(loaded(linked.root), _ids(linked)))


def test_a_link_of_news_is_dead_if_its_page_does_not_show_the_record(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    title = "{en: A call, fr: Un appel, pt: Um convite}"
    item = f"date: 2026-03-01\ntitle: {title}\ntext: {title}\nlink: areas.md#refugees\n"
    write(root, "content/news/call.yaml", item)
    site = loaded(root)
    found = list(problems(site, _ids(site, en="refugees", fr="refugees")))
    assert [(problem.path, problem.line, problem.message) for problem in found] == [
        (
            "content/news/call.yaml",
            4,
            'news item "call" links to #refugees, which page areas.md does not show',
        )
    ]


def test_an_old_address_is_dead_in_the_languages_whose_page_does_not_show_the_record(
    tmp_path: Path,
) -> None:
    root = good_site(tmp_path)
    olds = "  old: areas.md#refugees\n  fr/vieux: areas.md#refugees\n"
    write(root, "content/redirects.yaml", f"redirects:\n{olds}")
    site = loaded(root)
    found = list(problems(site, _ids(site, en="refugees", pt="refugees")))
    assert [(problem.path, problem.line, problem.message) for problem in found] == [
        (
            "content/redirects.yaml",
            line,
            f'the old address "{old}" leads to #refugees, which page areas.md does not show',
        )
        for line, old in ((2, "old"), (3, "fr/vieux"))
    ]


def test_an_id_that_a_page_has_twice_is_reported_where_it_can_be_changed(tmp_path: Path) -> None:
    root = good_site(tmp_path)
    site = loaded(root)
    (heading,) = (one for one in site.pages["en", "index"].headings if one.id)
    area = site.content.areas[0].id
    ids = {
        ("en", "index"): [heading.id, heading.id],
        ("en", "areas"): ["x", "y", "y", area, area],
    }
    found = [problem for problem in problems(site, ids) if problem.rule == "duplicate-id"]
    lines = (root / "content/areas.yaml").read_text("utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if f"id: {area}" in text)
    assert [(p.path, p.line, p.message) for p in found] == [
        (
            "docs/en/index.md",
            heading.line,
            f'the id "#{heading.id}" is used elsewhere on the finished page',
        ),
        ("docs/en/areas.md", 1, 'the finished page has the id "#y" twice'),
        ("content/areas.yaml", line, f'area "{area}": page areas.md has this id twice'),
    ]


# ── In a build ───────────────────────────────────────────────────────────────────────────────────


def _unshown(place: Path, site: Site) -> str:
    """Return the id of something in the form that the page of the form does not show as one."""
    assert site.content.form
    html = place / "site" / site.file(site.tags[0], site.page_with("form"))
    ids = {option.id for field in fields(site.content.form) for option in field.options}
    ids |= {step.id for step in site.content.form.steps}
    return min(ids.difference(ids_of(html.read_text(encoding="utf-8"))))


@pytest.mark.slow
def test_a_link_to_a_part_of_the_form_that_no_page_shows_stops_the_build(
    place: Path,
) -> None:
    before, site = project.contents(place / "site"), texts.loaded(place)
    target = f"{site.page_with('form')}.md#{_unshown(place, site)}"
    home = site.page_with("home")
    for tag in site.tags:
        with (place / f"docs/{tag}/{home}.md").open("a", encoding="utf-8") as page:
            page.write(f"\n[x]({target})\n")
    assert not errors(check(place)[1])
    with pytest.raises(ProblemsError) as raised:
        publish(place, place / "site")
    found = errors(raised.value.problems)
    assert [problem.rule for problem in found] == ["broken-link"] * len(site.tags)
    assert project.contents(place / "site") == before


@pytest.mark.slow
def test_a_heading_with_the_id_of_a_record_that_is_shown_stops_the_build(place: Path) -> None:
    site = texts.loaded(place)
    name, area = site.page_with("areas"), site.content.areas[0].id
    for tag in site.tags:
        with (place / f"docs/{tag}/{name}.md").open("a", encoding="utf-8") as page:
            page.write(f"\n## More {{#{area}}}\n\n{tag}.\n")
    with pytest.raises(ProblemsError) as raised:
        publish(place, place / "site")
    found = [problem for problem in raised.value.problems if problem.rule == "duplicate-id"]
    assert [problem.path for problem in found] == [f"docs/{tag}/{name}.md" for tag in site.tags]


@pytest.mark.slow
def test_the_preview_reports_such_a_link_after_an_edit_once_all_pages_are_finished(
    place: Path, tmp_path: Path
) -> None:
    site = texts.loaded(place)
    target, home = _unshown(place, site), site.page_with("home")
    builder = PreviewBuilder(tmp_path, "http://127.0.0.1:8000/")
    assert not errors(builder.build(site).problems)
    builder.show(site.tags[0], home)
    page = place / f"docs/{site.tags[0]}/{home}.md"
    with page.open("a", encoding="utf-8") as file:
        file.write(f"\n[x]({site.page_with('form')}.md#{target})\n")
    builder.build(texts.loaded(place))
    built = builder.finish()
    assert built
    (problem,) = errors(built.problems)
    assert (problem.path, problem.line) == (
        page.relative_to(place).as_posix(),
        page.read_text("utf-8").count("\n"),
    )
