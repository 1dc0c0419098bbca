"""Check digits of the numbers that have them."""

from __future__ import annotations

from pathlib import Path

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


def test_spoken_numbers_say_digits_as_words(tmp_path: Path) -> None:
    words = {"zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "double", "triple"}
    assert all(set(text.split()) <= words for text in _drawn(tmp_path, "phone.spoken"))


def test_spoken_address_says_at_and_dot(tmp_path: Path) -> None:
    for text in _drawn(tmp_path, "person.email_spoken", locales=("en_US",)):
        assert " at " in text
        assert " dot " in text
        assert "@" not in text
