"""What numbers and names cannot be, through the analyzer; what they may be stays."""

from __future__ import annotations

import pytest
import spacy
from presidio_analyzer import RecognizerResult

from spacy_pii.components.mixed_scripts import latin_stretches
from spacy_pii.components.patterns.plausible import plausible
from spacy_pii.presidio import create_analyzer


def marked(text: str, label: str) -> RecognizerResult | None:
    """What becomes of a result for the part of the text in square brackets."""
    start, end = text.index("["), text.index("]") - 1
    return plausible(text.replace("[", "").replace("]", ""), RecognizerResult(label, start, end, 0.5))


@pytest.mark.parametrize("label", ["PHONE_NUMBER", "CREDIT_CARD", "BANK_ACCOUNT", "US_SSN"])
@pytest.mark.parametrize(
    "text", ["loss [0.8473625142]", "pi = 3.[141592653589793238]", "[0.0002512345], next", "x=[-1.234567e-05]"]
)
def test_decimal_fractions_are_no_numbers_of_people(text, label):
    assert marked(text, label) is None


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("call [212.555.0134]", "PHONE_NUMBER"),
        ("call [212.5550134]", "PHONE_NUMBER"),
        ("[52.5200066], 13.404954", "COORDINATES"),
        ("v[1.2.345678]", "PHONE_NUMBER"),
        ("user [john_doe]", "USERNAME"),
        ("[_ghost_] wrote", "USERNAME"),
    ],
)
def test_what_may_be_personal_stays_as_it_is(text, label):
    result = marked(text, label)
    assert (result.start, result.entity_type) == (text.index("["), label)


def test_the_end_of_an_identifier_is_no_user_name():
    assert marked("...probe[_virtual_link]: slot", "USERNAME") is None


@pytest.mark.parametrize("label", ["PHONE_NUMBER", "US_SSN"])
def test_letters_that_are_glued_to_a_number_are_no_part_of_it(label):
    result = marked("row [data630-555-0142]", label)
    assert (result.start, result.entity_type) == (len("row data"), "PHONE_NUMBER")


@pytest.fixture(scope="module")
def analyzer():
    return create_analyzer(spacy.blank("en"))


def phones(analyzer, text):
    return [text[r.start : r.end] for r in analyzer.analyze(text, "en") if r.entity_type == "PHONE_NUMBER"]


@pytest.mark.parametrize(
    "text",
    ["created_at=1700000000", "part no 49927398716", "max_bytes = 2073741824", "ratio 0.8473625142", "ddd-527-\\dddd"],
)
def test_bare_runs_of_digits_are_no_phones_without_a_word_for_one(analyzer, text):
    assert phones(analyzer, text) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("my phone:(425) 555-0134 thanks", "(425) 555-0134"),
        ("row data630-555-0142", "630-555-0142"),
        ("phone 4155550134", "4155550134"),
        ("Ring me:+1 630 555 0142.", "+1 630 555 0142"),
    ],
)
def test_phones_are_found_beside_a_word_or_grouped_even_if_glued(analyzer, text, number):
    assert phones(analyzer, text) == [number]


def test_latin_stretches_are_those_with_a_capital_in_a_text_of_two_scripts():
    text = "担当の Dana Whitlock です。電話は tel です。"
    assert [text[start:end] for start, end in latin_stretches(text)] == ["Dana Whitlock"]
    assert latin_stretches("Dana Whitlock, naïve café") == []


MIXED = "担当の Dana Whitlock です。電話は 212-555-0134 です。"


def test_a_latin_name_inside_another_script_is_found_exactly():
    results = create_analyzer("en_pii_md").analyze(MIXED, "en")
    assert {(r.entity_type, MIXED[r.start : r.end]) for r in results} == {
        ("PERSON", "Dana Whitlock"),
        ("PHONE_NUMBER", "212-555-0134"),
    }


def test_the_fast_model_masks_a_latin_name_inside_another_script_with_what_stands_around_it():
    found = {r.entity_type: MIXED[r.start : r.end] for r in create_analyzer("en_pii_sm").analyze(MIXED, "en")}
    assert "Dana Whitlock" in found.pop("PERSON")
    assert found == {"PHONE_NUMBER": "212-555-0134"}
