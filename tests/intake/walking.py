"""Walks through the form as a browser does: follows redirects, and posts what pages hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import httpx

from brochure.schema import Form
from brochure.site import form_answers
from tests.intake.answers import Entered, encoded, form_to, on_page

FORM = {"content-type": "application/x-www-form-urlencoded"}
Given = Mapping[str, Sequence[str]]


@dataclass
class Walker:
    """Somebody with a draft; ``page`` is the last page that was shown, ``status`` its status."""

    client: httpx.Client
    form: Form
    tag: str = "en"
    place: str = ""
    page: str = ""
    status: int = 0

    @property
    def endpoint(self) -> str:
        """The path below which the intake is."""
        return urlsplit(self.form.endpoint).path

    @property
    def draft(self) -> str:
        """The id of the draft."""
        return self.place.split("/draft/")[1].partition("/")[0]

    @property
    def at(self) -> str:
        """The step, or what else the last part of the address is."""
        return urlsplit(self.place).path.rpartition("/")[2]

    @property
    def why(self) -> str:
        """What the address says about why the page is shown."""
        return parse_qs(urlsplit(self.place).query).get("why", [""])[0]

    def begin(self) -> Walker:
        """Make a draft."""
        return self.post(f"{self.endpoint}{self.tag}/new", {})

    def go(self, address: str) -> Walker:
        """Open an address, and whatever it leads to; a name is that of a page of the draft."""
        if not address.startswith(("/", "http")):
            address = f"{self.endpoint}{self.tag}/draft/{self.draft}/{address}"
        response = self.client.get(address)
        while response.status_code == 303:
            address = response.headers["location"]
            response = self.client.get(address)
        self.place, self.page, self.status = address, response.text, response.status_code
        return self

    def post(self, address: str, entered: Given, **headers: str) -> Walker:
        """Post to an address, which has to answer with a redirect, and open where it leads."""
        response = self.client.post(
            address,
            content=encoded({name: list(values) for name, values in entered.items()}),
            headers=FORM | {name.replace("_", "-"): value for name, value in headers.items()},
        )
        assert response.status_code == 303, (response.status_code, response.text)
        return self.go(response.headers["location"])

    def answer(self, entered: Given, **headers: str) -> Walker:
        """Post the page's form, with other answers to the questions that are given and shown."""
        shown = self.shown
        given = {name: values for name, values in entered.items() if name in shown}
        return self.submit(given, **headers)

    def submit(self, entered: Given, **headers: str) -> Walker:
        """Post the page's form as it is, but for some fields."""
        given = {name: list(values) for name, values in entered.items()}
        address = str(form_to(self.page, self.at).action)
        return self.post(address, on_page(self.page, self.at) | given, **headers)

    @property
    def shown(self) -> list[str]:
        """The questions of the step that is shown."""
        return on_page(self.page, self.at).get("shown_questions", [""])[0].split()

    def to_check(self, entered: Given) -> Walker:
        """Answer steps until there are no more, or one is refused."""
        if not self.place:
            self.begin()
        for _ in range(3 * len(self.form.steps)):
            if self.at == "check":
                return self
            before = (self.at, self.shown)
            self.answer(entered)
            if (self.at, self.shown) == before:
                return self
        raise AssertionError(f"no end of the journey at {self.place}")

    def send(self, **more: Sequence[str]) -> Walker:
        """Send from the page to check."""
        held: Entered = on_page(self.page, "check")
        return self.post(str(form_to(self.page, "check").action), held | dict(more))

    def whole(self, entered: Given) -> Walker:
        """Walk to the receipt."""
        return self.to_check(entered).send()


def asked(form: Form, entered: Given) -> Entered:
    """Return those of some answers that are asked for."""
    names = {f.id for f in form_answers.asked(form, {k: tuple(v) for k, v in entered.items()})}
    return {name: list(values) for name, values in entered.items() if name in names}
