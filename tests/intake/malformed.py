"""Generates malformed requests: bad bodies, names, headers and addresses."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from urllib.parse import quote_from_bytes, urlencode

from brochure.site import form_answers
from brochure.site.site import Site
from intake.journey import names
from intake.journey.draft import Draft
from tests.intake.answers import Entered, different, field_id
from tests.intake.steps import complete, journey
from tests.intake.walking import FORM

# If this comes back, each of its signs must have been escaped.
MARKER = "<xss\"'&>."
PIECES = [
    *(MARKER, "\x00", "\r\n", "\n", "\r", "\t", "\x0b", "\x1b[31m", "\x85", "\u2028", "\ufeff"),
    *(
        "\u202eabc\u202c",
        "\u061c\u200f",
        "e\u0301" * 5,
        "\u0338",
        "💡",
        "漢字",
        "ﷺ",
        "\ufffe",
        "İı",
    ),
    *("\r\nBcc: evil@example.org", "\nSubject: evil", "\r\n\r\nevil", "=?utf-8?q?=0ABcc:?="),
    *("{{ 7 * 7 }}", "{% raw %}", "{$reference}", "{$answers}", "%s%n", "${7*7}", "</textarea>"),
    *("'; DROP TABLE submissions; --", "\\", "\\x00", "../../etc/passwd", "=1+1", "--", "&amp;"),
    *("javascript:alert(1)", "<!--", "]]>", "[link](http://evil.example)", "**bold**", " " * 50),
]
NAMES = [
    *("a[b][c]", "need[]", "need.0", "need[0]", "__proto__", "", " ", MARKER, "\x00", "NEED"),
    *(
        "seen_answers",
        "shown_questions",
        "keep_other",
        "change_of",
        "web_site",
        "constructor",
        "x" * 5000,
        "need\r\nx",
        "é",
        "institution ",
    ),
]
TYPES = [
    *("", "text/plain", "application/json", "multipart/form-data; boundary=x", "text/html"),
    *("application/x-www-form-urlencoded; charset=utf-16", "*/*", MARKER, "\xff", ";", "x" * 9000),
]


@dataclass(frozen=True)
class Case:
    """A request to the application."""

    path: bytes
    body: bytes
    method: str = "POST"
    headers: dict[str, str] = field(default_factory=lambda: dict(FORM))
    query: bytes = b""


class MalformedRequests:
    """Generates cases; the same ``seed`` gives the same ones.

    ``drafts`` are those that have to be there for them, by now.
    """

    def __init__(self, site: Site, seed: int) -> None:
        assert site.content.form
        self.site, self.form = site, site.content.form
        self.chance = random.Random(seed)  # noqa: S311 - the same again is the point
        self.way, self.drafts = journey(site), [Draft(tag) for tag in site.tags]
        self.pages = [*(step.id for step in self.form.steps), "check", "later", "delete"]
        self.names = [f.id for f in form_answers.fields(self.form)]
        self.free = [f for f in form_answers.fields(self.form) if f.type in {"text", "textarea"}]

    def case(self) -> Case:
        """Return a case of some kind; most are almost good, which get furthest."""
        kinds = (self.almost_good, self.odd_fields, self.odd_body, self.odd_headers, self.odd_path)
        return self.chance.choices(kinds, (66, 14, 9, 6, 5))[0]()

    def text(self, longest: int = 300) -> str:
        """Return an unlikely text, in which the marker is never cut."""
        found = "".join(self.chance.choices(PIECES, k=self.chance.randrange(1, 8)))
        return found if len(found) <= longest else MARKER

    def path(self, page: str = "", draft: Draft | None = None) -> bytes:
        """Return the address of a page of a draft in some language."""
        page, draft = page or self.chance.choice(self.pages[:-1]), draft or self.drafts[0]
        return f"/intake/{self.chance.choice(self.site.tags)}/draft/{draft.id}/{page}".encode()

    def almost_good(self) -> Case:
        """Valid answers except for some texts, ready to be sent."""
        typed = different(self.site)
        for chosen in self.chance.sample(self.free, self.chance.randrange(1, len(self.free))):
            typed[chosen.id] = [f"{self.text(chosen.max_length - 9)} x"]
        if self.chance.random() < 0.3:
            local = self.chance.choice(("a", "o'b", "a+b", "x" * 60, "a.b", "!#$%&'*+/=?^_`{|}~"))
            typed[field_id(self.site, "sender_address")] = [
                f"{local}@{'a' * self.chance.randrange(1, 60)}.example.org"
            ]
        draft = complete(self.way, typed, self.chance.choice(self.site.tags))
        self.drafts.append(draft)
        if self.chance.random() < 0.5:
            step = self.chance.choice(self.form.steps)
            shown = [question.id for question in self.way.asked(step, draft.answers)]
            given = {name: [*typed[name], "x"] for name in shown}
            hidden = {names.SEEN: [self.text()], names.SHOWN: [" ".join(shown)]}
            return Case(self.path(step.id, draft), self.encoded(given | hidden))
        return Case(self.path("check", draft), self.encoded({names.SEEN: [self.way.seen(draft)]}))

    def odd_fields(self) -> Case:
        """Fields that occur twice, or do not belong to the form, with any text."""
        names = self.chance.choices(self.names + NAMES, k=self.chance.randrange(12))
        pairs = [(name, self.chance.choice((self.text(), "x" * 4000, ""))) for name in names]
        body = urlencode(pairs, errors="surrogatepass").encode()
        return Case(self.path(), body)

    def odd_body(self) -> Case:
        """Bytes that are not a form, or a badly encoded one."""
        noise = self.chance.randbytes(self.chance.randrange(400))
        name = self.chance.choice(self.names).encode()
        bodies = (
            noise,
            name + b"=" + noise,
            name + b"=" + quote_from_bytes(noise).encode(),
            name + b"=" + self.text().encode("utf-16"),
            name + b"=" + self.chance.choice((b"%", b"%z", b"%ed%a0%80", b"%C0%80", b"%F4%90%80")),
            b"&" * 500,
            b"=" * 500,
            b"&".join([name + b"=x"] * self.chance.randrange(1, 400)),
            b"x" * 1_000_000,
        )
        return Case(self.path(), self.chance.choice(bodies))

    def odd_headers(self) -> Case:
        """Another type, another origin, or a wrong length."""
        odd = {
            "content-type": self.chance.choice(TYPES),
            "content-length": self.chance.choice(("-1", "x", "\xb2", "9" * 50, "0", "")),
            "origin": self.chance.choice(("null", MARKER, "http://", "x" * 9000, "")),
            "sec-fetch-site": self.chance.choice(("cross-site", "same-origin", MARKER)),
            "x-forwarded-for": self.chance.choice((MARKER, ",,,", "\xff", "1" * 9000)),
            "host": self.chance.choice((MARKER, "", "evil.example", "[", "a:b:c")),
            "accept-language": MARKER,
        }
        names = self.chance.sample(list(odd), self.chance.randrange(1, len(odd)))
        typed = self.encoded(different(self.site, line=MARKER))
        return Case(self.path(), typed, headers=FORM | {name: odd[name] for name in names})

    def odd_path(self) -> Case:
        """An invalid address, or another method."""
        tail = self.chance.choice((MARKER, "\x00", "..", "%", "\ud7ff", "x" * 5000, "receipt", ""))
        heads = (
            "/intake/",
            "/intake/en/",
            "/intake/en/receipt/",
            "/intake/xx/",
            "/",
            "/intake/fr/a/",
        )
        method = self.chance.choice(("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "xss"))
        return Case(f"{self.chance.choice(heads)}{tail}".encode(), b"", method)

    def encoded(self, typed: Entered) -> bytes:
        """Return a body as a program, not a browser, might write it."""
        return urlencode(typed, doseq=True, errors="surrogatepass").encode()
