"""What looks like personal data without a label is none: it fails every check."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from presidio_analyzer.predefined_recognizers import CreditCardRecognizer, IbanRecognizer, UsSsnRecognizer

from spacy_pii.records import PiiRecord, PiiSpan
from spacy_pii.synthesis import generate
from spacy_pii.synthesis.near_misses import without_accidents
from spacy_pii.synthesis.templates import load_templates

TEMPLATES = Path(__file__).parents[2] / "assets/templates"
SLOTS = ("false_card", "false_iban", "false_imei", "false_vin", "false_ssn")


def _drawn(tmp_path: Path, text: str, count: int = 300) -> list[str]:
    (tmp_path / "a.yml").write_text(f"templates: {{a: '{text}'}}", encoding="utf8")
    records = list(generate(count, seed=5, templates=tmp_path, noise=0, documents=0))
    assert not any(record.spans for record in records if "{card}" not in text)
    return [record.text for record in records]


def _luhn(number: str) -> bool:
    return CreditCardRecognizer().validate_result(re.sub("[^0-9]", "", number))


@pytest.mark.parametrize(("slot", "lengths"), [("false_card", {13, 14, 15, 16, 19}), ("false_imei", {15})])
def test_false_cards_and_imeis_fail_luhn(tmp_path: Path, slot: str, lengths: set[int]) -> None:
    numbers = _drawn(tmp_path, f"${{{slot}}}")
    assert {len(re.sub("[^0-9]", "", number)) for number in numbers} == lengths
    assert not any(map(_luhn, numbers))


def test_false_ibans_fail_modulo_97(tmp_path: Path) -> None:
    recognizer = IbanRecognizer()
    for text in _drawn(tmp_path, "${false_iban}"):
        iban = re.sub("[ -]", "", text).upper()
        assert re.fullmatch("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", iban)
        assert int("".join(str(int(char, 36)) for char in iban[4:] + iban[:4])) % 97 != 1
        assert recognizer.validate_result(iban) is False


def test_false_vins_fail_their_check_digit(tmp_path: Path) -> None:
    letters = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", map(int, "12345678123457923456789"), strict=True))
    weights = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
    for vin in _drawn(tmp_path, "${false_vin}"):
        total = sum(int(letters.get(char, char)) * weight for char, weight in zip(vin, weights, strict=True))
        assert vin[8] in "0123456789X".replace("0123456789X"[total % 11], "")


def test_false_social_numbers_were_never_issued(tmp_path: Path) -> None:
    recognizer = UsSsnRecognizer()
    for number in _drawn(tmp_path, "${false_ssn}"):
        assert re.fullmatch(r"\d{3}([- ]?)\d\d\1\d{4}", number)
        # Numbers of 900 and above are for tax payers if their group is 50 or more.
        taxes = number.startswith("9") and re.sub("[^0-9]", "", number)[3:5] < "50"
        assert recognizer.invalidate_result(number) or taxes


def test_many_templates_without_personal_data_hold_near_misses() -> None:
    texts = [path.read_text(encoding="utf8") for path in TEMPLATES.glob("negatives*.yml")]
    assert all(sum(text.count(f"${{{slot}}}") for text in texts) >= 5 for slot in SLOTS)
    assert len(load_templates(TEMPLATES)) > 800


def test_no_unlabeled_number_passes_luhn_by_accident() -> None:
    for record in generate(3000, seed=11, templates=TEMPLATES, noise=0.3):
        for match in re.finditer(r"(?<!\w)\d{12,19}(?!\w)", record.text):
            if not any(span.start < match.end() and match.start() < span.end for span in record.spans):
                assert not _luhn(match[0])


@pytest.mark.parametrize("number", ["4111111111111111", "4111 1111 1111 1111", "378-282246-310005"])
def test_accident_is_undone_in_its_last_digit_unless_it_is_labeled(number: str) -> None:
    text = f"ref {number}, 12 boxes"
    assert without_accidents(PiiRecord(text)).text == text.replace(number, number[:-1] + str(int(number[-1]) + 1))
    labeled = PiiRecord(text, (PiiSpan(4, 4 + len(number), "CREDIT_CARD"),))
    assert without_accidents(labeled) == labeled


def test_number_that_passes_nothing_stays_as_it_is() -> None:
    record = PiiRecord("ref 4111111111111112, code x4111111111111111, 12345678901")
    assert without_accidents(record) is record
