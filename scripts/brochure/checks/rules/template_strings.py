"""Every string that a template shows exists, and every string of strings.yaml is shown by one.

Pass: ``strings.header.skip_link`` in a template, with ``header: {skip-link: …}`` in strings.yaml or
among the generator's own strings. Fail: a string that neither has; ``header: {skp-link: …}``.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.problems import Problem
from brochure.site import unit_keys
from brochure.site.default_strings import default_keys
from brochure.site.site import Site
from brochure.text.suggestions import likely

MISSING = "missing-string"
UNUSED = "unused-text"


def check(site: Site) -> Iterator[Problem]:
    """Yield an error for each missing string and a warning for each unused one."""
    strings = site.content.strings
    known = {f"{group}.{name}" for group, names in strings.items() for name in names}
    if "content/strings.yaml" in site.unreadable_paths:
        return
    used = set()
    rejected = {name.replace("_", "-") for name in site.rejected_ids}
    for use in site.templates.strings:
        name = f"{use.group}.{use.id}" if use.id else use.group
        used.add(name)
        if name not in known and name not in strings and not rejected & {use.group, use.id}:
            near = likely(name, sorted(known))
            hint = f"{near} Or add" if near else "Add"
            hint += f' "{use.id}:" under' if use.id else ""
            hint += f' "{use.group}:" in content/strings.yaml.'
            yield Problem(
                use.path,
                use.line,
                use.column,
                "error",
                MISSING,
                f'the template shows the string "{name}", which does not exist',
                hint,
            )
    of_generator = {str(unit_keys.string(key)) for key in default_keys()}
    for unit in site.units:
        string = unit_keys.string(unit.text_key)
        if string and not {string, string.partition(".")[0]} & used:
            message = f'string "{string}": no template shows it'
            near = "" if string in of_generator else likely(string, sorted(used | of_generator))
            hint = near or "Delete it, or show it in a template."
            yield unit.problem("", UNUSED, message, hint, level="error" if near else "warning")
