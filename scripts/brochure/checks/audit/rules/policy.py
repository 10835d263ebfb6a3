"""Code within pages and what they load is allowed by the Content-Security-Policy.

The policy is that of the page's ``<meta>`` and that of ``policy`` in audit.yaml, which the server
sends; without either there is nothing to compare. A ``$name`` in it is what the site's own
``nginx-*.conf`` says, as for the server. Scripts of type JSON are data.

Pass: no inline code under ``script-src 'self'``; a script whose hash or nonce the policy has.
Fail: ``<script>…</script>``, ``<p style="…">`` and ``onclick="…"`` under ``default-src 'self'``.

Source: https://www.w3.org/TR/CSP3/
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator

from brochure.checks.audit import server_settings
from brochure.checks.audit.built import BuiltSite
from brochure.checks.audit.page import ElementPlace, HtmlPage, InlineCode, Resource
from brochure.checks.audit.urls import split
from brochure.problems import Problem
from brochure.text.suggestions import shorten

ID = "content-security-policy"

# Which directives decide: the first that exists.
_INLINE = {
    "script": ("script-src-elem", "script-src", "default-src"),
    "handler": ("script-src-attr", "script-src", "default-src"),
    "style": ("style-src-elem", "style-src", "default-src"),
    "style attribute": ("style-src-attr", "style-src", "default-src"),
}
_LOADED = {
    "script": ("script-src-elem", "script-src", "default-src"),
    "style": ("style-src-elem", "style-src", "default-src"),
    "image": ("img-src", "default-src"),
    "icon": ("img-src", "default-src"),
    "media": ("media-src", "default-src"),
    "frame": ("frame-src", "child-src", "default-src"),
    "form": ("form-action",),
}
_HASHES = {"sha256": hashlib.sha256, "sha384": hashlib.sha384, "sha512": hashlib.sha512}
Policy = dict[str, list[str]]


def check(built: BuiltSite) -> Iterator[Problem]:
    """Yield a problem for each thing that browsers will refuse to run, apply or load."""
    maps = server_settings.maps(built)
    for page in built.pages.values():
        sent = server_settings.filled(built.settings.policy, maps, _address(built, page))
        texts = [meta.content for meta in page.meta("content-security-policy")]
        policies = [parse(text) for text in (*texts, sent) if text]
        if not policies:
            continue
        reported: set[tuple[str, str]] = set()
        for kind, text, place, name in _refused(built, page, policies):
            if (kind, text) not in reported:
                reported.add((kind, text))
                message = f"the policy's {name} refuses the {kind} “{shorten(text, 40)}”"
                hint = "Move it to a file of the site's own, or let the policy allow it."
                yield built.problem(page, place, ID, message, hint)


def _address(built: BuiltSite, page: HtmlPage) -> str:
    """Return the path of a page's file on its host."""
    return split(built.home).path + page.path


def parse(text: str) -> Policy:
    """Return the sources of each directive; of two equal directives, the first one counts."""
    policy: Policy = {}
    for part in text.split(";"):
        name, *sources = part.split() or [""]
        policy.setdefault(name.lower(), sources)
    return policy


def _refused(
    built: BuiltSite, page: HtmlPage, policies: list[Policy]
) -> Iterator[tuple[str, str, ElementPlace, str]]:
    """Yield what one of the policies refuses: its kind, text and place, and the directive."""
    for policy in policies:
        for inline in page.inlines:
            name, sources = _sources(policy, _INLINE.get(inline.kind, ()))
            if name and inline.code and not _allows_inline(sources, inline):
                yield inline.kind, inline.code, inline.place, name
        for resource in page.resources:
            name, sources = _sources(policy, _LOADED.get(resource.kind, ()))
            if name and not _allows(built, page, sources, resource):
                yield resource.kind, resource.address, resource.place, name


def _sources(policy: Policy, names: tuple[str, ...]) -> tuple[str, list[str]]:
    return next(((name, policy[name]) for name in names if name in policy), ("", []))


def _allows_inline(sources: list[str], inline: InlineCode) -> bool:
    hashes = [source.strip("'") for source in sources if source[1:7] in _HASHES]
    nonces = [source[7:-1] for source in sources if source.startswith("'nonce-")]
    is_attribute = inline.kind in {"handler", "style attribute"}
    if inline.nonce and inline.nonce in nonces:
        return True
    if not is_attribute or "'unsafe-hashes'" in sources:
        for value in hashes:
            digest = _HASHES[value[:6]](inline.code.encode()).digest()
            if value[7:] == base64.b64encode(digest).decode():
                return True
    return "'unsafe-inline'" in sources and not hashes and not nonces


def _allows(built: BuiltSite, page: HtmlPage, sources: list[str], resource: Resource) -> bool:
    there = built.target(page, resource.address)
    address, own = (
        split(there.path if there.kind == "outside" else built.url(page)),
        split(built.home),
    )
    is_own = (address.scheme, address.netloc.lower()) == (own.scheme, own.netloc)
    if any(source.startswith(("'nonce-", "'strict-dynamic'")) for source in sources):
        return True  # depends on the request
    return any(
        source == "*"
        or (source == "'self'" and is_own)
        or source == f"{address.scheme}:"
        or _is_host(source, address.scheme, address.netloc.lower(), address.path)
        for source in sources
    )


def _is_host(source: str, scheme: str, host: str, path: str) -> bool:
    """Whether a source such as ``https://*.example.org/fonts/`` covers an address."""
    if source.startswith("'"):
        return False
    wanted, _, rest = source.lower().rpartition("://")
    pattern, _, folder = rest.partition("/")
    if wanted and wanted != scheme:
        return False
    covers = host.endswith(pattern[1:]) if pattern.startswith("*.") else host == pattern
    exact = path == f"/{folder}" or not folder
    return covers and (exact or (folder.endswith("/") and path.startswith(f"/{folder}")))
