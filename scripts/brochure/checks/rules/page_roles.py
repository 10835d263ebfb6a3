"""Each role belongs to one page, and what ``content/`` holds is shown by a page with its role.

Pass: ``role: areas`` in docs/en/fields.md, where content/areas.yaml has areas.
Fail: no page with that role; ``role: aeras``; the same role in two pages; a role in docs/fr/ that
docs/en/ does not give to the page.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.files.templates import Templates
from brochure.problems import Problem
from brochure.schema.content import roles_needed
from brochure.site.page import ROLE, Page
from brochure.site.page_index import FORM, HOME, REQUIRED_ROLES
from brochure.site.site import Site
from brochure.text.suggestions import closest, did_you_mean

ID = "page-role"


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each wrong, repeated or missing role, and for what no page shows."""
    templates = site.templates
    for page in site.pages.values():
        if page.role and (found := _wrong(site, templates, page)):
            yield page.problem(page.source.position((ROLE,)), ID, *found)
    yield from _addresses(site)
    if all(site.knows_role(name) for name in site.page_names):
        yield from _missing(site, templates)


def _wrong(site: Site, templates: Templates, page: Page) -> tuple[str, str] | None:
    """Return the fault of the role that a page's file names."""
    default = site.pages.get((site.tags[0], page.name))
    if default is None:
        return None  # it is reported as missing
    if page.language != site.tags[0] and page.role != default.role:
        expected = f'"{default.role}"' if default.role else "none"
        message = f'the page has the role "{page.role}" here, and {expected} in {default.path}'
        return message, f"Delete the line: {default.path} alone says what the page is for."
    if page.role not in templates.roles:
        return f'unknown role "{page.role}"', did_you_mean(page.role, templates.roles)
    if page.role == FORM and "form" not in site.sources:
        message = 'the page has the role "form", but there is no form'
        return message, "Create content/form.yaml with its questions, or delete this line."
    first = site.page_with(page.role)
    if page.language == site.tags[0] and page.name != first:
        message = f'duplicate role "{page.role}" (first in docs/{page.language}/{first}.md)'
        return message, "Delete the line in one of the two: each role belongs to one page."
    return None


def _addresses(site: Site) -> Iterator[Problem]:
    """Yield a problem for a page that would have the address of the home page."""
    home = site.page_with(HOME)
    for page in site.translations("index"):
        if home not in {"", "index"}:
            message = f'the page has the address of "{home}", which has the role "{HOME}"'
            yield page.problem((1, 1), ID, message, 'Give the file a name other than "index.md".')


def _missing(site: Site, templates: Templates) -> Iterator[Problem]:
    """Yield a problem for each role that no page has, although it is needed."""
    for role in REQUIRED_ROLES:
        if not site.page_with(role):
            message = f'no page has the role "{role}"; every site needs one'
            hint = f"{_how(site, role)}."
            yield Problem(f"docs/{site.tags[0]}", 1, 1, "error", ID, message, hint)
    needed = list(roles_needed(site.content))
    roles = {site.role(name) for name in site.page_names}
    own = roles.difference(*(declared for _, declared in needed))
    for location, declared in needed:
        source = site.sources.get(str(location[0]))
        shown = roles.intersection(declared) or any(templates.shows(r, location) for r in own)
        if source and not shown:
            message = f'no page shows "{location[-1]}", because none has the role "{declared[0]}"'
            hint = f"{_how(site, declared[0])}, or delete {'this' if location[1:] else 'the file'}."
            yield source.problem(location, ID, message, hint)


def _how(site: Site, role: str) -> str:
    """Return how to give a role to a page: to the one that is named like it, if it has none."""
    names = [name for name in site.page_names if not site.role(name)]
    usual = REQUIRED_ROLES.get(role, role)
    near = [usual] if usual in names else closest(role, names)
    page = f"docs/{site.tags[0]}/{near[0]}.md" if near else f"a page in docs/{site.tags[0]}/"
    return f'Write "role: {role}" between the two lines "---" at the top of {page}'
