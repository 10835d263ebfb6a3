"""Prose has no HTML with effects of its own.

Pass: ``<abbr title="European Union">EU</abbr>``, ``<span lang="fr">Oui</span>``.
Fail: ``<script>``, ``<iframe>``, ``<font>``, ``<your name>``; ``onclick``, ``style``, also in
``{: style="…" }``.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.problems import Problem
from brochure.site.site import Site

ID = "unsupported-html"

_HINTS = {
    "<script>": "Delete it, with all that is in it: pages run no scripts of their own.",
    "<style>": "Delete it, with all that is in it: the templates decide how pages look.",
    "style": "Delete it: the templates decide how pages look.",
    **dict.fromkeys(
        ("<embed>", "<frame>", "<iframe>", "<object>"),
        "Delete it, and link to the other page: [film](https://…).",
    ),
}
_TAG_HINT = "Delete it, or write it in Markdown. To show < itself, write &lt;."
_ATTRIBUTE_HINT = "Delete the attribute."


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each element and attribute that pages do not support."""
    for page in site.pages.values():
        for found in page.document.unsupported:
            name = found.value
            is_tag = name.startswith("<")
            message = f"the page's prose has {'' if is_tag else 'the attribute '}{name}"
            hint = _HINTS.get(name, _TAG_HINT if is_tag else _ATTRIBUTE_HINT)
            position = page.position(found.offset)
            yield page.problem(position, ID, f"{message}, which pages do not support", hint)
