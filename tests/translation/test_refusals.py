"""Why the import refuses a translation: one reason per row, each with its position."""

# ruff: noqa: E501 - a table is read row by row

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import pytest

from brochure.translation.import_checks import ImportChecks
from tests.brochure.sites import good_site
from tests.engine.project import contents
from tests.support.golden import check_section
from tests.translation.commands import (
    CommandResult,
    done,
    exported,
    load_any,
    read,
    run,
    translate,
    unit,
)

UNITS = Path(__file__).with_name("refused-units.txt")
SUMMARY, WHO, SITE = "areas.training.summary", "page.index#who", "site.summary"
TABLE = "| Quem | Vezes |\n|:-----|------:|\n| Vós | Uma |"
LINKS = "[outro](http://example.com/pt/), [acima](#who) e [proteção](areas.md#protection)."
LONG = "Desde {start-year} ajudámos {people} pessoas"

# The language, the unit, a text, and its message. Each text has only this one fault.
REASONS = {
    "lost placeholder": ("pt", SITE, "Ajudámos {people} pessoas.", "its placeholders are {people}; expected those of the source"),
    "unknown placeholder": ("pt", SITE, LONG + " em {lugar}.", "its placeholders are "),
    "spaced placeholder": ("pt", SITE, "Desde { start-year } ajudámos {people}.", "its placeholders are "),
    "template": ("pt", SITE, LONG + " {{ 7 * 7 }}.", "its braces are "),
    "loose brace": ("pt", SITE, LONG + " {.", "its braces are "),
    "lost link": ("pt", SUMMARY, "Quem? O pessoal, e **vós**.", "it has no links; expected those of the source"),
    "other link": ("pt", SUMMARY, "Quem? [Todos](areas.md), e **vós**.", "its links are to areas.md; expected those of the source"),
    "script": ("pt", SUMMARY, "Quem? [Todos](javascript:alert), e **vós**.", "to javascript:alert"),
    "mail": ("pt", SUMMARY, "Quem? [Todos](mailto:a@b.pt), e **vós**.", "to mailto:a@b.pt"),
    "other heading": ("pt", WHO, f"## Quem? {{#who}}\n\n{TABLE}\n\n{LINKS.replace('#who', '#quem')}", "to #quem"),
    "other number": ("pt", "areas.protection.summary", "A *16 000* pessoas: [formação](areas.md#training).", "its numbers are 16000; expected those of the source"),
    "lost emphasis": ("pt", SUMMARY, "Quem? [Todos](index.md), e vós.", "its Markdown differs"),
    "half an emphasis": ("pt", SUMMARY, "Quem? [Todos](index.md), e **vós*.", "its Markdown differs"),
    "list": ("pt", "site.strapline", "- Ajuda", "its Markdown differs"),
    "two paragraphs": ("pt", "site.strapline", "Ajuda\n\na pedido", "its Markdown differs"),
    "HTML": ("pt", SUMMARY, 'Quem? [Todos](index.md), e <strong onclick="x">vós</strong>.', "its HTML, attributes or fences are "),
    "attributes": ("pt", SUMMARY, "Quem? [Todos](index.md), e **vós**{: onclick=x }.", "its HTML, attributes or fences are "),
    "comment": ("pt", "site.strapline", "Ajuda <!-- a pedido", "its HTML, attributes or fences are "),
    "fence": ("pt", "page.areas.lead", "Eis as áreas.\n```", "its HTML, attributes or fences are "),
    "lost heading": ("pt", WHO, f"Quem?\n\n{TABLE}\n\n{LINKS}", "its headings differ from the source"),
    "other id": ("pt", WHO, f"## Quem? {{#quem}}\n\n{TABLE}\n\n{LINKS}", "its headings differ"),
    "other level": ("pt", WHO, f"### Quem? {{#who}}\n\n{TABLE}\n\n{LINKS}", "its headings differ"),
    "one more heading": ("pt", "page.areas.lead", "Eis\n\n## Mais {#more}", "its headings differ"),
    "lost table": ("pt", WHO, f"## Quem? {{#who}}\n\nVós\n\n{LINKS}", "its Markdown differs"),
    "English": ("pt", "page.404.description", "There is no page at this address.", "it is the same as the English text"),
    "French": ("pt", "page.404.description", "Il n’y a pas de page à cette adresse.", "it is the same as the French text"),
    "English words": ("pt", "page.404.description", "Não há: no page at this address.", "it has words of the source"),
    "Latin letters": ("uk", "site.full_name", "Prohrama Havan Ukrainy", "it is mostly in Latin script; expected Cyrillic"),
    "too long": ("pt", "navigation.areas.label", "Todas as áreas em que ajudamos", "more than the 20 that fit"),
    "no words": ("pt", "site.strapline", "   ", "its Markdown differs"),
    "direction": ("pt", "site.strapline", "Ajuda \u202ea pedido", "U+202E (right-to-left override)"),
    "loose accent": ("pt", "site.strapline", "Ajuda a pe\u0301", "not NFC-normalised"),
    "mark of bytes": ("pt", "site.strapline", "Ajuda\ufeff a pedido", "U+FEFF"),
    "four words": ("pt", "site.funder.statement", "Payé par le financeur", "it is the same as the French text"),
}  # fmt: skip
GOOD = {"page.areas.title": "Quais são as áreas?"}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site with a Ukrainian draft, with a limit on texts in menus."""
    root = good_site(tmp_path_factory.mktemp("limited"))
    limits = "translation:\n  limits: [{units: navigation.*, characters: 20}]\n"
    (root / "content/translation.yaml").write_text(limits, encoding="utf-8")
    done(root, "add-language", "uk")
    done(root, "note")
    for tag, form in itertools.product(("pt", "uk"), ("po", "xliff")):
        exported(root, tag, form)
    return root


@pytest.fixture
def limited(prepared: Path, tmp_path: Path) -> Path:
    """Return a copy of that site, with exported files beside it."""
    shutil.copytree(prepared.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / "site"


@pytest.mark.parametrize(
    ("name", "form"), [*zip(REASONS, itertools.cycle(["po", "xliff"]), strict=False)]
)
def test_an_invalid_text_is_refused_with_its_reason_and_position(
    name: str, form: str, limited: Path
) -> None:
    tag, key, text, reason = REASONS[name]
    file = limited.parent / f"{tag}.{form}"
    translate(file, {key: text})
    before = contents(limited)
    result = run(limited, "import", file)
    assert result.code == 1
    check_section(UNITS, name, result.err)
    (line,) = (entry.line for entry in read(file).entries if entry.key == key)
    problems = [line for line in result.err.splitlines() if line.endswith("[refused-unit]")]
    place = f'{file.name}:{line}:1: error: unit "{key}": '
    assert all(problem.startswith(place) for problem in problems)
    assert any(reason in problem for problem in problems)
    assert contents(limited) == before


@pytest.mark.parametrize(("languages", "code"), [("pt", 0), ("fr", 1)])
def test_an_exempted_text_is_accepted_in_its_languages(
    languages: str, code: int, limited: Path
) -> None:
    text = "There is no page at this address."
    allowed = "".join(
        f"    - {{rule: {rule}, text: {text}, languages: [{languages}], reason: It is right.}}\n"
        for rule in ("same-text", "source-language")
    )
    settings = f"translation:\n  allowed:\n{allowed}"
    (limited / "content/translation.yaml").write_text(settings, encoding="utf-8")
    file = limited.parent / "pt.po"
    translate(file, {"page.404.description": text})
    assert run(limited, "import", file).code == code


def test_a_short_text_has_no_list_but_may_begin_with_a_date(site: Path) -> None:
    checks, short = ImportChecks(load_any(site), "pt"), unit(site, "site.strapline")

    def reasons(text: str) -> list[str]:
        return [message for message, _ in checks.reasons(short, text, "")]

    assert reasons("Ajuda") == []
    assert reasons("- Ajuda") == ["its Markdown differs from the source"]
    assert reasons("1. Ajuda") == ["its numbers are 1; expected those of the source"]


@pytest.mark.parametrize("form", ["po", "xliff"])
def test_all_but_what_is_refused_is_imported_on_request(form: str, limited: Path) -> None:
    bad = {key: text for tag, key, text, _ in REASONS.values() if tag == "pt"}
    file = limited.parent / f"pt.{form}"
    translate(file, bad | GOOD)
    before = contents(limited)
    result = run(limited, "import", file)
    assert (result.code, contents(limited)) == (1, before)
    result = done(limited, "import", file, "--skip-refused")
    assert all(f'unit "{key}"' in result.err for key in bad)
    assert "pt: 1 unit imported" in result.out
    assert unit(limited, "page.areas.title").texts["pt"] == GOOD["page.areas.title"]
    changed = {name for name, data in contents(limited).items() if data != before.get(name)}
    tools = {"translations/pt.txt", "translations/memory/pt.txt"}
    assert changed == {"docs/pt/areas.md", *tools}


def _written(site: Path, old: str, new: str) -> CommandResult:
    """Import the Portuguese PO file with ``old`` replaced."""
    file = exported(site, "pt", "po")
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    before = contents(site)
    result = run(site, "import", file)
    assert (result.code, contents(site)) == (1, before)
    check_section(UNITS, repr(new), result.err)
    return result


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("areas.training.titel", 'Did you mean "areas.training.title"?'),
        ("../../../etc/passwd", "Export the file again."),
        ("page.../../etc/passwd#title", "hint: "),
        ("__class__", "Export the file again."),
    ],
)
def test_a_unit_that_does_not_exist_is_refused(key: str, hint: str, site: Path) -> None:
    unit = 'msgctxt "areas.training.title"\nmsgid "Training'
    result = _written(site, unit, f'msgctxt "{key}"\nmsgid "Any training')
    assert f'unit "{key}": unknown key' in result.err
    assert hint in result.err


def test_a_duplicate_unit_is_refused(site: Path) -> None:
    result = _written(site, '"areas.training.title"', '"site.name"')
    assert 'duplicate unit "site.name" (first on line' in result.err


def test_a_control_character_is_refused(site: Path) -> None:
    result = _written(site, 'msgstr "Formação"', 'msgstr "Form\x07ação"')
    assert (
        'the unit "areas.training.title" contains the invisible control character U+0007'
        in result.err
    )


@pytest.mark.slow
def test_what_is_imported_passes_the_check(site: Path) -> None:
    """Whatever YAML or Markdown might make of it: a text is a text."""
    odd = [
        "*a",
        "& b",
        "!!python/name:os",
        "- c",
        "d: e #f",
        "'g",
        '"h',
        "@i",
        "%j",
        "null",
        "~",
        "yes",
        "|",
    ]
    for text in odd:
        file = exported(site, "pt", "po")
        translate(file, {"site.name": text, "page.areas.title": f"{text}?"})
        result = run(site, "import", file)
        assert result.code == 0 or "its Markdown differs" in result.err
        if result.code == 0:
            assert unit(site, "site.name").texts["pt"] == text
            assert unit(site, "page.areas.title").texts["pt"] == f"{text}?"
            assert not load_any(site).rejected_ids
            assert run(site, "check").out.count("error") <= result.err.count("error")
