"""An error in a template is named where it is, also in one that the generator comes with."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from brochure.files import packaged
from engine.template_errors import template_error


@pytest.mark.parametrize("has_templates", [True, False])
def test_the_path_of_a_template_begins_with_its_folder(
    tmp_path: Path, *, has_templates: bool
) -> None:
    if has_templates:
        (tmp_path / packaged.TEMPLATES / "pages").mkdir(parents=True)
    file = packaged.find(tmp_path, packaged.TEMPLATES) / "pages" / "areas.html"
    error = jinja2.TemplateSyntaxError("unexpected '}'", 3, "pages/areas.html", str(file))
    problems = template_error(error, tmp_path)
    assert problems
    (problem,) = problems.problems
    assert (problem.path, problem.line) == ("overrides/pages/areas.html", 3)
