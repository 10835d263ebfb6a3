"""Names in Latin letters stay whole in Arabic, on pages and in emails; numbers are in 0 to 9."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import pytest
from playwright.sync_api import Page as Tab

from intake.journey.submission import Submission
from intake.mail.builder import MailAddresses, MailBuilder, OutboxEntry
from tests.intake import answers
from tests.intake.pages import pages_of
from tests.languages.sites import Built, in_other_language, inside, texts
from tests.site.pages import Page

pytestmark = pytest.mark.slow  # they build sites of their own
TAG = "ar"
FSI, PDI = "\u2068", "\u2069"
# A text is split into isolates, which contain no others, and what is between them.
ISOLATE = re.compile(f"{FSI}[^{FSI}{PDI}]*{PDI}")
LATIN = re.compile(r"[^\W\d_\u0590-\u08ff]{2,}")
CONTROLS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
OTHER_DIGITS = re.compile("[\u0660-\u0669\u06f0-\u06f9]")
SPOKEN = "//@alt | //@aria-label | //@title | //@placeholder | //meta[@name='description']/@content"
# Of each name with its plus on a page: how far right of its last letter the plus begins, in pixels.
PLUS = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const left = (node, at) => {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        return range.getBoundingClientRect();
    };
    const found = [];
    while (walker.nextNode()) {
        const node = walker.currentNode;
        if (!node.parentElement.checkVisibility()) continue;
        for (const name of node.data.matchAll(/[A-Z]\\+/g)) {
            const [x, plus] = [0, 1].map(n => left(node, name.index + n));
            if (Math.abs(x.top - plus.top) < 2) found.push(plus.left - x.right);
        }
    }
    return found;
}"""
BARE = f"""() => {{
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode())
        walker.currentNode.data = walker.currentNode.data.replace(/[{FSI}{PDI}]/g, "");
}}"""


def loose(text: str) -> list[str]:
    """Return what is wrong in a text: Latin words outside of isolates, and unpaired signs."""
    between = ISOLATE.sub(" ", text)
    return LATIN.findall(between) + [hex(ord(sign)) for sign in CONTROLS.findall(between)]


def loose_on(page: Page) -> list[str]:
    """Return the Latin words that a page shows outside of isolates, and unpaired signs."""
    found = []
    for element, text in texts(page.root):
        if in_other_language(element, TAG) or inside(element, "self::bdi"):
            continue
        found += loose(text)
    return found


def written(built: Built, tag: str) -> Iterable[str]:
    """Yield the emails to the sender of an expression of interest in a language."""
    form = built.site.content.form
    assert form
    given = answers.answers(built.site, answers.good(built.site, reply_language=tag))
    for reference in ("7K3P-9QFC-H", "7222-2222-2"):
        submission = Submission(given, tag, reference=reference)
        addresses = MailAddresses(
            "team@example.org", "intake@example.org", "https://example.org/in/"
        )
        mail_builder = MailBuilder(built.site, form, pages_of(built.site).versions, addresses)
        entry = OutboxEntry(submission, "1", "acknowledgement", answers.SENDER, 0)
        mail = mail_builder.build(entry)
        yield from (mail["Subject"], mail.get_content())


def test_every_latin_name_on_an_arabic_page_is_in_an_isolate(drafted: Built) -> None:
    pages = drafted.of(TAG).values()
    assert {str(page): found for page in pages if (found := loose_on(page))} == {}
    assert all(ISOLATE.search(page.text) for page in pages)


def test_a_name_without_an_isolate_would_be_found() -> None:
    assert loose("مبادرة MIEUX+ (ICMPD)") == ["MIEUX", "ICMPD"]
    assert loose(f"مبادرة {FSI}MIEUX+") == ["MIEUX", hex(ord(FSI))]
    assert loose(f"مبادرة {FSI}MIEUX+{PDI} س") == []


def test_titles_and_spoken_attributes_of_arabic_pages_isolate_names_too(drafted: Built) -> None:
    for page in drafted.of(TAG).values():
        spoken = [*page.all(SPOKEN), page.one("//title/text()")]
        assert {text: found for text in spoken if (found := loose(text))} == {}, str(page)


def test_isolates_are_balanced_in_every_text_and_attribute_and_only_right_to_left_pages_have_any(
    drafted: Built,
) -> None:
    for page in drafted.pages.values():
        for text in page.all("//text() | //@*"):
            assert not CONTROLS.search(ISOLATE.sub("", text)), f"{page}: {text}"
    for page in drafted.of("en", "fr", "pt", "es").values():
        here = [text for element, text in texts(page.root) if not inside(element, "@dir='rtl'")]
        assert not [text for text in here if CONTROLS.search(text)], str(page)


@pytest.mark.parametrize("name", ["index", "areas", "questions", "express-interest", "404"])
def test_a_browser_shows_the_plus_of_a_name_right_of_its_last_letter(
    drafted: Built, show: Callable[[Built], Tab], name: str
) -> None:
    tab = show(drafted)
    for width in (360, 1280):
        tab.set_viewport_size({"width": width, "height": 800})
        tab.goto(drafted.pages[TAG, name].address)
        gaps = tab.evaluate(PLUS)
        assert len(gaps) >= 2
        assert all(-1 < gap < 3 for gap in gaps), gaps


def test_without_isolates_the_plus_would_be_on_the_other_side(
    drafted: Built, show: Callable[[Built], Tab]
) -> None:
    tab = show(drafted)
    tab.goto(drafted.pages[TAG, "areas"].address)
    tab.evaluate(BARE)
    assert any(gap < -10 for gap in tab.evaluate(PLUS))


def test_arabic_mails_keep_names_references_and_addresses_whole(drafted: Built) -> None:
    mails = list(written(drafted, TAG))
    assert len(mails) == 4
    for mail in mails:
        # An address that can be opened is alone in its line: a mark at its end would be part of it.
        text = re.sub(r"(?m)^https://\S+$", "", mail.replace("\r\n", "\n"))
        assert loose(text) == []
        assert not re.search(r"[\w-]*\d-[\w-]*", ISOLATE.sub(" ", text)), text
    assert not [text for text in written(drafted, "es") if CONTROLS.search(text)]


def test_numbers_and_dates_are_in_western_digits(drafted: Built) -> None:
    for page in drafted.of(TAG).values():
        assert not OTHER_DIGITS.search(page.source), str(page)
    home = drafted.pages[TAG, "index"]
    figures = [fact for fact in drafted.site.content.facts if fact.label]
    assert figures
    for fact in figures:
        assert f"{fact.value:,}" in home.text
        if fact.as_of:
            assert re.search(rf"\b0?{fact.as_of.day} \w+ {fact.as_of.year}\b", home.text)
    assert not [text for text in written(drafted, TAG) if OTHER_DIGITS.search(text)]
