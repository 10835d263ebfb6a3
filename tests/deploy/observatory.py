"""Scores a server's answers as Mozilla's HTTP Observatory does, by its published rules.

Each rule adds to 100 or takes from it; extra credit counts from 90 on. What depends on other sites'
lists, such as that of preloaded hosts, adds nothing here.

Source: https://github.com/mdn/mdn-http-observatory, ``src/grader/charts.js`` and
``src/analyzer/tests/``, algorithm version 5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
from lxml import html

_BROAD = {"*", "ftp:", "http:", "https:", "http://*", "http://*.*", "https://*", "https://*.*"}
_INLINE = {"'unsafe-inline'", "data:"}
_DIGESTS = ("'sha256-", "'sha384-", "'sha512-", "'nonce-")
_PRIVATE = {
    "no-referrer",
    "same-origin",
    "strict-origin",
    "strict-origin-when-cross-origin",
}
_HALF_A_YEAR = 15_768_000


def score(page: httpx.Response, redirect: httpx.Response) -> int:
    """Return the points of a page; ``redirect`` is the answer to the same request by HTTP."""
    points = [*_points(page), _redirection(redirect)]
    least = 100 + sum(point for point in points if point < 0)
    return 100 + sum(points) if least >= 90 else least


def grade(points: int) -> str:
    """Return the grade of a score: A+ from 100 on."""
    grades = {
        100: "A+",
        90: "A",
        85: "A-",
        80: "B+",
        70: "B",
        65: "B-",
        60: "C+",
        50: "C",
        45: "C-",
    }
    grades |= {40: "D+", 30: "D", 25: "D-", 0: "F"}
    return next(grade for least, grade in grades.items() if max(points, 0) >= least)


def _points(page: httpx.Response) -> Iterator[int]:
    headers = page.headers
    policy = _policy(headers.get("content-security-policy", ""))
    yield _content(policy)
    yield _cookies(headers.get_list("set-cookie"))
    allowed, credentials = "access-control-allow-origin", "access-control-allow-credentials"
    yield -50 if headers.get(allowed) and headers.get(credentials) == "true" else 0
    referrer = headers.get("referrer-policy", "")
    last = referrer.rpartition(",")[2].strip().lower()
    yield (5 if last in _PRIVATE else -5) if referrer else 0
    transport = re.fullmatch(
        r"max-age=(\d+)(;.*)?", headers.get("strict-transport-security", "").lower()
    )
    yield -20 if not transport else -10 if int(transport[1]) < _HALF_A_YEAR else 0
    yield _scripts(page)
    yield 0 if headers.get("x-content-type-options", "").lower() == "nosniff" else -5
    ancestors = policy.get("frame-ancestors", {"*"})
    if not ancestors & _BROAD:
        yield 5
    else:
        yield 0 if headers.get("x-frame-options", "").upper() in {"DENY", "SAMEORIGIN"} else -20
    resource = headers.get("cross-origin-resource-policy", "cross-origin").lower()
    yield {"same-origin": 10, "same-site": 10, "cross-origin": 0}.get(resource, -5)


def _policy(text: str) -> dict[str, set[str]]:
    policy: dict[str, set[str]] = {}
    for directive in text.split(";"):
        name, *sources = directive.split() or [""]
        if name:
            policy.setdefault(name.lower(), set(sources) or {"'none'"})
    return policy


def _content(policy: dict[str, set[str]]) -> int:
    if not policy:
        return -25
    default = policy.get("default-src", {"*"})
    script, style, objects = (
        set(policy.get(f"{name}-src", default)) for name in ("script", "style", "object")
    )
    for sources in (script, style):
        if any(source.startswith(_DIGESTS) for source in sources):
            sources.discard("'unsafe-inline'")
    passive = policy.get("img-src", default) | policy.get("media-src", default)
    active = {
        s for name, each in policy.items() if name not in {"img-src", "media-src"} for s in each
    }
    insecure = ("http:", "ftp:")
    if script & (_BROAD | _INLINE) or objects & _BROAD:
        return -20
    if any(source.startswith(insecure) for source in active):
        return -20
    if "'unsafe-eval'" in script | style or any(s.startswith(insecure) for s in passive):
        return -10
    if style & (_BROAD | _INLINE):
        return 0
    return 10 if default == {"'none'"} else 5


def _cookies(cookies: list[str]) -> int:
    """Return the points of cookies; any without all protection counts as the worst kind."""
    if not cookies:
        return 0
    flags = [{part.strip().lower() for part in cookie.split(";")[1:]} for cookie in cookies]
    safe = all({"secure", "httponly"} <= each for each in flags)
    return 5 if safe and all(any("samesite" in f for f in each) for each in flags) else -40


def _redirection(answer: httpx.Response) -> int:
    """Return the points of what is answered by HTTP: it must lead to HTTPS on the same host."""
    target = httpx.URL(answer.headers.get("location", ""))
    if not answer.is_redirect:
        return -20
    if target.scheme != "https":
        return -10
    return 0 if target.host == answer.request.headers["host"].partition(":")[0] else -5


def _scripts(page: httpx.Response) -> int:
    """Return the points of scripts of other hosts, which have to name their digest."""
    if not page.headers.get("content-type", "").startswith("text/html") or not page.text:
        return 0
    scripts = html.document_fromstring(page.text).xpath("//script[@src]")
    other = [script for script in scripts if re.match(r"(https?:)?//", script.get("src"))]
    if any(not script.get("src").startswith("https:") for script in other):
        return -50
    return -5 if any(not script.get("integrity") for script in other) else 0
