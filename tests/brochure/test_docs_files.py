"""A text names a picture or a document: its language's own, or the one that all share."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.site.docs_files import DocsFiles


@pytest.fixture
def files(tmp_path: Path) -> DocsFiles:
    for name in ("images/a.jpg", "fr/images/a.jpg", "fr/images/deep/b.jpg", "frieze/c.jpg"):
        path = tmp_path / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    return DocsFiles(tmp_path, ("en", "fr"))


@pytest.mark.parametrize(
    ("path", "language"),
    [("images/a.jpg", ""), ("fr/images/a.jpg", "fr"), ("frieze/c.jpg", ""), ("fr", "fr")],
)
def test_a_file_belongs_to_the_language_in_whose_folder_it_is(
    files: DocsFiles, path: str, language: str
) -> None:
    assert files.language(path) == language


def test_each_language_finds_its_own_file_before_the_shared_one_and_never_anothers(
    files: DocsFiles,
) -> None:
    assert files.find("fr", "images/a.jpg") == "fr/images/a.jpg"
    assert files.find("en", "images/a.jpg") == "images/a.jpg"
    assert files.find("en", "fr/images/deep/b.jpg") is None
    assert files.find("fr", "images/deep/b.jpg") == "fr/images/deep/b.jpg"
