"""Sets a template of ``overrides/`` with data, by Typst: as PDF, or as a picture.

Data go in as JSON, which the template reads with ``json(bytes(sys.inputs.data))``: whatever someone
has typed stays text. Drawings go in as texts, too: ``image(bytes(data.map), format: "svg")``. The
template can read the files of its folder, and nothing is fetched.
"""

from __future__ import annotations

import functools
import io
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from brochure.files import fonts, packaged
from brochure.problems import Problem, ProblemsError

if TYPE_CHECKING:
    import typst

_PLACE = re.compile(r"^\s*┌─ (.+):(\d+):(\d+)", re.MULTILINE)


def typeset(
    root: Path, template: str, data: Mapping[str, Any], kind: Literal["pdf", "png"] = "pdf"
) -> bytes:
    """Return what a template makes of ``data``: a tagged PDF, or its first page as a picture.

    ``template`` is its name below ``overrides/``. The same data give the same bytes if the template
    sets no date. A picture has a pixel for each point.

    Raises:
        ProblemsError: there is an error in the template.
    """
    compiler = _compiler(root, template, data)
    options: dict[str, Any] = {"pdf_standards": "ua-1"} if kind == "pdf" else {"ppi": 72}
    made = _explained(root, template, lambda: compiler.compile(format=kind, **options))
    page = bytes(made[0] if isinstance(made, list) else made)
    return _compact(page) if kind == "pdf" else page


def _compact(made: bytes) -> bytes:
    """Return a PDF with its objects compressed: Typst writes those of the tags as they are."""
    import pikepdf

    compact = io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as pdf:
        pdf.save(
            compact,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
    return compact.getvalue()


def measured(root: Path, template: str, data: Mapping[str, Any], label: str) -> list[Any]:
    """Return the values of the metadata with a label, such as ``<fit>``, that a template notes.

    Raises:
        ProblemsError: there is an error in the template.
    """
    compiler = _compiler(root, template, data)
    found = _explained(root, template, lambda: compiler.query(label, field="value"))
    return list(json.loads(found))


def _compiler(root: Path, template: str, data: Mapping[str, Any]) -> typst.Compiler:
    import typst

    folder = _folder(root, template)
    text = json.dumps({**data, "fonts": fonts.families(root)}, ensure_ascii=False)
    return typst.Compiler(
        str(folder / template),
        root=str(folder),
        font_paths=_fonts(fonts.files(root)),
        sys_inputs={"data": text},
    )


def _folder(root: Path, template: str) -> Path:
    """Return the folder of templates that has this one: the site's own, or else the generator's."""
    found = packaged.find(root, f"{packaged.TEMPLATES}/{template}")
    return found.parents[template.count("/")]


@functools.lru_cache(maxsize=8)
def _fonts(files: tuple[Path, ...]) -> typst.Fonts:
    import typst

    folders = dict.fromkeys(str(file.parent) for file in files)
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders)
    )


def _explained(root: Path, template: str, make: Callable[[], Any]) -> Any:
    import typst

    try:
        return make()
    except typst.TypstError as error:
        place = _PLACE.search(error.diagnostic)
        template_path = _folder(root, template) / template
        name, line, column = place.groups() if place else (template_path, 1, 1)
        path = Path(name).resolve()  # Typst's is relative to the working directory
        shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
        hints = (f"{hint[:1].upper()}{hint[1:].rstrip('.')}." for hint in error.hints)
        hint = " ".join(hints) or "Fix this line: see guides/change-the-look.md."
        message = f"template error: {error.message}"
        problem = Problem(shown, int(line), int(column), "error", "template", message, hint)
        raise ProblemsError([problem]) from error
