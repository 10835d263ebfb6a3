"""What is entered in the form is cleaned and validated, field by field, as form.yaml defines it."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.schema import Condition, Form, FormField
from brochure.site import form_answers
from brochure.site.form_answers import FieldError
from brochure.site.site import Site
from brochure.text import entered as entered_text
from intake.journey.draft import Draft
from intake.journey.form_version import FormVersion
from intake.journey.journey import Journey
from tests.intake.answers import answers, field_id, good

anything = st.dictionaries(st.text(), st.lists(st.text(), max_size=3))


def errors(site: Site, **changes: str | list[str]) -> list[FieldError]:
    """Return the errors in good answers after some changes."""
    assert site.content.form
    found = answers(site, good(site, **changes))
    return form_answers.validate(site, form_answers.asked(site.content.form, found), found)


def _fields(form: Form, *types: str) -> list[FormField]:
    found = [field for field in form_answers.fields(form) if field.type in types]
    assert found
    return found


def test_good_answers_have_no_errors(site: Site) -> None:
    assert errors(site) == []


def test_a_question_that_was_not_answered_has_an_empty_answer(form: Form) -> None:
    sender = next(field for field in form_answers.fields(form) if field.role == "sender-address")
    assert form_answers.answer_to(form, "sender-address", {}) == ""
    assert form_answers.answer_to(form, "sender-address", {sender.id: ()}) == ""


def test_a_required_question_must_be_answered(site: Site, form: Form) -> None:
    required = [field.id for field in form_answers.fields(form) if field.required]
    assert required
    for name in required:
        for nothing in ("", " \t\r\n", "\u200e\x00"):
            assert FieldError(name, "missing") in errors(site, **{name: nothing})


def test_every_missing_answer_is_reported_in_the_order_of_the_form(site: Site, form: Form) -> None:
    missing = form_answers.validate(site, form_answers.asked(form, {}), {})
    required = [field for field in form_answers.asked(form, {}) if field.required]
    assert missing == [FieldError(field.id, "missing") for field in required]


def test_a_question_is_asked_only_if_the_other_is_answered_so(site: Site, form: Form) -> None:
    dependent = [field for field in form_answers.fields(form) if field.asked_if]
    assert dependent
    for field in dependent:
        assert field.asked_if
        other = next(f for f in form_answers.fields(form) if f.id == field.asked_if.field)
        for value in form_answers.values(site, other):
            found = errors(site, **{other.id: value, field.id: ""})
            required = value in field.asked_if.values and field.required
            assert (FieldError(field.id, "missing") in found) == required, (field.id, value)
            kept = answers(site, good(site, **{other.id: value}))
            assert (field.id in kept) == (value in field.asked_if.values)


def test_only_the_offered_choices_are_accepted(site: Site, form: Form) -> None:
    for field in _fields(form, "radios", "checkboxes", "country"):
        for wrong in ("nothing-like-it", "<script>", "XX"):
            assert errors(site, **{field.id: wrong}) == [FieldError(field.id, "invalid")]
        for value in form_answers.values(site, field):
            assert FieldError(field.id, "invalid") not in errors(site, **{field.id: value})


def test_a_country_is_chosen_even_if_the_form_has_no_other_option(site: Site, form: Form) -> None:
    chosen = [field for field in form_answers.fields(form) if form_answers.values(site, field)]
    assert chosen == list(filter(form_answers.has_choices, form_answers.fields(form)))
    (country,) = _fields(form, "country")
    bare = country.model_copy(
        update={"options": (), "asked_if": Condition(field="gone", values=("a",))}
    )
    assert form_answers.has_choices(bare)
    alone = form.model_copy(
        update={"steps": (form.steps[0].model_copy(update={"fields": (bare,)}),)}
    )
    way = Journey(site, alone, FormVersion.of(site, alone))
    assert not way.dropped(Draft("en", {bare.id: ("SN",)}))


def test_one_wrong_choice_among_right_ones_is_rejected(site: Site, form: Form) -> None:
    for field in _fields(form, "checkboxes"):
        mixed = [*form_answers.values(site, field), "nothing-like-it"]
        assert errors(site, **{field.id: mixed}) == [FieldError(field.id, "invalid")]


def test_length_is_counted_in_characters_not_bytes(site: Site, form: Form) -> None:
    for field in _fields(form, "text", "textarea"):
        for character in ("a", "é", "漢", "💡"):
            longest = character * field.max_length
            assert errors(site, **{field.id: longest}) == []
            longer = errors(site, **{field.id: longest + character})
            assert longer == [FieldError(field.id, "too-long")]


def test_length_is_counted_after_cleaning_as_browsers_send_lines_and_accents(
    site: Site, form: Form
) -> None:
    for field in _fields(form, "textarea"):
        assert errors(site, **{field.id: "a" + "\r\n" * (field.max_length - 2) + "b"}) == []
        loose = unicodedata.normalize("NFD", "é" * field.max_length)
        assert errors(site, **{field.id: loose}) == []


@pytest.mark.parametrize(
    "address",
    [
        *("a@b.org", "ana.sousa+eu@mail.example.org", "o'hara@example.org"),
        *("x" * 64 + "@example.org", "a@é.org", "ana@ministère.example", "ana@وزارة.مصر"),
        *("ana@xn--mgbh0fb.example", "ana@部委.cn"),
    ],
)
def test_an_email_address_is_accepted(site: Site, address: str) -> None:
    assert errors(site, sender_address=address) == []


@pytest.mark.parametrize(
    "address",
    [
        *("a", "@", "a@", "@b.org", "a@b", "a b@c.org", "a@b c.org", "a@b..org", "a@-b.org"),
        *("a@b-.org", "a@b.org.", ".a@b.org", "a.@b.org", "a..b@c.org", "a@b@c.org"),
        *("a@b.org,c@d.org", "a@b.org;c@d.org", "<a@b.org>", "Ana <a@b.org>", '"a b"@c.org'),
        *(
            "é@b.org",
            "a@é..org",
            "a@-é.org",
            "a@[127.0.0.1]",
            "a@b.org?cc=c@d.org",
            "x" * 65 + "@b.org",
        ),
        "a@" + "b" * 64 + ".org",
    ],
)
def test_anything_but_a_single_email_address_is_rejected(site: Site, address: str) -> None:
    assert errors(site, sender_address=address) == [
        FieldError(field_id(site, "sender_address"), "invalid")
    ]


NUMBERS = [
    *("+351 21 000 00 00", "00351-21-000", "(02) 555/12.34", "12345"),
    *("+223 20 22 00 00 poste 12", "+223 20220000 p. 12", "+1 202 555 0100 ext. 5"),
    *("+1 202 555 0100 x5", "+351 21 000 00 00, ramal 12", "+20 2 1234 5678 تحويلة 12"),
    *("٠٠٢٠٢١٢٣٤٥٦٧٨", "۰۰۹۸۲۱۱۲۳۴۵۶", "+966 11 123 4567 #12"),
]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_telephone_number_is_accepted(site: Site, number: str) -> None:
    assert errors(site, telephone=number) == []


@pytest.mark.parametrize(
    "number", ["1234", "ask Ana", "٠٠٣٥", "=1+1+1+1", "call Ana 12345", "12345 and ask for Ana"]
)
def test_anything_but_a_telephone_number_is_rejected(site: Site, number: str) -> None:
    assert errors(site, telephone=number) == [FieldError(field_id(site, "telephone"), "invalid")]


def test_a_question_with_one_answer_keeps_the_first(site: Site) -> None:
    found = answers(site, good(site, institution=["One", "Two"], text=["A", "B"]))
    first = (found[field_id(site, name)] for name in ("institution", "text"))
    assert list(first) == [("One",), ("A",)]


def test_the_same_box_checked_twice_is_one_answer(site: Site) -> None:
    first = site.content.areas[0].id
    assert answers(site, good(site, areas=[first, first]))[field_id(site, "areas")] == (first,)


def test_unknown_fields_are_not_answers(site: Site, form: Form) -> None:
    found = answers(site, good(site, stamp="x", more="y"))
    assert list(found) == [field.id for field in form_answers.asked(form, found)]


MARKS = "\x00\x01\x08\x1b\x7f\xad\u200b\u2060\u061c\u200e\u200f\u202a\u202e\u2066\u2069\ufeff\ud800"


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("lines", [True, False])
def test_invisible_controls_and_marks_that_reorder_text_are_removed(
    mark: str, *, lines: bool
) -> None:
    assert entered_text.clean(f"{mark}a{mark}b{mark}", lines=lines) == "ab"


def test_letters_are_normalised() -> None:
    assert entered_text.clean("Sa\u0303o", lines=False) == "São"
    assert entered_text.clean("\u0627\u0644", lines=False) == "\u0627\u0644"


def test_a_line_is_one_line_and_a_text_keeps_its_lines() -> None:
    entered = " one\r\ntwo\rthree\n\n  four\tfive\u2028six\xa0 "
    assert entered_text.clean(entered, lines=False) == "one two three four five six"
    assert entered_text.clean(entered, lines=True) == "one\ntwo\nthree\n\n  four\tfive\nsix"


@given(st.text(), st.booleans())
def test_cleaning_twice_changes_nothing_more(text: str, lines: bool) -> None:  # noqa: FBT001
    cleaned = entered_text.clean(text, lines=lines)
    assert entered_text.clean(cleaned, lines=lines) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert "\r" not in cleaned
    assert lines or len(cleaned.splitlines()) <= 1


@given(anything)
def test_reading_and_validation_never_fail_whatever_is_entered(
    site: Site, form: Form, entered: dict[str, list[str]]
) -> None:
    named = dict(
        zip((field.id for field in form_answers.fields(form)), entered.values(), strict=False)
    )
    for given_ in (entered, named, entered | named):
        fields = list(form_answers.fields(form))
        read = form_answers.read(fields, given_)
        wrong = [error.field for error in form_answers.validate(site, fields, read)]
        assert len(wrong) == len(set(wrong))
        assert set(wrong) <= set(read)


@given(st.dictionaries(st.text(), st.lists(st.text()).map(tuple)))
def test_validation_never_fails_whatever_the_answers_are(
    site: Site, form: Form, given_answers: dict[str, tuple[str, ...]]
) -> None:
    known = itertools.islice((field.id for field in form_answers.fields(form)), 3)
    some = dict.fromkeys(known, ("x",))
    for found in (given_answers, given_answers | some):
        wrong = form_answers.validate(site, form_answers.asked(form, found), found)
        assert {error.kind for error in wrong} <= {"missing", "invalid", "too-long"}
