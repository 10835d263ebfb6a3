"""``brochure remove-language`` and ``publish-language``; and drafts, which no reader sees."""

from __future__ import annotations

from pathlib import Path
from shutil import rmtree

import pytest

from brochure.files import memory_file
from brochure.files.translation_file import FILE
from tests.brochure.sites import edit
from tests.engine.project import brochure, contents, copy
from tests.support.golden import check_section
from tests.translation.commands import cyrillic, done, exported, load_any, run, translate

REFUSED = Path(__file__).with_name("refused-languages.txt")


def _everything(folder: Path) -> tuple[dict[str, bytes], set[str]]:
    """Return a folder's files with their bytes, and the names of all folders but the cache's."""
    folders = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_dir()}
    return contents(folder), {name for name in folders if not name.startswith(".cache")}


def _but_the_memory(site: Path) -> tuple[dict[str, bytes], set[str]]:
    """Return everything as it is without the translation memory."""
    rmtree(site / memory_file.FOLDER, ignore_errors=True)
    return _everything(site)


@pytest.mark.parametrize("tag", ["es", "ar", "pt-BR"])
def test_removing_a_language_leaves_the_tree_as_it_was(tag: str, site: Path) -> None:
    before = _everything(site)
    done(site, "add-language", tag)
    done(site, "add-language", tag)
    done(site, "remove-language", tag)
    assert _everything(site) == before


def test_of_several_languages_only_the_one_is_removed(site: Path) -> None:
    done(site, "add-language", "ar")
    before = _everything(site)
    done(site, "add-language", "es")
    edit(site, "content/languages/fr.yaml", "locale: fr_FR", "local: fr_FR")  # so it is left out
    done(site, "remove-language", "es")
    edit(site, "content/languages/fr.yaml", "local: fr_FR", "locale: fr_FR")
    assert _everything(site) == before


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (FILE, 'areas.training.title: ""', 'areas.training.title: "Formación"'),
        (FILE, 'areas.training.title: ""', 'areas.no-more.title: "Formación"'),
        (FILE, 'areas.training.title: ""', 'areas.training.title: "Formación'),
        ("index.md", "title:", "title: Inicio"),
        ("index.md", "{#who}", "{#who}\n\nUsted."),
        ("index.md", "{#who}", "{#who}\n\n## Una sección propia {#own}"),
        ("404.md", "---\n", "---\n...\n"),
    ],
)
def test_a_language_with_work_in_it_is_removed_only_if_forced(
    name: str, old: str, new: str, site: Path
) -> None:
    before = _everything(site)
    done(site, "add-language", "es")
    edit(site, f"docs/es/{name}", old, new)
    worked = _everything(site)
    result = run(site, "remove-language", "es")
    assert result.code == 1
    check_section(REFUSED, f"remove es: {name}: {new!r}", result.err)
    assert _everything(site) == worked
    done(site, "remove-language", "es", "--force")
    assert _but_the_memory(site) == before


def test_a_file_that_someone_put_there_is_removed_only_if_forced(site: Path) -> None:
    done(site, "add-language", "es")
    (site / "docs/es/notes.txt").write_text("Names are in the letter.", encoding="utf-8")
    result = run(site, "remove-language", "es")
    assert result.code == 1
    assert "docs/es/notes.txt" in result.err
    done(site, "remove-language", "es", "--force")


@pytest.mark.parametrize("tag", ["en", "fr", "pt", "uk", "", "..", "../../etc"])
def test_no_other_language_is_removed_even_if_forced(tag: str, site: Path) -> None:
    before = _everything(site.parent)
    result = run(site, "remove-language", tag, "--force")
    assert result.code == 1
    check_section(REFUSED, f"remove {tag}", result.err)
    assert _everything(site.parent) == before


@pytest.mark.parametrize("command", ["add-language", "remove-language", "publish-language"])
def test_languages_that_cannot_be_read_are_not_changed(command: str, site: Path) -> None:
    edit(site, "content/languages/en.yaml", "locale: ", "locale: [")
    before = _everything(site)
    result = run(site, command, "es")
    assert result.code == 1
    check_section(REFUSED, f"{command} with unreadable languages", result.err)
    assert _everything(site) == before


@pytest.mark.parametrize("tag", ["en", "fr", "uk", ""])
def test_what_is_not_a_draft_cannot_be_published(tag: str, site: Path) -> None:
    before = _everything(site)
    result = run(site, "publish-language", tag)
    assert result.code == 1
    check_section(REFUSED, f"publish {tag}", result.err)
    assert _everything(site) == before


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_publishing_deletes_one_line_of_the_languages_file_and_no_other(
    ends: bytes, site: Path
) -> None:
    done(site, "add-language", "en-XA")
    file = site / "content/languages/en-XA.yaml"
    written = b"# A trial.\n# For designers.\nstatus: draft\n# Not pt_BR.\nlocale: en_XA # as tag\n"
    file.write_bytes(written.replace(b"\n", ends))
    before = contents(site)
    done(site, "publish-language", "en-XA")
    after = contents(site)
    left = written.replace(b"status: draft\n", b"").replace(b"\n", ends)
    assert {name: after[name] for name in after if after[name] != before[name]} == {
        "content/languages/en-XA.yaml": left
    }


def test_a_language_in_braces_is_published_by_hand(site: Path) -> None:
    done(site, "add-language", "en-XA")
    file = site / "content/languages/en-XA.yaml"
    file.write_text("# A trial\n{locale: en_XA, status: draft}\n", encoding="utf-8")
    before = _everything(site)
    result = run(site, "publish-language", "en-XA")
    assert (result.code, _everything(site)) == (1, before)
    check_section(REFUSED, "publish: braces", result.err)


@pytest.mark.parametrize("form", ["po", "xliff"])
def test_a_translator_fills_a_language_which_is_published_and_removed(
    form: str, site: Path
) -> None:
    before = _everything(site)
    done(site, "add-language", "uk")
    refused = run(site, "publish-language", "uk")
    assert refused.code == 1
    for unit in load_any(site).all_units:
        part = unit.key.partition(".")[2]
        shown = f"{unit.position('uk')[0]}:{unit.position('uk')[1]}:"
        assert shown in refused.err, part
    assert load_any(site).language("uk").is_draft

    file = exported(site, "uk", form)
    translate(file, cyrillic)
    done(site, "import", file)
    assert done(site, "check").out == "no problems\n"
    assert "Nothing is outdated or needs review" in done(site, "status", "--language", "uk").out
    result = done(site, "publish-language", "uk")
    assert result.out == "uk: published. The next build shows it.\n"
    assert load_any(site).published == ("en", "fr", "pt", "uk")
    assert done(site, "check").out == "no problems\n"
    assert run(site, "publish-language", "uk").code == 1

    removed = done(site, "remove-language", "uk", "--force")
    assert f"stay in {memory_file.name('uk')}" in removed.out
    assert _but_the_memory(site) == before


@pytest.mark.soak
def test_a_draft_that_is_broken_and_incomplete_is_in_no_published_build(tmp_path: Path) -> None:
    root = copy(tmp_path / "project")
    done(root, "add-language", "uk")
    edit(root, f"docs/uk/{FILE}", 'site.name: ""', "site.name: [")
    edit(root, "docs/uk/index.md", "title:", "title: '")
    result = brochure(root, "build")
    assert result.returncode == 0, result.stdout + result.stderr
    site = root / "site"
    assert (site / "fr/index.html").exists()
    assert not (site / "uk").exists()
    for page in (*site.rglob("*.html"), site / "sitemap.xml"):
        text = page.read_text(encoding="utf-8")
        assert not any(sign in text for sign in ('lang="uk"', "/uk/", "Українська")), page
    refused = brochure(root, "build", "--drafts")
    assert refused.returncode == 1
    assert f"docs/uk/{FILE}:" in refused.stderr
