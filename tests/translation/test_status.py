"""``brochure status``: what is missing, outdated and done, for people and for programs."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from brochure.files import memory_file
from brochure.files.memory_file import MemoryEntry
from brochure.site import shown_pages
from tests.brochure.sites import edit
from tests.support.golden import check_file
from tests.translation.commands import done, load_any, run, states

SUMMARY = "areas.protection.summary"


@pytest.fixture
def behind(site: Path) -> Path:
    """Return a site with a draft, in which two texts are outdated and two are missing."""
    done(site, "note")
    edit(site, "content/areas.yaml", "Help for *all* 15,000", "Help <fast> for 15,000")
    edit(site, "docs/en/areas.md", "title: Which areas?", "title: Which areas are there?")
    edit(site, "docs/fr/areas.md", "title: Quels domaines", "title: Quels sont les domaines")
    edit(site, "docs/pt/404.md", "title: Página não encontrada", "title:")
    done(site, "add-language", "es")
    return site


@pytest.fixture
def edited(behind: Path) -> Path:
    """Return a site in which an outdated text has been edited: nobody knows whether it fits."""
    edit(behind, "docs/pt/404.md", "title:", "title: Página não encontrada")
    done(behind, "note")
    edit(behind, "docs/pt/404.md", "title: Página não encontrada", "title:")
    edit(behind, "content/areas.yaml", "Ajuda para *todas* as", "Ajuda para as")
    return behind


def _entries(site: Path, *options: str) -> dict[str, dict[str, Any]]:
    (status,) = json.loads(done(site, "status", "--format", "json", *options).out)
    return {entry["key"]: entry for entry in status["entries"]}


def _links(site: Path, *options: str) -> dict[str, set[str]]:
    """Return the addresses to which the page links, by the key of the unit."""
    page = done(site, "status", "--format", "html", *options).out
    units = re.findall(r'<li class="unit[^>]* id="[^".]+\.([^"]+)">(.*?)</li>', page, re.DOTALL)
    return {key: set(re.findall(r'href="([^#"][^"]*)"', text)) for key, text in units}


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_the_status_is_shown_word_for_word_and_number_for_number(form: str, behind: Path) -> None:
    shown = done(behind, "status", "--format", form, "--language", "pt").out
    today = load_any(behind).today.isoformat()
    check_file(Path(__file__).with_name(f"status.{form}"), shown.replace(today, "TODAY"))


def test_the_text_names_languages_units_places_and_differences(behind: Path) -> None:
    output = done(behind, "status").out
    head, *rows = output.splitlines()[:4]
    assert re.split(" {2,}", head.strip()) == ["missing", "outdated", "needs review", "done"]
    assert [row.split()[:2] for row in rows] == [
        ["fr", "French"],
        ["pt", "Portuguese"],
        ["es", "Spanish"],
    ]
    assert "(draft)" in rows[2]
    assert re.split(r"  +", rows[1])[1:] == ["1 · 3 w", "2 · 11 w", "0 · 0 w", "29 · 123 w"]
    assert f"  outdated     {SUMMARY}  content/areas.yaml:8:7  7 w\n" in output
    assert "Help {+<fast> +}for[- *all*-] 15,000 people, see" in output
    assert "Which areas{+ are there+}?" in output
    missing = "  missing      page.404.title  docs/pt/404.md:2:1  3 w\n"
    assert f"{missing}               Page not found\n" in output
    assert output.endswith("\n2 units are outdated in fr, pt, about 11 words.\n")


def test_numbers_are_those_of_the_texts(behind: Path) -> None:
    languages = json.loads(done(behind, "status", "--format", "json").out)
    loaded = load_any(behind)
    how = states(behind)
    assert [status["language"] for status in languages] == ["fr", "pt", "es"]
    for status in languages:
        units, words = Counter[str](), Counter[str]()
        parts: dict[str, Counter[str]] = {}
        for unit in loaded.all_units:
            state = how[status["language"], unit.key]
            units[state] += 1
            words[state] += len(unit.texts["en"].split())
            parts.setdefault(unit.file, Counter())[state] += 1
        assert Counter(status["units"]) == units
        assert Counter(status["words"]) == words
        assert {part["part"]: Counter(part["units"]) for part in status["parts"]} == parts
        missing = {e["key"]: e["state"] for e in status["entries"]}
        assert missing == {
            key: state for (tag, key), state in how.items() if (tag, state) != (tag, "done")
            and tag == status["language"]
        }  # fmt: skip


def test_programs_get_the_difference_word_by_word(behind: Path) -> None:
    (fr,) = json.loads(done(behind, "status", "--format", "json", "--language", "fr").out)
    (entry,) = fr["entries"]
    assert (entry["key"], entry["path"], entry["line"]) == (SUMMARY, "content/areas.yaml", 7)
    kinds = {"same": "", "old": "", "new": ""}
    for kind, words in entry["difference"]:
        kinds[kind] += words
    assert (kinds["old"], kinds["new"]) == (" *all*", "<fast> ")
    assert "".join(w for kind, w in entry["difference"] if kind != "new") == entry["previous"]
    assert "".join(w for kind, w in entry["difference"] if kind != "old") == entry["source"]


def test_the_page_is_well_formed_and_needs_no_other_file(behind: Path) -> None:
    page = done(behind, "status", "--format", "html").out
    xml = re.sub(r"<(meta|br|input)\b([^>]*?)( checked)?>", r"<\1\2/>", page)
    xml = xml.replace("<!doctype html>", "").replace("<details open", "<details")
    root = ElementTree.fromstring(xml)  # noqa: S314 - it was made just now
    assert root.get("lang") == "en"
    assert [
        element.tag for element in root.iter() if element.tag in {"script", "link", "img"}
    ] == []
    assert not re.search(r"\b(src|action|style)=|url\(|@import", page)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    links = {a.get("href", "") for a in root.iter("a")}
    assert {"fr", "pt", "es"} < {unquote(link[1:]) for link in links if link[0] == "#"} <= set(ids)
    text = "".join(root.itertext())
    assert "2 units are outdated in fr, pt, about 11 words." in text
    assert [element.text for element in root.iter("del")][1:] == [" *all*", " *all*"]
    assert "<fast> " in {element.text for element in root.iter("ins")}
    assert "Spanish (draft)" in " ".join(text.split())


@pytest.mark.soak
def test_the_page_is_valid_html(
    edited: Path, nu_check: Callable[[Iterable[Path]], list[dict[str, Any]]]
) -> None:
    pages = []
    for number, options in enumerate(([], ["--language", "es"], ["--language", "fr"])):
        page = edited.parent / f"{number}.html"
        page.write_text(done(edited, "status", "--format", "html", *options).out, encoding="utf-8")
        pages.append(page)
    assert nu_check(pages) == []


def test_where_nothing_is_outdated_it_reports_that(site: Path) -> None:
    end = "\n\nNothing is outdated or needs review.\n"
    assert done(site, "status").out.endswith(end)
    page = done(site, "status", "--format", "html").out
    assert page.count("<p>Everything is done.</p>") == 2


def test_each_unit_links_to_its_file_and_line_and_to_the_page_where_readers_see_it(
    behind: Path,
) -> None:
    links = _links(behind, "--language", "pt")
    assert links["page.areas.title"] == {"docs/pt/areas.md#L2", "https://example.org/pt/areas/"}
    assert links["page.404.title"] == {"docs/pt/404.md#L2", "https://example.org/pt/404.html"}
    assert links[SUMMARY] == {"content/areas.yaml#L8"}  # no build has told its page


def test_a_build_tells_the_pages_of_texts(behind: Path) -> None:
    site = load_any(behind)
    shutil.rmtree(behind / ".cache", ignore_errors=True)
    shown_pages.write(site, {("pt", "index"): {("pt", SUMMARY)}, ("pt", "404"): {("pt", SUMMARY)}})
    address = "https://example.org/pt/#:~:text=Ajuda%20para"
    assert _links(behind, "--language", "pt")[SUMMARY] == {"content/areas.yaml#L8", address}
    (behind / shown_pages.FILE).write_text("[")
    assert _links(behind, "--language", "pt")[SUMMARY] == {"content/areas.yaml#L8"}


def test_the_page_of_a_draft_is_that_of_the_default_language_but_in_a_preview(site: Path) -> None:
    done(site, "add-language", "es")
    assert "https://example.org/#who" in _links(site)["page.index#who"]
    for base in ("http://127.0.0.1:8000", "http://127.0.0.1:8000/"):
        preview = _links(site, "--base", base)
        assert "http://127.0.0.1:8000/es/#who" in preview["page.index#who"]


def test_files_open_for_editing_where_the_project_tells_how(behind: Path) -> None:
    edit_url = "https://code.example/harbour/edit/main/"
    edit(behind, "content/site.yaml", "  url: ", f"  edit_url: {edit_url}\n  url: ")
    assert f"{edit_url}content/areas.yaml#L8" in _links(behind, "--language", "pt")[SUMMARY]


def test_each_unit_tells_who_can_do_what_next(edited: Path) -> None:
    version = load_any(edited).version("pt", SUMMARY)
    line = f"- pt {SUMMARY} {version}"
    entries = _entries(edited, "--language", "pt")
    steps = {
        key: [(step["who"], step["code"]) for step in entry["next"]]
        for key, entry in entries.items()
    }
    assert entries[SUMMARY]["state"] == "review"
    assert steps[SUMMARY] == [
        ("Reviewer", line),
        ("Reviewer", f"brochure confirm {SUMMARY} --language pt"),
        ("Reviewer", ""),
    ]
    assert [who for who, _ in steps["page.areas.title"]] == ["Translator", "Reviewer", "Reviewer"]
    assert steps["page.404.title"] == [("Translator", "")]
    assert line in done(edited, "status").out
    (edited / "translations/confirm.yaml").write_text(f"{line}\n", encoding="utf-8")
    assert SUMMARY not in _entries(edited, "--language", "pt")


def test_what_blocks_publication_is_marked(behind: Path) -> None:
    def marked() -> set[str]:
        entries = _entries(behind, "--language", "pt").items()
        return {key for key, entry in entries if entry["blocks"]}

    assert marked() == {"page.404.title"}
    settings = behind / "content/translation.yaml"
    settings.write_text(f"translation:\n  binding: [{SUMMARY}]\n", encoding="utf-8")
    assert marked() == {"page.404.title", SUMMARY}
    page = done(behind, "status", "--format", "html", "--language", "pt").out
    assert "2 texts block publication: the site cannot be published until they are done." in page
    draft = done(behind, "status", "--format", "html", "--language", "es").out
    assert "brochure publish-language es" in draft
    assert "block publication:" not in draft


def test_the_memory_suggests_what_the_same_text_or_one_like_it_was_translated_as(
    behind: Path,
) -> None:
    memory = behind / memory_file.name("pt")
    memory.parent.mkdir(exist_ok=True)
    entries = [
        MemoryEntry("Page was not found", "A página não foi encontrada"),
        MemoryEntry("Who we are", "Quem somos"),
        MemoryEntry("Which areas are there?", "Que áreas há?"),
    ]
    memory.write_text(memory_file.extended("", entries), encoding="utf-8")
    found = {
        key: entry["suggestion"]
        and (entry["suggestion"]["translation"], entry["suggestion"]["quality"])
        for key, entry in _entries(behind, "--language", "pt").items()
    }
    assert found == {
        SUMMARY: None,
        "page.404.title": ("A página não foi encontrada", 85),
        "page.areas.title": ("Que áreas há?", 100),
    }
    page = done(behind, "status", "--format", "html", "--language", "pt").out
    assert "Que áreas há?" in page
    edit(behind, "docs/pt/areas.md", "title: Que áreas?", "title: Que áreas há?")
    assert "page.areas.title" not in _entries(behind, "--language", "pt")


def test_the_last_line_counts_what_is_outdated_and_what_needs_a_review(edited: Path) -> None:
    def last_line(*options: str) -> str:
        return done(edited, "status", *options).out.splitlines()[-1]

    assert last_line() == "2 units are outdated and 1 needs review in fr, pt, about 11 words."
    pt = "1 unit is outdated and 1 needs review in pt, about 11 words."
    assert last_line("--language", "pt") == pt
    done(edited, "confirm", "page.areas.title", "--language", "pt")
    assert last_line("--language", "pt") == "1 unit needs review in pt, about 7 words."


@pytest.mark.parametrize(
    ("tag", "hint"),
    [
        ("pl", "Choose one of these: fr, pt"),
        ("ptt", 'Did you mean "pt"?'),
        ("en", "Choose one of these: fr, pt"),
        ("", "Choose one of these: fr, pt"),
    ],
)
def test_an_unknown_language_is_rejected(tag: str, hint: str, site: Path) -> None:
    result = run(site, "status", "--language", tag)
    assert (result.code, result.out) == (1, "")
    assert f'unknown language "{tag}"' in result.err
    assert hint in result.err


def test_only_the_language_that_was_asked_for_is_shown(behind: Path) -> None:
    output = done(behind, "status", "--language", "pt").out
    assert "French" not in output
    assert "pt · docs/404.md" in output


def test_the_keys_of_all_units_can_be_listed(site: Path) -> None:
    keys = done(site, "status", "--keys").out.splitlines()
    assert keys == [unit.key for unit in load_any(site).all_units]
    assert {"site.name", SUMMARY, "page.index#who", "page.index.lead"} <= set(keys)
    assert len(set(keys)) == len(keys)


def test_it_states_how_much_of_the_missing_was_translated_before(behind: Path) -> None:
    edit(behind, "docs/fr/404.md", "title: Page introuvable", "title:")
    edit(behind, "docs/fr/areas.md", "Voici les domaines.", "")
    edit(behind, "docs/en/areas.md", "These are the areas.", "Here are the areas.")
    line = "fr: the translation memory has 1 of 2 missing units, 3 of 7 words.\n"
    assert line in done(behind, "status").out
    languages = json.loads(done(behind, "status", "--format", "json").out)
    assert {status["language"]: status["memory"] for status in languages} == {
        "fr": {"units": 1, "words": 3},
        "pt": {"units": 1, "words": 3},
        "es": {"units": 0, "words": 0},
    }
    page = done(behind, "status", "--format", "html").out
    assert "<p>The translation memory has 1 of 2 missing units, 3 of 7 words.</p>" in page


def test_content_with_errors_is_surveyed_with_a_warning(behind: Path) -> None:
    edit(behind, "content/facts.yaml", "format: year", "format: yaer")
    result = done(behind, "status")
    assert result.err.startswith("Warning: the content has 1 error")
