"""Each wish of guides/everyday-changes.md is done by the steps that the guide gives."""

from __future__ import annotations

import datetime
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import feedparser
import pytest
from lxml import etree

from brochure.checks.run import check
from brochure.problems import errors
from brochure.site.page_index import HOME
from brochure.site.site import Site
from brochure.text import formatting
from engine.build import make
from tests.engine import project
from tests.support import depth, guides
from tests.translation import repository

pytestmark = pytest.mark.slow

GUIDE = "everyday-changes.md"
_STEP = re.compile(r"(Create|Add to) `([^`]+)`:\n\n```\w+\n(.*?)^```$", re.DOTALL | re.MULTILINE)
DAY = datetime.timedelta(days=1)


class Step(NamedTuple):
    """A step of the guide: a file is created with these lines, or gets them at its end."""

    kind: str
    path: str
    lines: str


def steps(heading: str) -> list[Step]:
    """Return the steps below a heading of the guide."""
    found = [Step(*groups) for groups in _STEP.findall(guides.section(GUIDE, heading))]
    assert found
    return found


def follow(place: Path, heading: str) -> None:
    """Do what is below a heading of the guide."""
    for kind, path, lines in steps(heading):
        file = place / path
        file.parent.mkdir(parents=True, exist_ok=True)
        before = file.read_text(encoding="utf-8") if kind == "Add to" else ""
        file.write_text(before + lines, encoding="utf-8")


@pytest.fixture
def place(tmp_path: Path, small_site: Path) -> Path:
    """Return a copy of a small project, which has no news and no page of ours."""
    return shutil.copytree(small_site, tmp_path / "project", symlinks=True)


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """Return a copy of the whole project."""
    return project.copy(tmp_path / "project")


def good(place: Path) -> Site:
    """Return the site, in which ``check`` finds no error."""
    site, problems = check(place, drafts=False)
    assert site is not None
    assert not errors(problems)
    return site


def built(place: Path, day: datetime.date | None = None) -> Path:
    """Build the site as on a day, and return its folder."""
    site = good(place)
    folder = place / f"site-{day}"
    make(replace(site, today=day or site.today), folder)
    return folder


def text(folder: Path, name: str) -> str:
    """Return a built page."""
    return (folder / name / "index.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def with_news(tmp_path_factory: pytest.TempPathFactory, small_site: Path) -> Path:
    """Return the site built on the day of the guide's news."""
    place = tmp_path_factory.mktemp("news") / "project"
    shutil.copytree(small_site, place, symlinks=True)
    follow(place, "Publish news")
    return built(place, datetime.date(2026, 3, 2))


def first_lines(step: Step) -> str:
    """Return the English title in a step's lines."""
    found = re.search(r"en: (.*)", step.lines)
    assert found
    return found[1]


# ── News ─────────────────────────────────────────────────────────────────────────────────────────


def test_news_are_on_their_page_at_home_and_in_a_feed_of_each_language(with_news: Path) -> None:
    item, *_ = steps("Publish news")
    title, name, folder = first_lines(item), Path(item.path).stem, with_news
    for tag, address in (("en", ""), ("fr", "fr/"), ("pt", "pt/")):
        page = text(folder, f"{address}news")
        assert f'id="{name}"' in page
        assert '<time datetime="2026-03-02">' in page
        assert f'href="news/#{name}"' in text(folder, address)
        for shown in (page, text(folder, address)):
            assert 'type="application/atom+xml"' in shown
        feed = feedparser.parse((folder / f"{address}feed.xml").read_bytes())
        assert not feed.bozo
        assert feed.version == "atom10"
        assert feed.feed.language == tag
        (entry,) = feed.entries
        assert entry.link.endswith(f"/{address}news/#{name}")
        assert entry.published.startswith("2026-03-02")
        assert 'href="https://' in entry.content[0].value
    assert title in text(folder, "news")
    assert formatting.date(datetime.date(2026, 3, 2), "fr_FR") in text(folder, "fr/news")


def test_a_feed_is_what_the_standard_asks_for(with_news: Path) -> None:
    """Elements that RFC 4287 requires, once each, and addresses that identify what they should."""
    root = etree.parse(with_news / "feed.xml").getroot()
    atom = "{http://www.w3.org/2005/Atom}"
    entries = root.findall(f"{atom}entry")
    for element in (root, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(atom + name)) == 1
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT12:00:00Z", element.findtext(f"{atom}updated") or "")
    (own,) = [link for link in root.findall(f"{atom}link") if link.get("rel") == "self"]
    assert own.get("href") == root.findtext(f"{atom}id")
    assert root.findtext(f"{atom}author/{atom}name")


def test_news_are_shown_newest_first_and_not_before_their_date(place: Path) -> None:
    follow(place, "Publish news")
    item, *_ = steps("Publish news")
    for day in ("2026-02-01", "2026-03-03"):
        lines = item.lines.replace("date: 2026-03-02", f"date: {day}")
        (place / f"content/news/on-{day}.yaml").write_text(lines, encoding="utf-8")
    on_the_day = text(built(place, datetime.date(2026, 3, 2)), "news")
    dates = re.findall(r'<time datetime="(.*?)"', on_the_day)
    assert dates == ["2026-03-02", "2026-02-01"]
    after = re.findall(
        r'<time datetime="(.*?)"', text(built(place, datetime.date(2026, 3, 3)), "news")
    )
    assert after == ["2026-03-03", "2026-03-02", "2026-02-01"]


def test_a_programme_without_news_has_neither_feed_nor_section(built_site: Path) -> None:
    assert not list(built_site.rglob("feed.xml"))
    home = (built_site / "index.html").read_text(encoding="utf-8")
    assert "atom+xml" not in home
    assert 'id="news"' not in home


@pytest.mark.soak
def test_a_page_of_news_without_news_says_so(place: Path) -> None:
    follow(place, "Publish news")
    folder = built(place, datetime.date(2026, 3, 1))
    site = good(place)
    assert site.content.strings["news"]["none"]["en"] in text(folder, "news")
    assert 'id="news"' not in text(folder, "")
    assert not feedparser.parse((folder / "feed.xml").read_bytes()).bozo


# ── Days ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_question_is_shown_from_its_first_day_to_its_last(place: Path) -> None:
    follow(place, "Show something from a day on, or until a day")
    site = good(place)
    page = site.page_with("faq")
    shown = {}
    for day in ("2026-06-30", "2026-07-01", "2026-08-31", "2026-09-01"):
        folder = place / day
        make(replace(site, today=datetime.date.fromisoformat(day)), folder)
        shown[day] = 'id="summer-break"' in text(folder, page)
    assert list(shown.values()) == [False, True, True, False]


@pytest.mark.soak
def test_a_page_is_gone_after_its_last_day_with_all_that_leads_to_it(place: Path) -> None:
    follow(place, "Add a page")
    page = place / "docs/en/summer-school.md"
    (last,) = re.findall(
        r"shown_until: (\S+)\n---",
        guides.section(GUIDE, "Show something from a day on, or until a day"),
    )
    project.edit(page, "---\nIt is", f"shown_until: {last}\n---\nIt is")
    for tag in ("en", "fr", "pt"):
        home = place / f"docs/{tag}/index.md"
        home.write_text(f"{home.read_text('utf-8')}\n[x](summer-school.md#travel)\n", "utf-8")
    last_day = datetime.date.fromisoformat(last)
    before, after = built(place, last_day), built(place, last_day + DAY)
    assert (before / "fr/summer-school/index.html").exists()
    assert "summer-school" in (before / "sitemap.xml").read_text("utf-8")
    left = [
        file
        for file in after.rglob("*")
        if file.is_file() and b"summer-school" in file.read_bytes()
    ]
    assert not left
    assert not list(after.rglob("summer-school"))


# ── The home page ────────────────────────────────────────────────────────────────────────────────


def test_the_home_page_has_the_sections_of_the_list_in_its_order(whole: Path) -> None:
    (lines,) = re.findall(
        r"```yaml\n(.*?)```", guides.section(GUIDE, "Order the home page"), re.DOTALL
    )
    (whole / "content/home.yaml").write_text(lines, encoding="utf-8")
    home = text(built(whole), "")
    ids = ("figures", "about", "way", "call", "who", "areas", "voices")
    found = sorted((home.find(f'id="{name}"'), name) for name in ids if f'id="{name}"' in home)
    assert [name for _, name in found] == ["figures", "about", "way", "call"]


# ── Pages and addresses ──────────────────────────────────────────────────────────────────────────


def test_a_page_more_is_in_the_menu_under_its_title(place: Path) -> None:
    follow(place, "Add a page")
    folder = built(place)
    assert 'id="travel"' in text(folder, "fr/summer-school")
    assert ">Summer school</a>" in text(folder, "")


@pytest.mark.parametrize("role", depth.some(["where"], ["where", "contact", "experts", "faq"]))
def test_a_page_fewer_is_taken_away_by_what_check_names(whole: Path, role: str) -> None:
    """Whatever its role: no template depends on it."""
    place = whole
    site = good(place)
    name = site.page_with(role)
    for file in place.glob(f"docs/*/{name}.md"):
        file.unlink()
    _, problems = check(place, drafts=False)
    places = {problem.path for problem in errors(problems)}
    assert any(
        f"{name}.md" in problem.message or f'"{name}"' in problem.message for problem in problems
    )
    assert "content/navigation.yaml" in places


@pytest.mark.soak
def test_a_renamed_page_is_found_at_its_old_address(whole: Path) -> None:
    place = whole
    site = good(place)
    old = site.page_with("where")
    for file in place.glob(f"docs/*/{old}.md"):
        file.rename(file.with_name("places.md"))
    for file in (*place.glob("content/*.yaml"), *place.glob("docs/*/*")):
        words = file.read_text("utf-8")
        file.write_text(words.replace(f"{old}.md", "places.md"), "utf-8")
    project.edit(place / "content/navigation.yaml", f"page: {old}\n", "page: places\n")
    _, problems = check(place)
    (advice,) = [problem for problem in problems if problem.rule == "redirect"]
    (line,) = re.findall(r'add the line "(.*?)"', advice.hint)
    (place / "content/redirects.yaml").write_text(f"redirects:\n  {line}\n", "utf-8")
    assert not [problem for problem in check(place)[1] if problem.rule == "redirect"]
    folder = built(place)
    assert re.search(
        r'http-equiv="refresh" content="0; url=.*/fr/places/"', text(folder, f"fr/{old}")
    )


@pytest.mark.soak
def test_an_old_address_leads_on_in_each_language(place: Path) -> None:
    follow(place, "Let an old address lead on")
    site, folder = good(place), built(place)
    home = site.content.site.url
    for old, new in {
        "old-name/index.html": "",
        "fr/old-name/index.html": "fr/",
        "fr/ancien-nom/index.html": "fr/",
        "about.html": "",
    }.items():
        moved = (folder / old).read_text("utf-8")
        assert f'<link rel="canonical" href="{home}{new}">' in moved
        assert f'url=/{new}"' in moved
        assert f'<a href="/{new}">' in moved
    assert not (folder / "ancien-nom").exists()
    assert not (folder / "pt/ancien-nom").exists()
    assert site.address("en", site.page_with(HOME)) == ""


def test_branches_that_each_add_an_old_address_or_news_merge(tmp_path: Path) -> None:
    place = tmp_path / "site"
    redirects, news = place / "content/redirects.yaml", place / "content/news"
    redirects.parent.mkdir(parents=True)
    redirects.write_text("redirects:\n  old: index.md\n", "utf-8")
    repository.begin(place)
    for name in ("one", "two"):
        repository.git(place, "checkout", "-q", "-b", name, "main")
        redirects.write_text(f"redirects:\n  old: index.md\n  {name}: index.md\n", "utf-8")
        news.mkdir(exist_ok=True)
        (news / f"{name}.yaml").write_text(f"date: 2026-03-02 # {name}\n", "utf-8")
        repository.commit(place)
    repository.git(place, "merge", "-q", "--no-edit", "one")
    assert {"  one: index.md", "  two: index.md"} <= set(redirects.read_text("utf-8").splitlines())
    assert len(list(news.iterdir())) == 2
