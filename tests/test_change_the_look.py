"""guides/change-the-look.md lists all that a template may use, and nothing that it may not.

What a template gets is read from a real build, what templates offer each other from their syntax.
"""

from __future__ import annotations

import dataclasses
import functools
import inspect
import json
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jinja2
import pytest
from jinja2 import meta, nodes
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.filters import FILTERS
from jinja2.tests import TESTS

from brochure.checks.run import site_or_raise
from brochure.cli.main import main
from brochure.files.templates import Templates
from brochure.render import environment
from brochure.render.search import ASIDE_CLASSES
from brochure.render.style import properties
from brochure.schema import Content, Identity
from brochure.site.site import Site
from engine.pages import ONCE_A_SITE, Pages
from tests.engine import project
from tests.support import guides
from tests.support.guides import same

GUIDE = "change-the-look.md"
OVERRIDES = Path(__file__).parent.parent / "overrides"
STYLES = (OVERRIDES / "assets/site.css").read_text(encoding="utf-8")
# The program that makes the page has these; the guide states once that templates leave them alone.
MKDOCS = "MkDocs' own variables"


def listed(heading: str, column: int = 0) -> list[str]:
    """Return what a table of the guide lists, in a column, as code."""
    return [name for row in guides.table(GUIDE, heading) for name in guides.code(row[column])]


# ── What a page gets ─────────────────────────────────────────────────────────────────────────────


@dataclasses.dataclass
class Seen:
    """The variables of all pages, all their values, and the environment that made them.

    ``once`` are the variables of files that are made once a site, by their names.
    """

    variables: dict[str, Any]
    values: dict[str, list[Any]]
    environment: jinja2.Environment
    once: dict[str, set[str]]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """Build the site, and return what its page templates were given.

    The page of the form is also rendered as where nothing receives answers.
    """
    place = project.copy(tmp_path_factory.mktemp("look"))
    render = jinja2.Template.render
    found = Seen({}, defaultdict(list), jinja2.Environment(autoescape=True), {})

    def listening(template: jinja2.Template, *args: Any, **values: Any) -> str:
        given = dict(*args, **values)
        if template.name in ONCE_A_SITE:
            found.once[template.name] = set(given)
        if "page" in given and not str(template.name).startswith("intake/"):
            found.variables |= given
            for name, value in given.items():
                found.values[name].append(value)
            found.environment = template.environment
        return render(template, *args, **values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jinja2.Template, "render", listening)
        _render_form_without_receiver(site_or_raise(place))
        assert main(["--root", str(place), "build"]) == 0
    return found


def _render_form_without_receiver(site: Site) -> None:
    form = site.content.form
    assert form
    parts = {
        "site": site.content.site.model_copy(update={"host": "static"}),
        "form": form.model_copy(update={"endpoint": "/"}),
    }
    pages = Pages(replace(site, content=site.content.model_copy(update=parts)), "/")
    tag, name = site.tags[0], site.page_with("form")
    pages.prose(tag, name)
    pages.env.get_template(pages.template(name)).render(pages.context(tag, name, ""))


def _mkdocs() -> set[str]:
    return set(guides.code(guides.section(GUIDE, MKDOCS)))


def test_the_guide_lists_every_variable_that_a_page_gets(seen: Seen) -> None:
    own = {name for name, value in seen.variables.items() if not inspect.isroutine(value)}
    same(listed("Variables"), own - _mkdocs())
    assert _mkdocs() <= set(seen.variables)


def test_the_guide_lists_every_function_that_a_page_gets_with_its_arguments(seen: Seen) -> None:
    functions = {
        name: value
        for name, value in (seen.environment.globals | seen.variables).items()
        if name not in DEFAULT_NAMESPACE
        and name not in _mkdocs()
        and (inspect.isroutine(value) or hasattr(value, "cache_info"))
    }
    same(listed("Functions"), {_signature(name, value) for name, value in functions.items()})


def _signature(name: str, function: Any) -> str:
    parameters = inspect.signature(function).parameters.values()
    return f"{name}({', '.join(str(p.replace(annotation=p.empty)) for p in parameters)})".replace(
        "'", '"'
    )


def test_the_guide_lists_every_filter_and_global_that_jinja_does_not_have_itself(
    seen: Seen,
) -> None:
    functions = {name.partition("(")[0] for name in listed("Functions")}
    filters = seen.environment.filters.items()
    same(listed("Filters"), {name for name, own in filters if FILTERS.get(name) is not own})
    assert set(seen.environment.tests) == set(TESTS)
    assert set(seen.environment.globals) - set(DEFAULT_NAMESPACE) <= functions


def test_the_guide_lists_every_field_of_what_variables_and_functions_hold(seen: Seen) -> None:
    values = [
        value for name, all_ in seen.values.items() if name not in _mkdocs() for value in all_
    ]
    values.append(seen.variables["translations"]())
    values.append([seen.variables["country"]("SN")])
    values.append(seen.variables["world_map"]())
    values.append(seen.variables["outline"]())
    values.append(seen.variables["documents"]("leaflet"))
    kinds = set(_kinds(values))
    assert len(kinds) > 5
    fields = {
        f"{kind.__name__}.{name}"
        for kind in kinds
        for name in [
            *(field.name for field in dataclasses.fields(kind)),
            *(name for name, value in vars(kind).items() if isinstance(value, property)),
        ]
    }
    rows = guides.table(GUIDE, "Fields")
    same(
        [
            f"{guides.code(kind)[0]}.{name}"
            for kind, names, *_ in rows
            for name in guides.code(names)
        ],
        fields,
    )


def _kinds(values: Any) -> Iterator[Any]:
    """Yield the dataclasses of which there are values, within each other too."""
    for value in values:
        if dataclasses.is_dataclass(value):
            yield type(value)
            yield from _kinds(getattr(value, field.name) for field in dataclasses.fields(value))
        elif isinstance(value, (list, tuple)):
            yield from _kinds(value)


def test_the_guide_lists_every_file_of_the_content() -> None:
    same(listed("The content"), {f"content.{name}" for name in Content.model_fields})


# ── What templates offer each other ──────────────────────────────────────────────────────────────


@functools.cache
def parsed() -> dict[str, nodes.Template]:
    """Return the syntax of each template, by its name such as ``partials/ui.html``."""
    env = environment.create(OVERRIDES.parent)
    return {
        file.relative_to(OVERRIDES).as_posix(): env.parse(file.read_text("utf-8"))
        for file in sorted(OVERRIDES.rglob("*.html"))
    }


def _imported() -> dict[str, set[str]]:
    """Return the templates that others import, with the names that they are given."""
    found: dict[str, set[str]] = {}
    for tree in parsed().values():
        for node in tree.find_all(nodes.Import):
            found.setdefault(node.template.as_const(), set()).add(node.target)
    return found


def test_the_guide_lists_every_macro_that_pages_import_with_its_arguments() -> None:
    macros = set()
    for template, names in _imported().items():
        assert len(names) == 1, f"{template} has two names"
        for macro in parsed()[template].find_all(nodes.Macro):
            macros.add(f"{min(names)}.{macro.name}({', '.join(_arguments(macro))})")
    assert macros
    same(listed("Macros", 1), macros)
    same([f"partials/{name}" for name in listed("Macros")], set(_imported()))


def _arguments(macro: nodes.Macro) -> Iterator[str]:
    """Yield a macro's arguments as they are written, with their defaults."""
    required = len(macro.args) - len(macro.defaults)
    for index, argument in enumerate(macro.args):
        if index < required:
            yield argument.name
        else:
            default = json.dumps(macro.defaults[index - required].as_const())
            yield f"{argument.name}={default}"


def test_the_guide_lists_every_partial_that_pages_include() -> None:
    partials = {name for name in parsed() if name.startswith("partials/")}
    same(
        listed("Partials"), {name.removeprefix("partials/") for name in partials - set(_imported())}
    )


def test_the_guide_lists_every_role() -> None:
    same(listed("Roles"), set(Templates(OVERRIDES).roles))


def test_the_guide_lists_every_block() -> None:
    blocks = {block.name for tree in parsed().values() for block in tree.find_all(nodes.Block)}
    same(listed("Blocks"), blocks)


def _assigned() -> set[str]:
    """Return the names that templates give to something, anywhere."""
    found = set()
    for tree in parsed().values():
        found |= {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"}
        found |= {node.target for node in tree.find_all(nodes.Import)}
        found |= {node.name for node in tree.find_all(nodes.Macro)}
    return found


def test_the_guide_lists_every_variable_that_only_the_intakes_pages_use(seen: Seen) -> None:
    used = set().union(*(meta.find_undeclared_variables(tree) for tree in parsed().values()))
    elsewhere = set(seen.variables) | set(seen.environment.globals) | _assigned()
    assert used - elsewhere <= set(listed("Pages of the intake"))


def test_the_guide_lists_every_variable_that_the_feed_the_sitemap_and_robots_alone_have(
    seen: Seen,
) -> None:
    env = environment.create(OVERRIDES.parent)
    feed = meta.find_undeclared_variables(env.parse((OVERRIDES / "feed.xml").read_text("utf-8")))
    expected = {f"{name} in feed.xml" for name in feed - (set(seen.variables) - _mkdocs())}
    expected |= {f"{name} in {file}" for file, names in seen.once.items() for name in names}
    rows = guides.table(GUIDE, "Feed, sitemap and robots")
    same(
        [f"{guides.code(row[0])[0]} in {file}" for row in rows for file in guides.code(row[1])],
        expected,
    )


def test_the_guide_lists_every_variable_that_a_page_may_set_for_the_skeleton() -> None:
    skeleton = [name for name in parsed() if name.startswith(("main.html", "partials/"))]
    wanted = set().union(*(meta.find_undeclared_variables(parsed()[name]) for name in skeleton))
    pages = [tree for name, tree in parsed().items() if name not in skeleton]
    given = {
        assign.target.name
        for tree in pages
        for assign in tree.body
        if isinstance(assign, nodes.Assign) and isinstance(assign.target, nodes.Name)
    }
    same(listed("What a page may set"), wanted & given)


# ── The style sheet ──────────────────────────────────────────────────────────────────────────────


def _selectors() -> str:
    """Return the style sheet without comments, quoted text and declarations."""
    plain = re.sub(r'/\*.*?\*/|"[^"]*"', "", STYLES, flags=re.DOTALL)
    return re.sub(r"\{[^{}]*\}", "{}", plain)


def test_the_guide_lists_every_class_of_the_style_sheet() -> None:
    same(listed("Classes"), set(re.findall(r"\.[a-z][\w-]*", _selectors())))


def test_what_the_search_leaves_out_has_classes_that_the_guide_names_and_templates_write() -> None:
    said = guides.section(GUIDE, "Classes").partition("What has one of")[2]
    assert said
    same([name.removeprefix(".") for name in guides.code(said)], set(ASIDE_CLASSES))
    sources = "".join(Templates(OVERRIDES).texts.values())
    written = {name for value in re.findall(r'class="([^"]*)"', sources) for name in value.split()}
    assert written >= ASIDE_CLASSES


def test_the_guide_lists_every_custom_property_of_the_style_sheet() -> None:
    styles = properties(Identity()) + STYLES
    same(listed("Custom properties"), set(re.findall(r"(?<![\w-])(--[a-z][\w-]*):", styles)))


def test_the_guide_lists_every_asset() -> None:
    files = {path.relative_to(OVERRIDES).as_posix() for path in (OVERRIDES / "assets").rglob("*")}
    same(listed("Assets"), files)


# ── What the guide tells designers to try ────────────────────────────────────────────────────────


@pytest.mark.slow
def test_the_pages_of_the_guides_examples_can_be_built(tmp_path: Path, small_site: Path) -> None:
    page, style = re.findall(
        r"^```(?:html|css)\n(.*?)^```$", guides.section(GUIDE, "Try it"), re.MULTILINE | re.DOTALL
    )
    place = shutil.copytree(small_site, tmp_path / "project", symlinks=True)
    (place / "overrides/pages/privacy.html").write_text(page, encoding="utf-8")
    sheet = place / "overrides/assets/site.css"
    sheet.write_text(sheet.read_text(encoding="utf-8") + style, encoding="utf-8")
    assert main(["--root", str(place), "build"]) == 0
    html = (place / "site/fr/privacy/index.html").read_text(encoding="utf-8")
    assert '<p class="notice">' in html
    assert 'class="button"' in html


@pytest.mark.slow
def test_a_variable_that_does_not_exist_is_reported_with_its_line(
    tmp_path: Path, small_site: Path
) -> None:
    place = shutil.copytree(small_site, tmp_path / "project", symlinks=True)
    project.edit(
        place / "overrides/pages/privacy.html",
        "{% block closing %}\n",
        "{% block closing %}\n{{ colour }}\n",
    )
    done = project.brochure(place, "build")
    assert done.returncode == 1
    assert "overrides/pages/privacy.html:3:1: error: " in done.stderr
    assert f"guides/{GUIDE}" in done.stderr
