"""However a preview came about, its folder holds what a fresh build makes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brochure.problems import ProblemsError
from brochure.render.paper.documents import unmade_documents
from brochure.site.changes import changed_texts
from brochure.translation import languages, noting
from engine.build import BuildResult, make
from engine.plugin import BrochurePlugin
from engine.preview_build import PreviewBuilder
from tests.engine import project
from tests.support import depth
from tests.support.texts import loaded

pytestmark = pytest.mark.slow  # each test builds the project's site several times
URL = "http://127.0.0.1:8000/"


def fresh_preview(place: Path, folder: Path) -> BuildResult:
    """Make a copy's pages again, with links to the documents that a preview makes when asked."""
    site = loaded(place)
    return make(site, folder, URL, unmade_documents(site))


def contents(folder: Path) -> dict[str, bytes]:
    """Return all files of a built site."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def language(path: str) -> str:
    """Return the language of a page by its path in a built site."""
    folder = path.partition("/")[0]
    return folder if folder in TAGS else TAGS[0]


# Which files an edit may change, what it looks for there, and what it writes instead.
KINDS = {
    "text": ("content/*.yaml", r"^( +(?:en|fr|pt): )(?=[^\"'>|{\s])", r"\g<1>WORD "),
    "external text": ("docs/*/content.yaml", '"$', 'WORD"'),
    "prose": ("docs/*/*.md", r"\s*\Z", r"\n\nWORD\n"),
    "title": ("docs/*/*.md", r"^(title|description):.*$", r"\g<1>: WORD"),
    "figure": ("content/facts.yaml", r"value: \d+", "value: 2345"),
    "template": ("overrides/main.html", "</body>", "<!-- WORD --></body>"),
    "style": ("overrides/assets/site.css", r"\Z", ".WORD { top: 0 }"),
    "colour": ("content/identity.yaml", r"(?m)^      line: .*$", '      line: "#123456"'),
    "mark": ("content/identity/*.svg", "</svg>", "<!-- WORD --></svg>"),
    "language": ("content/languages/*.yaml", r"^(?:order: [2-9]|status: draft)\n", ""),
}
TEXTS = ("text", "external text", "prose", "title")
TAGS = ("en", "fr", "pt")


def edit(place: Path, kind: str, number: int, word: str) -> None:
    """Make an edit as a person would; ``number`` chooses the file and the place in it."""
    files, pattern, new = KINDS[kind]
    paths = sorted(place.glob(files))
    path = paths[number % len(paths)]
    text = path.read_text(encoding="utf-8")
    if found := list(re.finditer(pattern, text, re.MULTILINE)):
        match = found[number % len(found)]
        written = match.expand(new.replace("WORD", word))
        path.write_text(text[: match.start()] + written + text[match.end() :], encoding="utf-8")


# An edit, and in which languages someone looks at a page before it.
EDITS = st.tuples(
    st.sampled_from((*TEXTS, "template")) | st.sampled_from(list(KINDS)),
    st.integers(0, 999),
    st.text("abcdefgh", min_size=3, max_size=9),
    st.lists(st.sampled_from(TAGS), max_size=2),
)


@pytest.mark.soak
@settings(max_examples=3, deadline=None)
@given(st.lists(EDITS, min_size=1, max_size=5))
def test_after_any_edits_the_preview_is_what_a_fresh_build_makes(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, int, str, list[str]]]
) -> None:
    place = project.copy(tmp_path_factory.mktemp("edits") / "project")
    builder = PreviewBuilder(tmp_path_factory.mktemp("work"), URL)
    builder.build(loaded(place))
    try:
        for kind, number, word, shown in edits:
            for tag in shown:
                builder.show(tag, "privacy")
            edit(place, kind, number, word)
            builder.build(loaded(place))
        built = builder.finish()
    except ProblemsError as error:
        pytest.fail(str(error))
    assert built
    fresh = fresh_preview(place, tmp_path_factory.mktemp("fresh") / "site")
    assert contents(built.folder) == contents(fresh.folder)
    assert built.problems == fresh.problems


@pytest.fixture
def place(tmp_path: Path, small_site: Path) -> Path:
    """Return a copy of the small project, or of the whole one, which has a file of each kind."""
    if depth.SOAK:
        return project.copy(tmp_path / "project")
    place = shutil.copytree(small_site, tmp_path / "project", symlinks=True)
    return project.copy(place, "content/identity.yaml", "content/identity")


def test_an_edit_of_texts_or_templates_keeps_the_folder_and_any_other_makes_a_new_one(
    place: Path, tmp_path: Path
) -> None:
    builder = PreviewBuilder(tmp_path, URL)
    folder, kept = builder.build(loaded(place)).folder, set()
    kinds = depth.some(("text", "prose", "title", "template", "colour"), tuple(KINDS))
    for kind in kinds:
        edit(place, kind, 3, "word")
        before, folder = folder, builder.build(loaded(place)).folder
        if folder == before:
            kept.add(kind)
    assert kept == {*TEXTS, "template"} & set(kinds)


def test_an_edit_of_a_page_touches_that_page_alone(place: Path, tmp_path: Path) -> None:
    builder = PreviewBuilder(tmp_path, URL)
    folder = builder.build(loaded(place)).folder
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.html")}
    page = place / "docs/fr/privacy.md"
    page.write_text(f"{page.read_text('utf-8')}\nUn mot.\n", encoding="utf-8")
    builder.build(loaded(place))
    touched = [path for path, time in before.items() if path.stat().st_mtime_ns != time]
    assert touched == [folder / "fr/privacy/index.html"]


def test_a_translation_that_becomes_outdated_is_among_the_changes(place: Path) -> None:
    noting.note(loaded(place))
    before = loaded(place)
    page = place / "docs/en/privacy.md"
    page.write_text(page.read_text(encoding="utf-8").replace(".", "!"), encoding="utf-8")
    changed = {("en", "docs/en/privacy.md")}
    changed |= {(tag, f"docs/{tag}/privacy.md") for tag in before.tags[1:]}
    assert changed_texts(before, loaded(place)) == changed


@pytest.mark.soak
def test_a_template_that_fails_changes_no_page_and_the_next_build_is_whole(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    builder = PreviewBuilder(tmp_path, URL)
    folder = builder.build(loaded(place)).folder
    good = contents(folder)
    edit(place, "prose", 5, "word")
    with monkeypatch.context() as patched:
        patched.setattr(BrochurePlugin, "render_again", mock.Mock(side_effect=ZeroDivisionError))
        with pytest.raises(ZeroDivisionError):
            builder.build(loaded(place))
    assert contents(folder) == good
    assert builder.build(loaded(place)).folder != folder


def test_the_page_that_is_looked_at_comes_first_and_any_other_when_it_is_asked_for(
    place: Path, tmp_path: Path
) -> None:
    builder = PreviewBuilder(tmp_path / "work", URL)
    (tmp_path / "work").mkdir()
    folder = builder.build(loaded(place)).folder
    builder.show("fr", "privacy")
    edit(place, "template", 0, "word")
    builder.build(loaded(place))
    fresh = fresh_preview(place, tmp_path / "fresh")
    whole = contents(fresh.folder)

    def edited(site: dict[str, bytes]) -> set[str]:
        return {path for path, text in site.items() if b"<!-- word -->" in text}

    assert edited(contents(folder)) == {"fr/privacy/index.html"}
    builder.show("pt", "index")
    assert edited(contents(folder)) == {"fr/privacy/index.html", "pt/index.html"}
    assert not builder.is_finished
    built = builder.finish()
    assert builder.is_finished
    assert {language(path) for path in edited(whole)} == set(TAGS)
    assert contents(folder) == whole
    assert built
    assert built.problems == fresh.problems


@pytest.mark.soak
def test_a_template_that_fails_in_one_language_changes_no_page_in_it(
    place: Path, tmp_path: Path
) -> None:
    builder = PreviewBuilder(tmp_path, URL)
    folder = builder.build(loaded(place)).folder
    good = contents(folder)
    builder.show("fr", "privacy")
    template = place / "overrides/main.html"
    original = template.read_text(encoding="utf-8")
    broken = '{% if language.tag == "pt" %}{{ oops }}{% endif %}</body>'
    template.write_text(original.replace("</body>", broken), encoding="utf-8")
    builder.build(loaded(place))
    with pytest.raises(ProblemsError, match="oops"):
        builder.show("pt", "privacy")
    assert contents(folder) == good
    assert builder.finish() is None
    template.write_text(original, encoding="utf-8")
    assert builder.build(loaded(place)).folder != folder


@pytest.mark.soak
def test_a_language_that_is_added_is_in_the_next_preview(place: Path, tmp_path: Path) -> None:
    builder = PreviewBuilder(tmp_path, URL)
    builder.build(loaded(place))
    languages.add(place, "de")
    built = builder.build(loaded(place))
    assert (built.folder / "de/index.html").is_file()
