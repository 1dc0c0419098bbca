from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mixtures import TERMS, TEXTS, blank, set_terms
from presidio_analyzer import BatchAnalyzerEngine, PatternRecognizer
from presidio_anonymizer import AnonymizerEngine, DeanonymizeEngine
from presidio_anonymizer.entities import OperatorConfig
from spacy.language import Language

from spacy_pii.errors import PiiError
from spacy_pii.presidio import PiiAnalyzerEngine, PiiRecognizer, create_analyzer

Pipeline = Callable[[dict], Language]

VALID_CARD, INVALID_CARD = "4111 1111 1111 1111", "4111 1111 1111 1112"
VALID_IBAN, INVALID_IBAN = "DE89 3704 0044 0532 0130 00", "DE88 3704 0044 0532 0130 00"


def found(results: list, text: str) -> list[tuple[str, str]]:
    return [(result.entity_type, text[result.start : result.end]) for result in results]


def test_model_and_patterns_work_together(pipeline: Pipeline) -> None:
    text = f"Jane Roe, jane@example.com, paid with {VALID_CARD} from 192.168.7.4"
    results = create_analyzer(pipeline({"Jane Roe": ("PERSON", 0.93)})).analyze(text, "en")
    assert found(results, text) == [
        ("PERSON", "Jane Roe"),
        ("EMAIL_ADDRESS", "jane@example.com"),
        ("CREDIT_CARD", VALID_CARD),
        ("IP_ADDRESS", "192.168.7.4"),
    ]
    assert results[0].score == 0.93


def test_patterns_can_be_left_out_or_replaced(pipeline: Pipeline) -> None:
    text, nlp = "badge B-77, jane@example.com", pipeline({})
    assert create_analyzer(nlp, patterns=False).analyze(text, "en") == []
    badge = PatternRecognizer("BADGE", name="badge", deny_list=["B-77"])
    assert found(create_analyzer(nlp, patterns=[badge]).analyze(text, "en"), text) == [("BADGE", "B-77")]


def test_ordinary_text_raises_no_false_alarm(pipeline: Pipeline) -> None:
    text = (
        "On page 12345678 of readme.md, version 1.2.3, we decided to forget.It took us 20 minutes and 4111 steps; "
        "order AB1234567 and invoice 987654321 must wait, because the customer meets us on 2021-03-04 at 10:30."
    )
    assert found(create_analyzer(pipeline({})).analyze(text, "en"), text) == []


def test_weak_patterns_need_a_context_word(pipeline: Pipeline) -> None:
    analyzer = create_analyzer(pipeline({}))
    assert analyzer.analyze("It weighs 12345678 grams", "en") == []
    text = "wire it to account number 12345678"
    assert found(analyzer.analyze(text, "en"), text) == [("BANK_ACCOUNT", "12345678")]


def test_context_far_away_in_a_long_text_does_not_count(pipeline: Pipeline) -> None:
    text = "my bank account " + "is old and " * 20 + "weighs 12345678 grams"
    assert create_analyzer(pipeline({})).analyze(text, "en") == []


@pytest.mark.parametrize(
    ("label", "valid", "invalid"),
    [("CREDIT_CARD", VALID_CARD, INVALID_CARD), ("IBAN_CODE", VALID_IBAN, INVALID_IBAN)],
)
def test_valid_checksum_raises_and_invalid_lowers_the_score(
    pipeline: Pipeline, label: str, valid: str, invalid: str
) -> None:
    analyzer = create_analyzer(pipeline({valid: (label, 0.7), invalid: (label, 0.7)}))
    [confirmed] = analyzer.analyze(f"number {valid}", "en")
    [doubted] = analyzer.analyze(f"number {invalid}", "en", return_decision_process=True)
    assert confirmed.score == 1.0
    assert doubted.score == pytest.approx(0.35)
    assert "checksum fails" in doubted.analysis_explanation.textual_explanation


def test_invalid_card_never_falls_under_the_threshold_that_it_passed(pipeline: Pipeline) -> None:
    nlp = pipeline({INVALID_CARD: ("CREDIT_CARD", 0.7)})
    [result] = create_analyzer(nlp, thresholds={"CREDIT_CARD": 0.6}).analyze(INVALID_CARD, "en")
    assert result.score == 0.6
    [result] = create_analyzer(nlp).analyze(INVALID_CARD, "en", score_threshold=0.65)
    assert result.score == 0.65


def test_card_written_with_stars_is_not_doubted(pipeline: Pipeline) -> None:
    [result] = create_analyzer(pipeline({"4111 **** 1112": ("CREDIT_CARD", 0.7)})).analyze("4111 **** 1112", "en")
    assert result.score == 0.7


def test_thresholds_apply_to_the_model_alone(pipeline: Pipeline) -> None:
    analyzer = create_analyzer(pipeline({"Jane": ("PERSON", 0.5)}), thresholds={"default": 0.9})
    text = "Jane: 212-555-0187"
    assert found(analyzer.analyze(text, "en"), text) == [("PHONE_NUMBER", "212-555-0187")]


def test_half_masked_words_are_masked_whole(pipeline: Pipeline) -> None:
    text = "lives 10km away"
    results = create_analyzer(pipeline({"10": ("LOCATION", 0.9)})).analyze(text, "en")
    assert found(results, text) == [("LOCATION", "10km")]


def test_allow_list_applies_to_the_returned_results(pipeline: Pipeline) -> None:
    analyzer = create_analyzer(pipeline({"Acme": ("ORGANIZATION", 0.9)}))
    text = "Acme, info@acme.com"
    assert analyzer.analyze(text, "en", allow_list=["Acme", "info@acme.com"]) == []
    assert analyzer.analyze(text, "en", allow_list=["ACME"], allow_list_match="regex") == []


def test_entities_and_score_threshold_are_honored(pipeline: Pipeline) -> None:
    analyzer = create_analyzer(pipeline({"Jane": ("PERSON", 0.5)}))
    text = "Jane, jane@example.com"
    assert found(analyzer.analyze(text, "en", entities=["PERSON"]), text) == [("PERSON", "Jane")]
    assert found(analyzer.analyze(text, "en", score_threshold=0.8), text) == [("EMAIL_ADDRESS", "jane@example.com")]


def test_one_model_serves_several_languages(pipeline: Pipeline) -> None:
    analyzer = create_analyzer(pipeline({"Jana": ("PERSON", 0.9)}), languages=["en", "de"])
    text = "Jana, jana@example.com"
    assert found(analyzer.analyze(text, "de"), text) == found(analyzer.analyze(text, "en"), text)
    assert len(analyzer.analyze(text, "de")) == 2


def test_batches_give_what_single_calls_give(pipeline: Pipeline) -> None:
    analyzer = create_analyzer(pipeline({"Jane": ("PERSON", 0.5)}))
    texts = ["Jane", "", "jane@example.com and Jane"]
    batch = BatchAnalyzerEngine(analyzer).analyze_iterator(texts, "en")
    assert batch == [analyzer.analyze(text, "en") for text in texts]


def test_threads_give_what_one_thread_gives(pipeline: Pipeline) -> None:
    analyzer = create_analyzer(pipeline({f"name{number}": ("PERSON", number / 100) for number in range(1, 50)}))
    texts = [f"name{number} paid {VALID_CARD}, bank account 1234567{number}" for number in range(1, 50)] * 4
    serial = [analyzer.analyze(text, "en") for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda text: analyzer.analyze(text, "en"), texts)) == serial


def test_missing_model_names_the_wheel_to_install() -> None:
    with pytest.raises(PiiError, match=r"pip install packages/en_no_such_model-<version>-py3-none-any\.whl"):
        create_analyzer("en_no_such_model")


@cache
def analyzer_over(tokenizer: str) -> PiiAnalyzerEngine:
    return create_analyzer(blank({}, tokenizer))


@given(st.sampled_from(["spacy.Tokenizer.v1", "spacy_pii.Tokenizer.v1"]), TERMS, TEXTS)
def test_results_never_overlap_and_cover_all_that_the_model_found(tokenizer: str, terms: dict, text: str) -> None:
    analyzer = analyzer_over(tokenizer)
    nlp = analyzer.nlp_engine.get_nlp("en")
    set_terms(nlp, terms)
    results = analyzer.analyze(text, "en")
    assert all(left.end <= right.start for left, right in pairwise(results))
    assert all(0 <= result.start < result.end <= len(text) for result in results)
    covered = {i for result in results for i in range(result.start, result.end)}
    doc = nlp(text)
    assert covered.issuperset(i for span in doc.spans["pii"] for i in range(span.start_char, span.end_char))


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        (OperatorConfig("replace"), "<PERSON> at <EMAIL_ADDRESS>"),
        (OperatorConfig("redact"), " at "),
        (
            OperatorConfig("mask", {"masking_char": "*", "chars_to_mask": 99, "from_end": False}),
            "******** at " + "*" * 16,
        ),
    ],
)
def test_stock_operators_mask_every_character(pipeline: Pipeline, operator: OperatorConfig, expected: str) -> None:
    text = "Jane Roe at jane@example.com"
    results = create_analyzer(pipeline({"Jane Roe": ("PERSON", 0.9)})).analyze(text, "en")
    assert AnonymizerEngine().anonymize(text, results, {"DEFAULT": operator}).text == expected


def test_hashes_are_equal_for_equal_values(pipeline: Pipeline) -> None:
    text = "Jane, Jane"
    results = create_analyzer(pipeline({"Jane": ("PERSON", 0.9)})).analyze(text, "en")
    config = {"DEFAULT": OperatorConfig("hash", {"hash_type": "sha256", "salt": "0123456789abcdef"})}
    first, second = AnonymizerEngine().anonymize(text, results, config).text.split(", ")
    assert first == second
    assert "Jane" not in first


def test_encrypted_text_decrypts_back(pipeline: Pipeline) -> None:
    text = f"Jane Roe at jane@example.com, card {VALID_CARD}."
    results = create_analyzer(pipeline({"Jane Roe": ("PERSON", 0.9)})).analyze(text, "en")
    key = {"key": "WmZq4t7w!z%C&F)J"}
    masked = AnonymizerEngine().anonymize(text, results, {"DEFAULT": OperatorConfig("encrypt", key)})
    assert all(value not in masked.text for value in ("Jane", "example", "4111"))
    back = DeanonymizeEngine().deanonymize(masked.text, masked.items, {"DEFAULT": OperatorConfig("decrypt", key)})
    assert back.text == text


def test_thresholds_of_unknown_labels_are_refused(pipeline):
    with pytest.raises(PiiError, match="unknown label 'PERSN' in thresholds.*PERSON"):
        create_analyzer(pipeline({}), thresholds={"PERSN": 0.7})
    with pytest.raises(PiiError, match="thresholds"):
        PiiRecognizer(model=pipeline({}), thresholds={"PERSN": 0.7})
