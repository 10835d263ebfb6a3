"""Pages are found by their roles: their names, their number and their places in menus are free."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import html

from brochure.checks.audit.run import audit
from brochure.checks.audit.settings import NAME, read
from brochure.checks.rules import page_roles
from brochure.checks.run import check, site_or_raise
from brochure.files.templates import Templates
from brochure.problems import errors
from brochure.schema.content import ShownOn, roles_needed
from brochure.site.page_index import REQUIRED_ROLES
from brochure.site.site import Site
from engine.build import publish
from engine.pages import Pages
from tests.engine import project
from tests.intake import serving
from tests.intake.answers import different
from tests.support import depth

ROLES = Templates(project.ROOT / "overrides").roles


def rename(place: Path, names: dict[str, str]) -> None:
    """Give pages other names, as the guide says: files, menus and links in all languages."""
    old = "|".join(names)
    for file in place.glob("docs/*/*.md"):
        file.rename(file.with_name(f"{names[file.stem]}.md"))
    for file in [*place.glob("docs/*/*"), *place.glob("content/*.yaml")]:
        text = file.read_text(encoding="utf-8")
        text = re.sub(rf"\b({old})(?=\.md\b)", lambda found: names[found[1]], text)
        text = re.sub(rf"(?m)(?<=- page: )({old})$", lambda found: names[found[1]], text)
        text = re.sub(rf"(?m)^(navigation\.)({old})\b", lambda f: f[1] + names[f[2]], text)
        file.write_text(text, encoding="utf-8")


def shown(folder: Path, addresses: dict[str, str]) -> dict[str, tuple[str, list[str]]]:
    """Return the words and the links of each built page by its address, or by another for it."""
    found = {}
    for file in folder.rglob("*.html"):
        address = "/" + file.relative_to(folder).as_posix().removesuffix("index.html")
        root = html.document_fromstring(file.read_text(encoding="utf-8"))
        for unseen in root.xpath("//style | //script"):
            unseen.drop_tree()
        links = [urlsplit(urljoin(f"//host{address}", str(a))) for a in root.xpath("//a/@href")]
        there = [
            addresses.get(link.path, link.path) + link.fragment if link.netloc == "host" else ""
            for link in links
        ]
        found[addresses.get(address, address)] = (" ".join(root.text_content().split()), there)
    return found


def paths(site: Site, name: str) -> list[str]:
    return [f"/{site.address(tag, name)}" for tag in site.published]


@pytest.mark.soak
def test_every_page_can_have_another_name_and_nothing_else_changes(
    tmp_path: Path,
) -> None:
    place = project.copy(tmp_path)
    project.set_requests(place, "open")
    before = publish(place, tmp_path / "before").site
    names = {name: f"page-{number}" for number, name in enumerate(before.page_names)}
    rename(place, names)
    _, problems = check(place)
    assert not errors(problems)
    site = publish(place, tmp_path / "after").site
    assert set(site.page_names) == set(names.values())

    addresses = {
        new: old
        for name in before.page_names
        for new, old in zip(paths(site, names[name]), paths(before, name), strict=True)
    }
    assert sum(new != old for new, old in addresses.items()) > 30
    assert shown(tmp_path / "after", addresses) == shown(tmp_path / "before", {})
    settings = read(project.ROOT / NAME, NAME)
    found = [audit(tmp_path / name, settings=settings) for name in ("before", "after")]
    assert len(found[0]) == len(found[1])

    typed = different(site)
    with serving.in_process(site, f"sqlite:///{tmp_path}/answers.db") as running:
        receipt = running.send(typed)
        led = running.get("en/new")
    assert 'class="reference"' in receipt.page
    assert led.headers["location"] == f"/{site.address('en', site.page_with('form'))}"


def rendered(pages: Pages, name: str) -> str:
    """Return a page in the default language, without its prose."""
    tag = pages.site.tags[0]
    pages.prose(tag, name)
    return pages.env.get_template(pages.template(name)).render(pages.context(tag, name, ""))


def unshown(site: Site) -> set[str]:
    """Return the keys of the texts that no page in the default language shows, as a build does."""
    pages = Pages(site, "/")
    for name in site.page_names:
        rendered(pages, name)
    of_pages = {unit.key for unit in site.units if unit.shown_on is ShownOn.PAGES}
    return of_pages - pages.shown


@pytest.fixture(scope="module")
def whole() -> Site:
    """Return our site, with open requests."""
    site = site_or_raise(project.ROOT)
    programme = site.content.site.model_copy(update={"requests": "open"})
    return replace(site, content=site.content.model_copy(update={"site": programme}))


@pytest.mark.parametrize("role", depth.some(ROLES[::3], ROLES))
def test_check_names_what_a_build_without_a_page_would_not_show(whole: Site, role: str) -> None:
    pages = {key: page for key, page in whole.pages.items() if whole.role(key[1]) != role}
    site = replace(whole, pages=pages)
    reported = {problem.message.split('"')[1] for problem in page_roles.check(site)}
    if role in REQUIRED_ROLES:
        assert reported == {role}
        return
    missing = unshown(site) - unshown(whole)
    texts = {unit.key for unit in site.units if unit.shown_on is ShownOn.PAGES}
    expected = set()
    inner_first = sorted(roles_needed(site.content), key=lambda one: -len(one[0]))
    for location, roles in inner_first:
        below = tuple(key for key in texts if key.startswith(f"{'.'.join(map(str, location))}."))
        if missing.intersection(below) or (role in roles and not below):
            expected.add(str(location[-1]))
            missing.difference_update(below)
    assert reported == expected
    # Names of countries and shared texts are shown through others.
    assert {key.partition(".")[0] for key in missing} <= {"countries", "shared"}


@pytest.mark.soak
def test_a_page_fewer_goes_with_what_it_showed(tmp_path: Path) -> None:
    place = project.copy(tmp_path)
    name = site_or_raise(place).page_with("faq")
    for file in place.glob(f"docs/*/{name}.md"):
        file.unlink()
    menus = place / "content/navigation.yaml"
    text = menus.read_text(encoding="utf-8")
    menus.write_text(re.sub(rf"  - page: {name}\n(    .*\n)*", "", text), encoding="utf-8")
    for file in [*place.glob("docs/*/*"), *place.glob("content/*.yaml")]:
        text = file.read_text(encoding="utf-8")
        text = re.sub(rf"\[([^\]]*)\]\({name}\.md(#[\w-]+)?\)", r"\1", text)
        file.write_text(text, encoding="utf-8")
    _, problems = check(place)
    (problem,) = errors(problems)
    assert problem.path == "content/faq.yaml"
    assert '"role: faq"' in problem.hint
    (place / problem.path).unlink()
    assert not publish(place, tmp_path / "built").problems


@pytest.mark.soak
def test_a_page_more_needs_no_role_and_a_menu_is_not_needed(tmp_path: Path) -> None:
    place = project.copy(tmp_path)
    (place / "content/navigation.yaml").unlink()
    name = site_or_raise(place).page_with("privacy")
    for file in place.glob(f"docs/*/{name}.md"):
        text = file.read_text(encoding="utf-8").replace("role: privacy\n", "")
        file.with_name("imprint.md").write_text(text, encoding="utf-8")
    built = publish(place, tmp_path / "built")
    assert not built.problems
    assert (tmp_path / "built/imprint/index.html").is_file()
    home = (tmp_path / "built/index.html").read_text(encoding="utf-8")
    assert 'id="site-menu"' not in home
    title = built.site.pages["en", built.site.page_with("areas")].title
    assert title in home  # the link to the page has its title where no menu names it


def test_templates_link_to_roles_that_exist() -> None:
    named = {
        role
        for text in Templates(project.ROOT / "overrides").texts.values()
        for role in re.findall(r'\b(?:link|page_label|more|links)\("([^"]*)"', text)
    }
    assert named
    assert named <= set(ROLES)


def test_the_header_shows_as_its_main_button_what_the_content_says(whole: Site) -> None:
    items = [
        item.model_copy(update={"button": index == 0})
        for index, item in enumerate(whole.content.navigation)
    ]
    site = replace(whole, content=whole.content.model_copy(update={"navigation": tuple(items)}))
    home = site.page_with("home")
    root = html.document_fromstring(rendered(Pages(site, "/"), home))
    buttons = root.xpath("//nav[@id='site-menu']//li[@class='main']/a/@href")
    assert buttons == [site.address("en", items[0].page)]
