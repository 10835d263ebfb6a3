"""What people really type and paste is taken as they mean it, and a likely slip is asked back."""

from __future__ import annotations

import pytest

from brochure.site.site import Site
from brochure.text import entered
from intake.journey.slips import likely_address
from intake.storage import listing
from tests.intake.answers import answers, different, field_id, on_page
from tests.intake.pages import words
from tests.intake.serving import RunningIntake


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+223 20 22 00 00 poste 12", "+223 20 22 00 00 poste 12"),
        ("٠٠٢٠٢١٢٣٤٥٦٧٨", "00202123456780"[:13]),
        ("۰۰۹۸۲۱۱۲۳۴۵۶", "009821123456"),
    ],
)
def test_telephone_numbers_are_kept_in_digits_that_can_be_dialled(
    site: Site, typed: str, kept: str
) -> None:
    name = field_id(site, "telephone")
    assert answers(site, different(site, telephone=typed))[name] == (kept,)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("First\x0bsecond\x0cthird", "First\nsecond\nthird"),  # breaks within Word's paragraphs
        ("\uf0b7\tone\r\n\uf0a7\ttwo", "•\tone\n•\ttwo"),  # its bullets
        ("co\xadoperation", "cooperation"),  # what it would hyphenate
        ("“Quoted” – and… ’s", "“Quoted” – and… ’s"),
        ("a\u200b\u2060\ufeffb", "ab"),
        ("می\u200cروم", "می\u200cروم"),  # Persian needs it
        ("👩\u200d🌾", "👩\u200d🌾"),
    ],
)
def test_text_from_word_keeps_its_lines_and_signs(typed: str, kept: str) -> None:
    assert entered.clean(typed, lines=True) == kept


NOTHING = [
    "\u200b",
    "\u200d\u200c",
    "\u2800",
    "\u3164",
    "\xad",
    "\u0301",
    "\xa0\u3000",
    "\ufe0f",
    "\u2063",
]


@pytest.mark.parametrize("typed", NOTHING)
@pytest.mark.parametrize("lines", [True, False])
def test_what_cannot_be_seen_is_no_answer(typed: str, *, lines: bool) -> None:
    assert entered.clean(f" {typed}\n{typed}", lines=lines) == ""


def test_a_name_of_one_letter_and_an_institution_of_200_are_answers(
    running: RunningIntake, site: Site
) -> None:
    long = "Ministère de l’Intérieur, " * 10
    walker = running.send(different(site, line="Ö", institution=long[:200]))
    assert "/receipt/" in walker.place
    assert long[:200].strip() in words(walker.page)


SLIPS = {
    "ana@gmail.con": "ana@gmail.com",
    "ana@gmial.com": "ana@gmail.com",
    "ana@gmai.com": "ana@gmail.com",
    "ana@gmaill.com": "ana@gmail.com",
    "ana@hotnail.fr": "ana@hotmail.fr",
    "ana@Yahoo.FRR": "ana@yahoo.fr",
    "ana@ministry.ogr": "ana@ministry.org",
    "ana@interieur.gov.con": "ana@interieur.gov.com",
}


@pytest.mark.parametrize(("typed", "meant"), SLIPS.items())
def test_a_likely_slip_is_recognised(typed: str, meant: str) -> None:
    assert likely_address(typed) == meant


@pytest.mark.parametrize(
    "address",
    [
        *("ana@gmail.com", "ana@mail.com", "ana@example.org", "ana@interieur.gouv.ml"),
        *("ana@gmx.at", "ana@yahoo.it", "ana@hotmail.it", "ana@live.ca", "ana@orange.ci"),
        *("a@eu.int", "ana"),
        *("ana@وزارة.مصر", "ana@mae.ro", "ana@gov.gm", "ana@minint.ao", "ana@ymail.com"),
    ],
)
def test_an_address_without_one_is_left_alone(address: str) -> None:
    assert likely_address(address) == ""


@pytest.mark.parametrize("tag", ["en", "fr", "pt"])
def test_a_likely_slip_is_asked_back_once_and_then_believed(
    running: RunningIntake, site: Site, tag: str
) -> None:
    typed = different(site, sender_address="ana@gmail.con")
    walker = running.walker(tag).to_check(typed)
    name = field_id(site, "sender_address")
    for _ in range(2):  # also after a reload
        assert walker.at != "check"
        assert "ana@gmail.com" in words(walker.page)
        assert on_page(walker.page)[name] == ["ana@gmail.con"]
        walker.go(walker.at)
    walker.answer({name: ["ana@gmail.con"]})
    assert "ana@gmail.com" not in words(walker.page)
    walker.to_check(typed).send()
    (there,) = listing.list_submissions(running.service.engine)
    assert there.answers[name] == ("ana@gmail.con",)


def test_a_slip_is_not_asked_back_again_because_of_another_error(
    running: RunningIntake, site: Site
) -> None:
    typed = different(site, sender_address="ana@gmail.con", telephone="none")
    walker = running.walker().to_check(typed)
    assert "ana@gmail.com" in words(walker.page)
    step = walker.at
    walker.answer(typed)  # the telephone is still wrong
    assert walker.at == step
    assert "ana@gmail.com" not in words(walker.page)
    assert walker.to_check(different(site, sender_address="ana@gmail.con")).at == "check"


def test_a_domain_in_other_letters_is_written_to_in_those_of_mail_servers(
    running: RunningIntake, site: Site
) -> None:
    running.send(different(site, sender_address="ana@ministère.example"))
    found = {mail["kind"]: mail for mail in listing.list_mails(running.service.engine)}
    assert found["acknowledgement"]["recipient"] == "ana@xn--ministre-60a.example"
