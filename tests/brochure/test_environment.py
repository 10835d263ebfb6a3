"""Templates are shown where nothing can be cached, such as by a service that may write little."""

from __future__ import annotations

import shutil
from pathlib import Path

from brochure.render import environment
from tests.engine import project


def test_templates_are_shown_where_the_folder_for_compiled_ones_cannot_be_written(
    tmp_path: Path,
) -> None:
    place = project.copy(tmp_path)
    folder = place / ".cache" / "templates"
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("a file, where a folder would have to be", encoding="utf-8")
    name = "partials/header.html"
    assert environment.create(place).get_template(name).name == name
