"""What is seen can also be heard: images have alternative texts, links and frames have names.

Pass: ``<img alt="A bridge">``; ``<img alt="">`` for decoration; a link around an image with a text.
Fail: ``<img>``; ``<img alt="bridge.jpg">``; ``<a href="/"></a>``; ``<iframe>`` without a title.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.checks.audit.built import BuiltSite
from brochure.files.picture_kinds import is_file_name
from brochure.problems import Problem

ID = "alternative-text"


def check(built: BuiltSite) -> Iterator[Problem]:
    """Yield a problem for each image, link or frame of which some readers learn nothing."""
    for page in built.pages.values():
        for image in page.images:
            if image.alternative is None:
                message = f"the {image.what} has no alternative text"
                hint = 'Say what it shows, in the page\'s language; write alt="" for decoration.'
                yield built.problem(page, image.place, ID, message, hint)
            elif is_file_name(image.alternative):
                message = f'the alternative text "{image.alternative}" is the name of a file'
                yield built.problem(page, image.place, ID, message, "Say what it shows.")
        for link in page.links:
            if link.label == "":
                message = f"the link to {link.href or 'this page'} has no text"
                hint = "Write where it leads, or give its image an alternative text."
                yield built.problem(page, link.place, ID, message, hint)
