from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from presidio_analyzer import RecognizerResult

from spacy_pii.components.patterns.overlaps import expand_to_words, resolve_overlaps

MODEL = "model"
LABELS = ["PERSON", "PHONE_NUMBER", "EMAIL_ADDRESS", "CREDIT_CARD", "URL"]


def result(label: str, start: int, end: int, score: float, source: str = MODEL) -> RecognizerResult:
    return RecognizerResult(label, start, end, score, recognition_metadata={"recognizer_identifier": source})


def spans(results: list[RecognizerResult]) -> list[tuple[str, int, int]]:
    return [(result.entity_type, result.start, result.end) for result in results]


def covered(results: list[RecognizerResult]) -> set[int]:
    return {position for result in results for position in range(result.start, result.end)}


@st.composite
def any_results(draw: st.DrawFn) -> list[RecognizerResult]:
    start = st.integers(0, 40)
    return [
        result(
            draw(st.sampled_from(LABELS)),
            first := draw(start),
            first + draw(st.integers(1, 12)),
            draw(st.sampled_from([0.1, 0.4, 0.5, 0.9, 1.0])),
            draw(st.sampled_from([MODEL, "pattern"])),
        )
        for _ in range(draw(st.integers(0, 8)))
    ]


@given(any_results())
def test_resolution_covers_the_same_characters_without_overlap(results: list[RecognizerResult]) -> None:
    before = spans(results)
    resolved = resolve_overlaps(results, {MODEL})
    assert covered(resolved) == covered(results)
    assert all(left.end <= right.start for left, right in pairwise(resolved))
    assert spans(results) == before, "the inputs stay as they are"


@given(any_results(), st.text(alphabet="ab \u0301é1-'.\u4e2d\\n%2", min_size=52, max_size=52))
def test_expansion_uncovers_nothing_and_cuts_no_word(results: list[RecognizerResult], text: str) -> None:
    resolved = resolve_overlaps(results, {MODEL})
    expanded = expand_to_words(resolved, text)
    assert covered(expanded) >= covered(resolved)
    assert all(left.end <= right.start for left, right in pairwise(expanded))
    assert spans(expand_to_words(expanded, text)) == spans(expanded)


def test_equal_spans_keep_the_label_of_the_model() -> None:
    found = [result("PHONE_NUMBER", 0, 9, 1.0, "pattern"), result("US_SSN", 0, 9, 0.6)]
    assert spans(resolve_overlaps(found, {MODEL})) == [("US_SSN", 0, 9)]


def test_contained_pattern_leaves_the_edges_of_the_model() -> None:
    found = [result("EMAIL_ADDRESS", 5, 20, 0.7), result("URL", 10, 20, 0.9, "pattern")]
    assert spans(resolve_overlaps(found, {MODEL})) == [("EMAIL_ADDRESS", 5, 20)]


def test_email_cut_short_by_the_model_is_completed() -> None:
    found = [result("PERSON", 5, 9, 0.99), result("EMAIL_ADDRESS", 5, 20, 0.5, "pattern")]
    assert spans(resolve_overlaps(found, {MODEL})) == [("EMAIL_ADDRESS", 5, 20)]


@pytest.mark.parametrize("label", ["EMAIL_ADDRESS", "IP_ADDRESS", "MAC_ADDRESS"])
def test_unmistakable_format_corrects_the_label_of_the_model(label: str) -> None:
    found = [result("PERSON", 0, 16, 0.99), result(label, 0, 16, 0.5, "pattern")]
    assert spans(resolve_overlaps(found, {MODEL})) == [(label, 0, 16)]


def test_domain_that_the_model_calls_a_company_keeps_its_label() -> None:
    found = [result("ORGANIZATION", 0, 10, 0.8), result("URL", 0, 10, 0.5, "pattern")]
    assert spans(resolve_overlaps(found, {MODEL})) == [("ORGANIZATION", 0, 10)]


def test_validated_card_corrects_the_label_of_the_model() -> None:
    found = [result("BANK_ACCOUNT", 0, 16, 0.9), result("CREDIT_CARD", 0, 16, 1.0, "pattern")]
    assert spans(resolve_overlaps(found, {MODEL})) == [("CREDIT_CARD", 0, 16)]


def test_validated_card_inside_an_address_does_not_take_it_over() -> None:
    found = [result("URL", 0, 40, 0.9), result("CREDIT_CARD", 10, 26, 1.0, "pattern")]
    assert spans(resolve_overlaps(found, {MODEL})) == [("URL", 0, 40)]


def test_partial_overlap_becomes_one_result_and_shows_nothing() -> None:
    found = [result("DATE_TIME", 0, 10, 0.8), result("PHONE_NUMBER", 5, 15, 0.4, "pattern")]
    assert spans(resolve_overlaps(found, {MODEL})) == [("DATE_TIME", 0, 15)]


def test_pattern_across_two_entities_closes_the_gap_between_them() -> None:
    found = [result("DATE_TIME", 0, 4, 0.8), result("LOCATION", 6, 10, 0.9), result("US_SSN", 2, 8, 0.5, "pattern")]
    assert spans(resolve_overlaps(found, {MODEL})) == [("DATE_TIME", 0, 4), ("LOCATION", 4, 10)]


def test_same_label_takes_the_higher_score() -> None:
    found = [result("EMAIL_ADDRESS", 0, 9, 0.7), result("EMAIL_ADDRESS", 0, 9, 1.0, "pattern")]
    assert [kept.score for kept in resolve_overlaps(found, {MODEL})] == [1.0]


def expanded_text(text: str, part: str) -> str:
    start = text.index(part)
    [grown] = expand_to_words([result("PERSON", start, start + len(part), 0.9)], text)
    return text[grown.start : grown.end]


def test_half_masked_word_is_masked_whole() -> None:
    assert expanded_text("met Johnson today", "John") == "Johnson"
    assert expanded_text("met Johnson today", "son") == "Johnson"
    assert expanded_text("room A4711x", "4711") == "A4711x"


def test_possessive_stays_outside() -> None:
    assert expanded_text("John's car", "John") == "John"
    assert expanded_text("Joh’s car", "Jo") == "Joh"


def test_combining_mark_stays_with_its_letter() -> None:
    assert expanded_text("Rene\u0301 came", "Rene") == "Rene\u0301"


def test_scripts_without_spaces_are_not_expanded() -> None:
    assert expanded_text("\u5f20\u4f1f\u6765\u4e86", "\u5f20\u4f1f") == "\u5f20\u4f1f"


def test_escaped_line_break_is_not_part_of_the_word() -> None:
    assert expanded_text(r"Dear all,\nJohn left", "John") == "John"
    assert expanded_text("q=%20John&x", "John") == "John"


def test_neighbors_in_one_word_do_not_overlap() -> None:
    grown = expand_to_words([result("AGE", 0, 2, 0.9), result("GENDER", 2, 3, 0.9)], "45F")
    assert spans(grown) == [("AGE", 0, 2), ("GENDER", 2, 3)]
