"""The files of ``docs/`` are used, and their names differ on every computer.

Pass: ``docs/images/map.png`` that a page shows; originals such as ``map.psd`` and ``map.docx``,
which stay out of the site. Fail: ``Map.png`` beside ``map.png``. Warned of: a picture or a PDF that
no page uses.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.files.picture_kinds import FORMATS
from brochure.problems import Problem
from brochure.site.docs_files import suffix
from brochure.site.file_uses import file_uses
from brochure.site.site import Site

UNUSED = "unused-file"
CLASH = "name-clash"


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each file that is not published, or not everywhere the same."""
    known: dict[str, str] = {}
    for path in site.files.paths:
        other = known.setdefault(path.casefold(), path)
        if other != path:
            message = f"differs from docs/{other} only in upper and lower case"
            hint = "Rename one of them: on some computers they are the same file."
            yield Problem(f"docs/{path}", 1, 1, "error", CLASH, message, hint)
    elsewhere = site.unlisted_folders | site.excluded_drafts
    if not site.files.paths or site.unreadable_paths:  # what cannot be read may use them
        return
    used = {use.path for use in file_uses(site)}
    for path in site.files.paths:
        is_meant_for_readers = suffix(path) in {*FORMATS, ".pdf"}
        if is_meant_for_readers and path not in used and path.partition("/")[0] not in elsewhere:
            message = "no page uses this file, so it is not published"
            hint = "Show it or link to it, or delete it."
            yield Problem(f"docs/{path}", 1, 1, "warning", UNUSED, message, hint)
