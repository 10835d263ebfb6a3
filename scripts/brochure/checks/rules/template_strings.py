"""Every string that a template shows exists, and every string is shown by a template.

Pass: ``strings.header.skip`` in a template and ``header: {skip: …}`` in strings.yaml.
Fail: either without the other.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.files.templates import Templates
from brochure.problems import Problem
from brochure.site.site import Site
from brochure.text.suggestions import closest

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
    for use in Templates(site.root / "overrides").strings():
        name = f"{use.group}.{use.id}" if use.id else use.group
        used.add(name)
        if name not in known and name not in strings and not rejected & {use.group, use.id}:
            near = closest(name, sorted(known))
            hint = f'Did you mean "{near[0]}"? Or add' if near else "Add"
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
    for unit in site.units:
        name = unit.text_key.removeprefix("strings.")
        if (
            unit.key.startswith("strings.")
            and name not in used
            and name.partition(".")[0] not in used
        ):
            yield unit.problem(
                "",
                UNUSED,
                f'string "{name}": no template shows it',
                "Delete it, or show it in a template.",
                level="warning",
            )
