from __future__ import annotations

import time
from typing import Any

import pytest
from presidio_analyzer import EntityRecognizer
from presidio_analyzer.predefined_recognizers import PhoneRecognizer

from spacy_pii.components.patterns.recognizers import (
    THRESHOLD,
    CautiousNhsRecognizer,
    LongLicenseRecognizer,
    LongPhoneRecognizer,
    OfflineEmailRecognizer,
    StrictIpRecognizer,
    StrictUrlRecognizer,
    pattern_recognizers,
)
from spacy_pii.labels import LABELS


def matches(recognizer: Any, text: str) -> list[tuple[str, float]]:
    found = sorted(recognizer.analyze(text, recognizer.supported_entities, None))
    return [(text[result.start : result.end], round(result.score, 2)) for result in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("write to jane.o'neil+x@mail.example.co.uk.", [("jane.o'neil+x@mail.example.co.uk", 1.0)]),
        ("jdoe@build.corp-internal failed", [("jdoe@build.corp-internal", 0.5)]),
        ("GET /?user=jdoe@example.com&x=1", [("jdoe@example.com", 1.0)]),
        ("'jdoe@example.com', info@xn--80ak6aa92e.com", [("jdoe@example.com", 1.0), ("info@xn--80ak6aa92e.com", 1.0)]),
        ("meet @ noon, follow @jdoe", []),
    ],
)
def test_email_addresses(text: str, expected: list[tuple[str, float]]) -> None:
    assert matches(OfflineEmailRecognizer(), text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see http://localhost:8080/a?b=c.", [("http://localhost:8080/a?b=c", 0.6)]),
        ("[https://example.com/x_(y)]", [("https://example.com/x_(y)", 0.6)]),
        ('"https://example.com"', [("https://example.com", 0.6)]),
        ("visit www.example.co.uk/in/jdoe, please", [("www.example.co.uk/in/jdoe", 0.5)]),
        ("forget.It is done at 5.am, recomend...do", []),
        ("open Outlook.jpg, readme.md and main.py", []),
        ("e.g. the U.S.A., v1.2.3", []),
    ],
)
def test_urls(text: str, expected: list[tuple[str, float]]) -> None:
    assert matches(StrictUrlRecognizer(), text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from 10.1.2.3 via 2001:db8::ff00:42:8329", ["10.1.2.3", "2001:db8::ff00:42:8329"]),
        (
            "fe80::1%eth0 and 2001:db8::/32 and ::ffff:192.168.0.1",
            ["fe80::1%eth0", "2001:db8::/32", "::ffff:192.168.0.1"],
        ),
        ("1050:0:0:0:5:600:300c:326b", ["1050:0:0:0:5:600:300c:326b"]),
        ("a::b, add::face(), x[1::2], y[::-1], [10::20], dead::beef, ::1, ::", []),
    ],
)
def test_ip_addresses(text: str, expected: list[str]) -> None:
    assert [value for value, _ in matches(StrictIpRecognizer(), text)] == expected


@pytest.mark.parametrize(
    "number",
    [
        "+44 20 7946 0958",
        "(212) 555-0187",
        "089/123456",
        "030x123456",
        "+4989123456",
        "\u0662\u0661\u0662-\u0665\u0665\u0665-\u0660\u0661\u0668\u0667",
    ],
)
def test_phone_numbers_are_those_that_presidio_finds(number: str) -> None:
    text = f"call {number}, or room 12"
    assert matches(LongPhoneRecognizer(), text) == matches(PhoneRecognizer(), text)


def test_nhs_number_needs_a_context_word_to_pass_the_threshold() -> None:
    [(number, score)] = matches(CautiousNhsRecognizer(), "943 476 5919")
    assert number == "943 476 5919"
    assert score < THRESHOLD
    assert matches(CautiousNhsRecognizer(), "943 476 5918") == []


def test_seat_is_no_driver_license() -> None:
    assert matches(LongLicenseRecognizer(), "driver in seat B2, license A1234567") == [("A1234567", 0.3)]


def test_labels_are_ours_and_dates_are_left_to_the_model() -> None:
    labels = {label for recognizer in pattern_recognizers() for label in recognizer.supported_entities}
    assert labels - {"US_PASSPORT"} <= set(LABELS)
    assert "DATE_TIME" not in labels


def test_recognizers_serve_the_requested_language() -> None:
    assert {recognizer.supported_language for recognizer in pattern_recognizers("de")} == {"de"}


@pytest.mark.parametrize("unit", ["a", "a.", "a'", "a-", "1 ", "http://(", "a@", "/", "1111 "])
def test_time_grows_with_the_text(unit: str) -> None:
    recognizers: list[EntityRecognizer] = [OfflineEmailRecognizer(), StrictUrlRecognizer()]
    start = time.perf_counter()
    for recognizer in recognizers:
        recognizer.analyze(unit * (100_000 // len(unit)), recognizer.supported_entities, None)
    assert time.perf_counter() - start < 5
