"""A service of somebody else's behind the form, as guides/form-contract.md describes it.

It knows the guide and ``content/form.yaml``, and nothing of the generator: what a page posts must
be enough for it. It keeps what it gets in memory, and its pages have no style.
"""

from __future__ import annotations

import html
import secrets
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

Posted = dict[str, list[str]]
HONEYPOT = "web_site"


@dataclass
class Foreign:
    """The service: its form, what each post had, and what was sent, by reference."""

    fields: list[Mapping[str, Any]]
    options: Mapping[str, list[str]]
    address: str = ""
    posts: list[tuple[str, str, Posted]] = field(default_factory=list)
    stored: dict[str, Posted] = field(default_factory=dict)

    def applies(self, one: Mapping[str, Any], posted: Posted) -> bool:
        """Whether a question applies: its condition holds, and is on a question that applies."""
        if not (condition := one.get("asked_if")):
            return True
        other = next(two for two in self.fields if two["id"] == condition["field"])
        chosen = set(posted.get(other["id"], ()))
        return self.applies(other, posted) and bool(chosen & set(condition["values"]))

    def kept(self, posted: Posted) -> Posted:
        """Return the answers to what applies, with lines that end in LF."""
        return {
            one["id"]: values
            for one in self.fields
            if self.applies(one, posted)
            and (values := [v.replace("\r\n", "\n") for v in posted.get(one["id"], ()) if v])
        }

    def errors(self, posted: Posted) -> list[str]:
        """Return the questions whose answers cannot be accepted."""
        kept = self.kept(posted)
        return [
            one["id"]
            for one in self.fields
            if self.applies(one, posted) and self._is_wrong(one, kept.get(one["id"], []))
        ]

    def _is_wrong(self, one: Mapping[str, Any], values: list[str]) -> bool:
        if not values:
            return bool(one.get("required"))
        offered = self.options.get(one["id"])
        if offered is not None:
            return not set(values) <= set(offered)
        is_address = one["type"] != "email" or "@" in values[0]
        return len(values[0]) > one.get("max_length", 200) or not is_address


@contextmanager
def running(foreign: Foreign) -> Iterator[Foreign]:
    """Run the service on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size, kind = int(self.headers["content-length"]), self.headers["content-type"]
            body = self.rfile.read(size).decode()
            posted = parse_qs(body, keep_blank_values=True, encoding="utf-8", errors="strict")
            foreign.posts.append((self.path, kind, posted))
            tag, page = self.path.split("/")[-2:]
            if wrong := foreign.errors(posted):
                errors = "".join(f'<p class="error">{name}</p>' for name in wrong)
                self._page(tag, 422, errors + _form(foreign, tag, posted, "check"))
            elif page == "check":
                self._page(tag, 200, _form(foreign, tag, foreign.kept(posted), "send"))
            else:
                reference = secrets.token_hex(4)
                foreign.stored[reference] = foreign.kept(posted)
                self.send_response(303)
                self.send_header("location", f"/{tag}/{secrets.token_urlsafe(16)}/{reference}")
                self.end_headers()

        def do_GET(self) -> None:
            self._page(self.path.split("/")[1], 200, f"<h1>{self.path.rpartition('/')[2]}</h1>")

        def log_message(self, *_: object) -> None: ...

        def _page(self, tag: str, status: int, content: str) -> None:
            head = f'<html lang="{tag}"><meta charset="utf-8"><title>Foreign</title>'
            page = f"<!doctype html>{head}{content}"
            self.send_response(status)
            for name, value in (
                ("content-type", "text/html; charset=utf-8"),
                ("cache-control", "no-store"),
                ("x-robots-tag", "noindex"),
            ):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(page.encode())

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    foreign.address = f"http://127.0.0.1:{server.server_port}/requests/"
    try:
        yield foreign
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _form(foreign: Foreign, tag: str, posted: Posted, page: str) -> str:
    """Return a form with what was posted: to be sent, or to be corrected."""
    control = (
        '<textarea id="{0}" name="{0}">\n{1}</textarea>'
        if page == "check"
        else '<pre>{1}</pre><input type="hidden" name="{0}" value="{1}">'
    )
    controls = [
        f"<dt>{one['id']}<dd>{control.format(one['id'], html.escape(value))}"
        for one in foreign.fields
        for value in posted.get(one["id"], [""] if page == "check" else [])
    ]
    content = f"<dl>{''.join(controls)}</dl><button>OK</button>"
    return f'<form method="post" action="/requests/{tag}/{page}">{content}</form>'
