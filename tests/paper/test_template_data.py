"""guides/change-the-look.md lists all that templates of cards and of paper get."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jinja2
import pytest
import typst
from jinja2 import nodes

from brochure.files import typesetting
from brochure.render import cards, well_known
from brochure.render.localizer import Localizer
from brochure.render.paper import leaflet, letter, letter_files, record
from brochure.render.paper.words import Words
from brochure.site.form_answers import Answers, fields
from brochure.site.page_index import HOME
from brochure.site.site import Site
from tests.paper.test_letter import frame
from tests.paper.test_record import submission
from tests.support import guides

GUIDE = "change-the-look.md"
OVERRIDES = Path(__file__).parents[2] / "overrides"
# What templates take as one thing: a text, a drawing, a line that was typed.
WHOLE = ({"key", "text"}, {"kind", "data"}, {"text", "rtl"})


class _ReadError(Exception):
    """Typst has read the data."""


@pytest.fixture
def data(site: Site, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[Any]]:
    """Return the data that each template of Typst is given, by its name."""
    found = defaultdict[str, list[Any]](list)

    def compiler(file: str, *, sys_inputs: dict[str, str], **_options: object) -> None:
        found[Path(file).stem].append(json.loads(sys_inputs["data"]))
        raise _ReadError

    monkeypatch.setattr(typst, "Compiler", compiler)
    monkeypatch.setattr(
        well_known, "cached_file", lambda _folder, _name, make: make()
    )  # even if it is drawn
    words, root = Words(site, "en"), site.root
    home = site.pages["en", site.page_with(HOME)]
    card = cards.card(Localizer(site, site.language("en"), home.name), home)
    assert card
    assert site.content.form
    answered: Answers = {field.id: ("An answer",) for field in fields(site.content.form)}
    for make in (
        lambda: typesetting.typeset(root, cards.TEMPLATE, card.data, "png"),
        lambda: well_known._drawn(site),
        lambda: leaflet.maker(root)(leaflet.data(words)),
        lambda: letter_files.pdf(root, letter.data(words, frame(site))),
        lambda: letter_files.pdf(root, letter.data(words, frame(site), answered, "MX-7K4Q-92TD")),
        lambda: record.pdf(words, submission("Text")),
    ):
        with pytest.raises(_ReadError):
            make()
    return found


def _names(value: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Yield all that is in the data of a template, by names such as ``steps.title``."""
    if isinstance(value, list):
        for one in value:
            yield from _names(one, name)
    elif isinstance(value, dict) and value.keys() not in WHOLE and name != "colours":
        for key, inner in value.items():
            full = f"{name}.{key}".lstrip(".")
            yield full, inner
            yield from _names(inner, full)


def _same(listed: dict[str, set[str]], found: dict[str, set[str]], empty: set[str]) -> None:
    """Compare where names are; what is within something ``empty`` cannot be found."""
    within = {
        name for name in listed if name.rpartition(".")[0] in empty | set(listed) - set(found)
    }
    assert {name: where for name, where in listed.items() if name not in within} == found


def test_the_guide_lists_all_data_of_cards_and_paper_and_where_they_are(
    data: dict[str, list[Any]],
) -> None:
    found, filled = defaultdict[str, set[str]](set), set[str]()
    for template, values in data.items():
        for name, value in (one for each in values for one in _names(each, "")):
            found[name].add(template)
            filled |= {name} if value else set()
    listed: dict[str, set[str]] = {}
    for names, where, _ in guides.table(GUIDE, "Data of cards and paper"):
        templates = set(data) if where == "all" else set(where.split(", "))
        listed |= dict.fromkeys(guides.code(names), templates)
    _same(listed, found, set(found) - filled)


def test_the_guide_lists_all_that_base_typ_offers() -> None:
    text = (OVERRIDES / "paper/base.typ").read_text(encoding="utf-8")
    offered = re.findall(
        r"^#let ([\w-]+(?:\([^()]*(?:\([^()]*\)[^()]*)*\))?) =", text, re.MULTILINE
    )
    rows = guides.table(GUIDE, "What base.typ offers")
    guides.same([name for row in rows for name in guides.code(row[0])], set(offered))


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_the_guide_lists_all_that_letters_to_write_in_get(
    site: Site, data: dict[str, list[Any]], kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = set[str]()

    def render(_template: jinja2.Template, values: dict[str, Any]) -> str:
        given.update(values)
        return ""

    monkeypatch.setattr(jinja2.Template, "render", render)
    letter_files.MAKERS[kind](site.root, letter.data(Words(site, "en"), frame(site)))
    rows = guides.table(GUIDE, "Letters to write in")
    functions = {
        name.partition("(")[0] for row in rows if not row[1] for name in guides.code(row[0])
    }
    assert given == functions | data["letter"][0].keys() - {"fonts"}


def test_the_guide_lists_the_pieces_of_letters_to_write_in() -> None:
    pieces = [
        f"{macro.name}({', '.join(argument.name for argument in macro.args)}) {kind}"
        for kind, name in (("docx", "word/pieces.xml"), ("odt", "pieces.xml"))
        for macro in _parsed(OVERRIDES / "paper" / kind / name).find_all(nodes.Macro)
    ]
    rows = guides.table(GUIDE, "Letters to write in")
    listed = [
        f"{name} {kind}"
        for row in rows
        for kind in row[1].split(", ")
        for name in guides.code(row[0])
        if kind
    ]
    guides.same(listed, set(pieces))


def _parsed(file: Path) -> nodes.Template:
    return jinja2.Environment(autoescape=True).parse(file.read_text(encoding="utf-8"))
