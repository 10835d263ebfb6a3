"""Nothing is loaded from another host, unless ``hosts`` of audit.yaml has it.

Pass: ``<script src="/assets/form.js">``. Fail: a font of another host, an image, a frame, an
``@import``, a ``preconnect``; a form that is sent to another host.
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.checks.audit.built import BuiltSite, Target
from brochure.checks.audit.urls import split
from brochure.problems import Problem

ID = "outside-host"
_HINT = "Put the file on the site: another host learns who reads it, and may be down or changed."


def check(built: BuiltSite) -> Iterator[Problem]:
    """Yield a problem for each host that learns of the site's readers."""
    for page in built.pages.values():
        reported: set[str] = set()
        for resource in page.resources:
            host = _host(built, built.target(page, resource.address))
            if host and host not in reported:
                reported.add(host)
                does = {"form": "sends a form to", "connect": "connects to"}
                message = f"{does.get(resource.kind, 'loads from')} another host: {host}"
                hint = _HINT if resource.kind != "form" else "Send it to the site's own host."
                yield built.problem(page, resource.place, ID, message, hint)
    for sheet, addresses in built.sheets.items():
        base = built.home + sheet
        hosts = {_host(built, built.target_from(base, address)) for address in addresses}
        for host in sorted(hosts - {""}):
            yield built.problem(sheet, None, ID, f"loads from another host: {host}", _HINT)


def _host(built: BuiltSite, there: Target) -> str:
    """Return the host that is not allowed; empty if there is none."""
    host = split(there.path).netloc.lower() if there.kind == "outside" else ""
    own = split(built.root).netloc.lower()
    return "" if host in {own, *built.settings.hosts} else host
