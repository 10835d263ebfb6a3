"""Languages of which the search's core knows less, and the index of each, which names no other."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from brochure.files import search_index
from brochure.files.search_index import SearchablePage
from tests.site.pages import TAGS
from tests.support import depth

TEXTS = {
    "ja": {
        "one": "<h1>移民政策の専門家</h1><h2 id='tokyo'>研修</h2><p>東京都の研修を行います。</p>",
        "two": "<h1>京都</h1><p>各国の行政機関を結びつけます。門は家の前です。</p>",
    },
    "th": {
        "one": "<h1>ความช่วยเหลือ</h1><p>การย้ายถิ่นสำหรับหน่วยงานของรัฐ</p>",
        "two": "<h1>ประเทศ</h1><p>การฝึกอบรมผู้เชี่ยวชาญ</p>",
    },
    "mt": {
        "one": "<h1>Il-programm</h1><p>Jgħin lill-pajjiżi sħab, l-għajnuna teknika.</p>",
        "two": "<h1>Mistoqsijiet</h1><p>X’inhuma l-kundizzjonijiet?</p>",
    },
}


@pytest.fixture(scope="module")
def others(
    tmp_path_factory: pytest.TempPathFactory, built_site: Path, serve_folder: Callable[[Path], str]
) -> str:
    """Serve the page of the search in languages of a test programme."""
    folder = tmp_path_factory.mktemp("others")
    searched = [
        SearchablePage(tag, f"{tag}/{name}/", html)
        for tag, texts in TEXTS.items()
        for name, html in texts.items()
    ]
    made = search_index.make(searched)
    source = (built_site / "search/index.html").read_text(encoding="utf-8")
    for tag in TEXTS:
        page = source.replace('<html lang="en"', f'<html lang="{tag}"')
        page = page.replace("assets/search/en/", f"../assets/search/{tag}/")
        page = page.replace("../../assets/search/", "../../assets/search/")
        made[f"{tag}/search/index.html"] = page.replace('"../assets/', '"../../assets/').encode()
    made["assets/search.js"] = (built_site / "assets/search.js").read_bytes()
    for name, data in made.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return serve_folder(folder)


CASES = [
    ("ja", "東京", ["one"]),
    ("ja", "専門家", ["one"]),
    ("ja", "家門", []),
    ("ja", "研修", ["one"]),
    ("ja", "行政機関", ["two"]),
    ("th", "ช่วยเหลือ", ["one"]),
    ("th", "หน่วยงาน", ["one"]),
    ("th", "ฝึกอบรม", ["two"]),
    ("th", "งานหน่วย", []),
    ("mt", "pajjizi", ["one"]),
    ("mt", "għajnuna", ["one"]),
    ("mt", "inhuma", ["two"]),
    ("mt", "inwiegħed", []),
]


@pytest.mark.parametrize(("tag", "words", "expected"), depth.some(CASES[::4], CASES))
def test_a_language_without_stemmer_or_without_spaces_is_searched_as_well(
    browser: Browser, others: str, tag: str, words: str, expected: list[str]
) -> None:
    tab = browser.new_page()
    tab.goto(f"{others}/{tag}/search/?q={words}")
    expect(tab.locator("#status")).not_to_be_empty()
    links = tab.locator(".found h2 a").evaluate_all("all => all.map(a => a.pathname)")
    assert [str(path).split("/")[2] for path in links] == expected
    shown = tab.locator(".found").inner_text() if expected else ""
    assert "\u2060" not in shown
    if tag == "ja" and expected:
        assert words in shown
    tab.close()


def test_the_index_of_a_language_names_no_other(built_site: Path) -> None:
    folders = sorted((built_site / search_index.FOLDER).glob("*/"))
    assert [folder.name for folder in folders if folder.is_dir()] == sorted(TAGS)
    for tag in TAGS:
        folder = built_site / search_index.folder(tag)
        entry = json.loads((folder / search_index.ENTRY).read_bytes())
        assert list(entry["languages"]) == [tag]
