"""What fails the check that its form calls for is doubted, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacy_pii.components.patterns.checksums import doubted
from spacy_pii.labels import ALL_LABELS

MEDICARE = "2123 45670 1"
# Published examples, with their check digits.
VALID = [
    ("CREDIT_CARD", "4111 1111 1111 1111"),
    ("IBAN_CODE", "DE89 3704 0044 0532 0130 00"),
    ("CRYPTO", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"),
    ("CRYPTO", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"),
    ("CRYPTO", "BC1QAR0SRRR7XFKVY5L643LYDNW9RE59GTZZWF5MDQ"),
    ("NATIONAL_ID", "3123 4567 8909"),
    ("NATIONAL_ID", "12345678Z"),
    ("TAX_ID", "12345678-z"),
    ("NATIONAL_ID", "X1234567L"),
    ("US_SSN", "RSSMRA85T10A562S"),
    ("TAX_ID", "RSSMRA85T10A562S"),
    ("NATIONAL_ID", "131052-308T"),
    ("NATIONAL_ID", "PESEL: 44051401359"),
    ("TAX_ID", "IT00743110157"),
    ("TAX_ID", "TFN 123 456 782"),
    ("TAX_ID", "ABN 51 824 753 556"),
    ("MEDICAL_ID", "943 476 5919"),
    ("MEDICAL_ID", "NHS no. 943-476-5919"),
    ("MEDICAL_ID", MEDICARE),
    ("MEDICAL_ID", "DEA AB1234563"),
    ("BANK_ACCOUNT", "0210-0002-1"),
    ("DEVICE_ID", "352099001761481"),
    ("DEVICE_ID", "49-015420-323751-8"),
]
# The same forms may belong to numbers without a check, or with another one.
UNCHECKED = [
    ("CREDIT_CARD", "4111 **** 1112"),
    ("NATIONAL_ID", "44051401358"),
    ("NATIONAL_ID", "880714-2547"),
    ("NATIONAL_ID", "12345678-K"),
    ("NATIONAL_ID", "1234567X"),
    ("TAX_ID", "51 824 753 557"),
    ("TAX_ID", "123 456 783"),
    ("US_SSN", "666-12-3456"),
    ("MEDICAL_ID", "943-476-5918"),
    ("MEDICAL_ID", "9434765918"),
    ("MEDICAL_ID", "AB1234564"),
    ("BANK_ACCOUNT", "021000022"),
    ("DEVICE_ID", "310150123456788"),
    ("ID", "3123 4567 8900"),
    ("CRYPTO", "0xde0b295669a9fd93d5f28d9ec85e40f4cb697bae"),
    ("CRYPTO", "3gCmbR2QW8Zp7vYd6cJxkQ9bRrT5mVnH4sLwE1uAyFoP"),
    ("VEHICLE_ID", "1M8GDM9A0KP042788"),
]


def _with_other_ending(value: str) -> str:
    """The value with its last character replaced by the next of its kind."""
    last = value[-1]
    following = {"9": "0", "z": "a", "Z": "A"}.get(last) or chr(ord(last) + 1)
    return value[:-1] + following


@pytest.mark.parametrize(("label", "value"), VALID)
def test_what_passes_its_check_keeps_its_score(label: str, value: str) -> None:
    assert doubted(label, value, 0.8, 0.0) == 0.8


@pytest.mark.parametrize(("label", "value"), [pair for pair in VALID if pair[1] != MEDICARE])
def test_what_fails_its_check_loses_half_of_its_score(label: str, value: str) -> None:
    assert doubted(label, _with_other_ending(value), 0.8, 0.0) == 0.4


def test_check_digit_of_australian_medicare_is_the_last_but_one() -> None:
    assert doubted("MEDICAL_ID", "2123 45680 1", 0.8, 0.0) == 0.4


def test_form_of_two_kinds_is_doubted_only_if_it_fails_both() -> None:
    # India's Aadhaar ends in 1, Japan's My Number in 2.
    scores = {digit: doubted("NATIONAL_ID", f"2123 4567 890{digit}", 0.8, 0.0) for digit in range(10)}
    assert {digit for digit, score in scores.items() if score == 0.8} == {1, 2}


@pytest.mark.parametrize(("label", "value"), UNCHECKED)
def test_form_that_other_numbers_share_is_not_doubted(label: str, value: str) -> None:
    assert doubted(label, value, 0.8, 0.0) == 0.8


def test_doubt_goes_no_further_than_the_floor() -> None:
    assert doubted("MEDICAL_ID", "943 476 5918", 0.8, 0.6) == 0.6
    assert doubted("MEDICAL_ID", "943 476 5918", 0.5, 0.6) == 0.5


@given(
    st.sampled_from(sorted(ALL_LABELS)),
    st.one_of(st.text(max_size=30), st.text("0123456789AKXſK ٣-1bc", max_size=40)),
)
def test_no_text_breaks_a_check(label: str, value: str) -> None:
    assert doubted(label, value, 0.8, 0.0) in (0.8, 0.4)


@pytest.mark.parametrize(("label", "value"), VALID)
def test_no_other_character_at_the_end_of_a_form_breaks_its_check(label: str, value: str) -> None:
    for char in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZſK٣ -+":
        assert doubted(label, value[:-1] + char, 0.8, 0.0) in (0.8, 0.4)
