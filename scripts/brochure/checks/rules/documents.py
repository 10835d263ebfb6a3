"""Documents that texts link to exist, are what their names say, and are not too large.

Pass: ``[Guide](files/guide.pdf)`` with the file ``docs/files/guide.pdf``, or
``docs/en/files/guide.pdf``. Fail: the same without the file, or with a web page in it;
``[Photograph](images/harbour.jpg)``; a document larger than audit.yaml allows.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.checks.audit import settings
from brochure.files import documents
from brochure.files.picture_kinds import FORMATS
from brochure.problems import Problem
from brochure.site.docs_files import suffix
from brochure.site.file_uses import FileUse, file_uses
from brochure.site.site import Site

ID = "broken-document"
TOO_HEAVY = "heavy-document"


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each link to a file that cannot be followed."""
    for use in file_uses(site):
        if not use.is_image and (found := _broken(site, use)):
            yield use.problem(*found)


def _broken(site: Site, use: FileUse) -> tuple[str, str, str] | None:
    """Return rule, message and hint if readers cannot get the file."""
    if suffix(use.target) in FORMATS:
        hint = f"Show it: ![What it shows]({use.target})."
        return (
            ID,
            f"links to the picture {use.target}; pictures are published only where pages show them",
            hint,
        )
    if use.path is None:
        hint = site.files.hint(use.tag, use.target)
        return ID, f"links to {use.target}, but there is no such file", hint
    path = site.files.paths[use.path]
    if flaw := documents.flaw(path):
        return ID, f"links to docs/{use.path}, which {flaw[0]}", flaw[1]
    size, budget = path.stat().st_size, settings.of(site.root).document
    if size > budget:
        message = f"links to docs/{use.path}, which has {size:,} bytes; expected at most {budget:,}"
        hint = 'Save it with smaller pictures, or raise "document:" in audit.yaml.'
        return TOO_HEAVY, message, hint
    return None
