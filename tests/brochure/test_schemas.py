"""The schemas that editors read are up to date, valid, and fit for the files that name them."""

from __future__ import annotations

import datetime
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from brochure.files import icons
from brochure.files.yaml_reader import read_yaml
from brochure.schema import Content
from brochure.schema.json_schema import ICONS, Completions, render, schemas
from brochure.site.loader import load
from tests.brochure.sites import GOOD

ROOT = Path(__file__).parents[2]
FILES = sorted(ROOT.glob("content/**/*.yaml"))
KNOWN = Completions(("areas", "index"), ("material/airplane",))
SCHEMAS = schemas(("en", "fr", "pt"), KNOWN)
REGISTRY = Registry().with_resource(f"{ICONS}.json", Resource.from_contents(SCHEMAS[ICONS]))


def _plain(data: Any) -> Any:
    """Return data as JSON has it."""
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, tuple):
        return list(map(_plain, data))
    return data.isoformat() if isinstance(data, datetime.date) else data


def _stem(path: Path) -> str:
    """Return the name of a content file's schema; all files of a folder have the same one."""
    return path.stem if path.parent.name == "content" else path.parent.name


def _complaints(stem: str, path: Path) -> list[str]:
    validator = Draft202012Validator(
        SCHEMAS[stem], format_checker=FormatChecker(), registry=REGISTRY
    )
    data = _plain(read_yaml(path, path.name).data)
    return [error.message for error in validator.iter_errors(data)]


def test_the_committed_schemas_are_those_that_the_models_make(root: Path) -> None:
    """After a change of models run ``brochure schemas``; pages may have come or gone since."""
    site, _ = load(root)
    assert site is not None
    committed = {
        path.name: path.read_text(encoding="utf-8") for path in root.glob("content/schemas/*")
    }
    pages = json.loads(committed["navigation.json"])
    pages = pages["$defs"]["NavigationItem"]["properties"]["page"]["anyOf"][0]["enum"]
    made = schemas(site.authored, Completions(tuple(pages), icons.offered(root)))
    assert committed == {f"{stem}.json": render(schema) for stem, schema in made.items()}


@pytest.mark.parametrize("stem", Content.model_fields)
def test_each_schema_is_one_of_draft_2020_12(stem: str) -> None:
    assert SCHEMAS[stem]["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(SCHEMAS[stem])


@pytest.mark.parametrize("stem", Content.model_fields)
def test_each_schema_is_complete_in_itself(stem: str) -> None:
    """All that it refers to is in it, and nothing that it does not refer to."""
    text = render(SCHEMAS[stem])
    assert set(re.findall(r'"#/\$defs/(\w+)"', text)) == set(SCHEMAS[stem]["$defs"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_file_of_content_fits_its_schema(path: Path) -> None:
    assert not _complaints(_stem(path), path)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_file_of_content_names_its_schema_and_states_its_purpose(path: Path) -> None:
    first, *others = path.read_text(encoding="utf-8").splitlines()
    comments = others[: next(n for n, line in enumerate(others) if not line.startswith("# "))]
    folder = os.path.relpath(ROOT / "content/schemas", path.parent)
    assert first == f"# yaml-language-server: $schema={folder}/{_stem(path)}.json"
    assert 2 <= len(comments) <= 6


@pytest.mark.parametrize("path", sorted(GOOD.glob("content/**/*.yaml")), ids=lambda path: path.name)
def test_each_file_of_the_good_site_fits_its_schema(path: Path) -> None:
    assert not _complaints(_stem(path), path)


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("{id: a, answer: {en: a, fr: b, pt: c}}", "'question' is a required property"),
        ("{id: A, question: {en: a, fr: b, pt: c}, answer: {en: a, fr: b, pt: c}}", "'A' does"),
        ("{id: a, question: {en: a, fr: b}, answer: {en: a, fr: b, pt: c}}", "'pt' is a required"),
        ("{id: a, question: {en: 1, fr: b, pt: c}, answer: {en: a, fr: b, pt: c}}", "1 is not of"),
        ("{id: a, question: {en: a, fr: b, pt: c, es: d}, answer: {en: a, fr: b, pt: c}}", "'es'"),
        ("{id: a, x: 1, question: {en: a, fr: b, pt: c}, answer: {en: a, fr: b, pt: c}}", "'x'"),
    ],
)
def test_an_editor_underlines_what_does_not_fit(
    tmp_path: Path, written: str, complaint: str
) -> None:
    path = tmp_path / "faq.yaml"
    path.write_text(f"faq:\n  - {written}\n", encoding="utf-8")
    assert any(complaint in found for found in _complaints("faq", path))


@pytest.mark.parametrize(
    ("stem", "record", "key", "offered"),
    [
        ("navigation", "NavigationItem", "page", "areas"),
        ("news", "", "link", "areas.md"),
        ("redirects", "", "redirects", "areas.md"),
        ("areas", "Area", "icon", "icons.json"),
        ("eligibility", "CountryCode", "", "SN"),
    ],
)
def test_editors_offer_pages_icons_and_countries(
    stem: str, record: str, key: str, offered: str
) -> None:
    schema = SCHEMAS[stem]["$defs"][record] if record else SCHEMAS[stem]
    assert f'"{offered}"' in render(schema["properties"][key] if key else schema)


@pytest.mark.parametrize(
    ("stem", "written", "is_right"),
    [
        ("redirects", "redirects: {old: a-page-that-is-new.md}", True),
        ("areas", "areas: [{id: a, icon: simple/github, title: T, summary: T, topics: []}]", True),
        ("areas", "areas: [{id: a, icon: AIR, title: T, summary: T, topics: []}]", False),
        ("eligibility", "eligibility: {O, regions: [{id: a, title: T, countries: [SN]}]}", True),
        ("eligibility", "eligibility: {O, regions: [{id: a, title: T, countries: [XQ]}]}", False),
    ],
)
def test_an_editor_accepts_what_is_not_offered_but_may_exist(
    tmp_path: Path, stem: str, written: str, *, is_right: bool
) -> None:
    path = tmp_path / f"{stem}.yaml"
    written = written.replace("T", "{en: a, fr: b, pt: c}")
    written = written.replace("O", "institutions: [], conditions: []")
    path.write_text(written, encoding="utf-8")
    named = [c for c in _complaints(stem, path) if re.search("AIR|XQ|github|new|SN", c)]
    assert is_right == (not named)


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("{colours: {light: {link: blue}}}", "'blue' does not match"),
        ("{colours: {dark: {lnk: '#003399'}}}", "'lnk' was unexpected"),
        ("{logo: {file: logo.jpg}}", "'logo.jpg' does not match"),
        ("{emblems: [{id: a}]}", "'name' is a required property"),
    ],
)
def test_an_editor_underlines_what_does_not_fit_an_identity(
    tmp_path: Path, written: str, complaint: str
) -> None:
    path = tmp_path / "identity.yaml"
    path.write_text(f"identity: {written}\n", encoding="utf-8")
    validator = Draft202012Validator(SCHEMAS["identity"], format_checker=FormatChecker())
    found = validator.iter_errors(_plain(read_yaml(path, path.name).data))
    messages = [e.message for error in found for e in (error, *(error.context or ()))]
    assert any(complaint in message for message in messages), messages


def test_every_key_is_described_where_an_editor_shows_it() -> None:
    missing = [
        f"{stem}: {name}.{key}"
        for stem, schema in SCHEMAS.items()
        for name, record in schema.get("$defs", {}).items()
        for key, value in record.get("properties", {}).items()
        if not re.search(r'"(description|\$ref)":', render(value))
    ]
    assert not missing
