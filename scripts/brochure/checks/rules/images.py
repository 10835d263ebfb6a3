"""Images are files of the site, and no page asks another host for anything.

Pass: ``![A map](map.png)`` in ``docs/en/where.md`` with the file ``docs/en/map.png``. Fail: the
same without the file; ``![A map](https://example.org/map.png)``; an image in ``content/``.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from brochure.problems import Problem
from brochure.site.segment import Segment
from brochure.site.site import Site
from brochure.text.document import Link

ID = "broken-image"
EXTERNAL = "other-host"


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each image, or other file, that a page cannot show."""
    for tag in site.tags:
        for segment in site.segments(tag):
            for file in segment.document.files:
                if found := _broken(site, segment, file):
                    yield segment.problem(file.offset, *found)


def _broken(site: Site, segment: Segment, file: Link) -> tuple[str, str, str] | None:
    """Return rule, message and hint if a file cannot be shown."""
    if file.scheme == "data":
        hint = "Save it as a file beside the page, and use its path."
        return (
            ID,
            "shows an image that is written into the text, which browsers will not load",
            hint,
        )
    if file.external:
        hint = "Save it beside the page, and use its path: pages load nothing from other hosts."
        return EXTERNAL, f"loads {file.target} from another host", hint
    if not segment.is_prose:
        hint = "Show images on pages in docs/; here only links and emphasis are supported."
        return ID, f"shows the image {file.target}", hint
    folder = posixpath.dirname(segment.position[0])
    path = posixpath.normpath(posixpath.join(folder, unquote(file.page.partition("?")[0])))
    exists = path.startswith("docs/") and (site.root / path).is_file()
    if file.target.startswith("/") or not exists:
        hint = f"Put it there, or give its path from {folder}/, such as map.png."
        return ID, f"shows {file.target}, but there is no file {path}", hint
    return None
