"""Check digits of the numbers that have them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from presidio_analyzer.predefined_recognizers import (
    AuTfnRecognizer,
    CryptoRecognizer,
    EsNifRecognizer,
    InAadhaarRecognizer,
    ItFiscalCodeRecognizer,
    ItVatCodeRecognizer,
    NhsRecognizer,
    PlPeselRecognizer,
    UkNinoRecognizer,
    UsSsnRecognizer,
)

from spacy_pii.synthesis import generate


def _drawn(
    tmp_path: Path, slot: str, count: int = 150, locales: tuple[str, ...] = ("en_US", "de_DE", "nl_NL")
) -> list[str]:
    (tmp_path / "a.yml").write_text(f"templates: {{a: '${{{slot}}}'}}", encoding="utf8")
    return [
        record.text for record in generate(count, seed=5, templates=tmp_path, locales=locales, noise=0, documents=0)
    ]


def _luhn_sum(number: str) -> int:
    digits = [int(char) for char in number if char.isdigit()][::-1]
    return sum(digits[0::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])


def test_cards_pass_luhn(tmp_path: Path) -> None:
    assert all(_luhn_sum(card) % 10 == 0 for card in _drawn(tmp_path, "card"))


def test_imeis_pass_luhn(tmp_path: Path) -> None:
    assert all(_luhn_sum(imei) % 10 == 0 for imei in _drawn(tmp_path, "imei"))


def test_ibans_pass_the_check_modulo_97(tmp_path: Path) -> None:
    for iban in _drawn(tmp_path, "iban"):
        compact = iban.replace(" ", "").replace("-", "")
        digits = "".join(str(int(char, 36)) for char in compact[4:] + compact[:4])
        assert int(digits) % 97 == 1


def test_german_ibans_have_22_characters(tmp_path: Path) -> None:
    assert {len(iban) for iban in _drawn(tmp_path, "iban.compact", locales=("de_DE",))} == {22}


def test_routing_numbers_pass_the_aba_check(tmp_path: Path) -> None:
    for number in _drawn(tmp_path, "routing", locales=("en_US",)):
        assert sum(int(digit) * weight for digit, weight in zip(number, (3, 7, 1) * 3, strict=True)) % 10 == 0


def test_dutch_national_numbers_pass_the_eleven_test(tmp_path: Path) -> None:
    for number in _drawn(tmp_path, "national_id", locales=("nl_NL",)):
        weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
        assert sum(int(digit) * weight for digit, weight in zip(number, weights, strict=True)) % 11 == 0


def test_vin_check_digit_holds(tmp_path: Path) -> None:
    values = {**{str(digit): digit for digit in range(10)}, **dict(zip("ABCDEFGH", range(1, 9), strict=True))}
    values |= (
        dict(zip("JKLMN", range(1, 6), strict=True))
        | {"P": 7, "R": 9}
        | dict(zip("STUVWXYZ", range(2, 10), strict=True))
    )
    for vin in _drawn(tmp_path, "vin"):
        total = sum(
            values[char] * weight
            for char, weight in zip(vin, (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2), strict=True)
        )
        assert vin[8] == "0123456789X"[total % 11]


def _digits(number: str) -> str:
    return re.sub("[^0-9]", "", number)


@pytest.mark.parametrize(("slot", "locale"), [("ssn", "en_CA"), ("national_id", "sv_SE")])
def test_canadian_and_swedish_numbers_pass_luhn(tmp_path: Path, slot: str, locale: str) -> None:
    numbers = _drawn(tmp_path, slot, locales=(locale,))
    assert {len(_digits(number)) for number in numbers} <= {9, 10}
    assert all(_luhn_sum(number) % 10 == 0 for number in numbers)
    assert not any(number.startswith(("0", "8")) for number in numbers if locale == "en_CA")


def test_french_social_numbers_end_in_their_key(tmp_path: Path) -> None:
    for number in map(_digits, _drawn(tmp_path, "ssn", locales=("fr_FR",))):
        assert re.fullmatch(r"[12]\d\d(0[1-9]|1[0-2])(?!00|20|9[6-9])\d\d(?!000)\d{3}(?!000)\d{5}", number)
        assert int(number[13:]) == 97 - int(number[:13]) % 97


def test_american_social_numbers_lie_in_issued_ranges(tmp_path: Path) -> None:
    recognizer = UsSsnRecognizer()
    numbers = _drawn(tmp_path, "ssn", 1500, locales=("en_US",))
    assert not any(recognizer.invalidate_result(number) for number in numbers)
    assert not any(number.startswith("9") for number in numbers)


def test_british_insurance_numbers_have_allocated_prefixes(tmp_path: Path) -> None:
    recognizer = UkNinoRecognizer()
    numbers = _drawn(tmp_path, "ssn", 500, locales=("en_GB",))
    assert all(re.fullmatch(recognizer.patterns[0].regex, number) for number in numbers)


@pytest.mark.parametrize(
    ("slot", "locale", "form", "recognizer"),
    [
        ("national_id", "en_IN", ".*", InAadhaarRecognizer()),
        ("national_id", "pl_PL", ".*", PlPeselRecognizer()),
        ("national_id", "es_ES", ".*", EsNifRecognizer()),
        ("medical_id", "en_GB", r"(?:NHS )?(\d{3} \d{3} \d{4})", NhsRecognizer()),
        ("tax_id", "it_IT", "[A-Z]{6}.{10}", ItFiscalCodeRecognizer()),
        ("tax_id", "it_IT", r"IT(\d{11})", ItVatCodeRecognizer()),
        ("tax_id", "en_AU", ".*", AuTfnRecognizer()),
        ("crypto", "en_US", "[13].*|bc1.*", CryptoRecognizer()),
    ],
)
def test_numbers_pass_the_checks_of_presidio(
    tmp_path: Path, slot: str, locale: str, form: str, recognizer: object
) -> None:
    matches = [match for text in _drawn(tmp_path, slot, 600, (locale,)) if (match := re.fullmatch(form, text))]
    assert len(matches) > 20
    assert all(recognizer.validate_result(match[match.re.groups]) for match in matches)


def test_litecoin_addresses_of_the_new_kind_hold_their_checksum(tmp_path: Path) -> None:
    addresses = [text for text in _drawn(tmp_path, "crypto", 600) if text.startswith("ltc1")]
    assert addresses
    assert all(CryptoRecognizer.validate_bech32_address(address)[0] for address in addresses)


def test_german_tax_numbers_pass_modulo_11_10(tmp_path: Path) -> None:
    numbers = [_digits(number) for number in _drawn(tmp_path, "tax_id", locales=("de_DE",))]
    assert {len(number) for number in numbers} == {9, 11}
    for number in numbers:
        rest = 10
        for digit in number[:-1]:
            rest = ((rest + int(digit)) % 10 or 10) * 2 % 11
        assert (rest + int(number[-1])) % 10 == 1
        assert number[0] != "0"
        assert len(number) == 9 or len(set(number[:10])) == 9


def test_french_tax_numbers_hold_their_keys(tmp_path: Path) -> None:
    for number in _drawn(tmp_path, "tax_id", locales=("fr_FR",)):
        digits = _digits(number)
        if number.startswith("FR"):
            assert _luhn_sum(digits[2:]) % 10 == 0
            assert int(digits[:2]) == (12 + 3 * (int(digits[2:]) % 97)) % 97
        else:
            assert int(digits[10:]) == int(digits[:10]) % 511


def test_british_taxpayer_references_begin_with_their_check_digit(tmp_path: Path) -> None:
    for number in map(_digits, _drawn(tmp_path, "tax_id", locales=("en_GB",))):
        weights = (6, 7, 8, 9, 10, 5, 4, 3, 2)
        rest = sum(int(digit) * weight for digit, weight in zip(number[1:], weights, strict=True)) % 11
        assert number[0] == "21987654321"[rest]


def test_spoken_numbers_say_digits_as_words(tmp_path: Path) -> None:
    words = {"zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "double", "triple"}
    assert all(set(text.split()) <= words for text in _drawn(tmp_path, "phone.spoken"))


def test_spoken_address_says_at_and_dot(tmp_path: Path) -> None:
    for text in _drawn(tmp_path, "person.email_spoken", locales=("en_US",)):
        assert " at " in text
        assert " dot " in text
        assert "@" not in text
