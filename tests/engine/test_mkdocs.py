"""People who know MkDocs may run ``mkdocs build`` and ``mkdocs serve`` themselves."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from engine.build import publish
from tests.engine import project
from tests.engine.preview import preview
from tests.support import texts

pytestmark = pytest.mark.slow


def _mkdocs_build(place: Path, site: Path) -> subprocess.CompletedProcess[str]:
    command: tuple[str | Path, ...] = (sys.executable, "-m", "mkdocs", "build", "--site-dir", site)
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(
        command, cwd=place, env=quiet, capture_output=True, text=True, check=False
    )


def test_mkdocs_build_makes_the_same_pages_to_the_byte(place: Path) -> None:
    done = _mkdocs_build(place, place / "by-mkdocs")
    assert done.returncode == 0, done.stderr
    publish(place, place / "by-brochure")
    ours = project.contents(place / "by-brochure")
    besides = (r".*\.(gz|br)", r"images/cards/.*", r"assets/search/.*")  # in a publication
    added = {kind: {name for name in ours if re.fullmatch(kind, name)} for kind in besides}
    assert all(added.values())
    assert project.contents(place / "by-mkdocs") == {
        name: data for name, data in ours.items() if name not in set.union(*added.values())
    }


@pytest.mark.soak
def test_mkdocs_build_stops_at_bad_content_with_the_problems_and_no_traceback(place: Path) -> None:
    texts.remove(place, texts.topic(place).key, "pt")
    before = project.contents(place / "site")
    done = _mkdocs_build(place, place / "site")
    assert done.returncode == 1
    assert "content/areas.yaml:" in done.stderr
    assert "[missing-translation]" in done.stderr
    assert "Traceback" not in done.stderr
    assert project.contents(place / "site") == before


@pytest.mark.soak
def test_mkdocs_serve_shows_the_site_in_every_language_and_reloads_it_after_an_edit(
    place: Path,
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    with preview(place, "mkdocs", "serve", "--livereload", "--dev-addr", address) as running:
        running.shows("/pt/areas/", '<html lang="pt"')
        for title in ("Quels champs", "Quels sujets"):
            texts.write(place, "page.areas.title", fr=title)
            running.shows("/fr/areas/", f"<h1>{title}")
