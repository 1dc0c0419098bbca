from __future__ import annotations

import time
from typing import Any

import pytest
from presidio_analyzer import EntityRecognizer

from spacy_pii.labels import LABELS
from spacy_pii.presidio.patterns import (
    THRESHOLD,
    CautiousNhsRecognizer,
    LongLicenseRecognizer,
    OfflineEmailRecognizer,
    StrictUrlRecognizer,
    pattern_recognizers,
)


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
