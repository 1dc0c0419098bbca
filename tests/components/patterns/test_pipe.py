from __future__ import annotations

import subprocess
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from mixtures import INVALID_CARD, TERMS, TEXTS, VALID_CARD, blank, set_terms
from presidio_analyzer import RecognizerResult
from spacy.language import Language
from spacy.tokens import Doc

from spacy_pii.errors import PiiError
from spacy_pii.presidio import PiiAnalyzerEngine, create_analyzer


def scored(doc: Doc) -> list[tuple[str, str, float]]:
    group = doc.spans["pii"]
    return [(span.label_, span.text, round(score, 2)) for span, score in zip(group, group.attrs["scores"], strict=True)]


def with_patterns(terms: dict, tokenizer: str = "spacy.Tokenizer.v1", **config: object) -> Language:
    nlp = blank(terms, tokenizer)
    nlp.add_pipe("pii_patterns", config=config)
    return nlp


@cache
def component_and_analyzer(tokenizer: str) -> tuple[Language, PiiAnalyzerEngine]:
    return with_patterns({}, tokenizer), create_analyzer(blank({}, tokenizer))


def both(tokenizer: str, terms: dict, text: str) -> tuple[Doc, list[RecognizerResult]]:
    """What the component and the analyzer make of the same model and text."""
    nlp, analyzer = component_and_analyzer(tokenizer)
    for pipeline in (nlp, analyzer.nlp_engine.get_nlp("en")):
        set_terms(pipeline, terms)
    return nlp(text), analyzer.analyze(text, "en")


def test_patterns_join_the_entities_of_the_model() -> None:
    nlp = with_patterns({"Jane Roe": ("PERSON", 0.93), VALID_CARD: ("BANK_ACCOUNT", 0.5)})
    [doc] = nlp.pipe([f"Jane Roe, jane@example.com, paid with {VALID_CARD}"])
    assert scored(doc) == [
        ("PERSON", "Jane Roe", 0.93),
        ("EMAIL_ADDRESS", "jane@example.com", 1.0),
        ("CREDIT_CARD", VALID_CARD, 1.0),
    ]
    assert list(doc.ents) == list(doc.spans["pii"])


def test_invalid_checksum_lowers_the_score() -> None:
    doc = with_patterns({INVALID_CARD: ("CREDIT_CARD", 0.7)})(f"card {INVALID_CARD}")
    assert scored(doc) == [("CREDIT_CARD", INVALID_CARD, 0.35)]


def test_weak_patterns_need_a_context_word() -> None:
    nlp = with_patterns({})
    assert scored(nlp("it weighs 12345678 grams")) == []
    assert scored(nlp("my bank account is 12345678")) == [("BANK_ACCOUNT", "12345678", 0.4)]


def test_labels_limit_what_the_patterns_look_for() -> None:
    nlp = with_patterns({"Jane": ("PERSON", 0.9)}, labels=["IP_ADDRESS"])
    assert nlp.get_pipe("pii_patterns").labels == ("IP_ADDRESS",)
    assert scored(nlp("Jane, jane@example.com, 192.168.7.4")) == [
        ("PERSON", "Jane", 0.9),
        ("IP_ADDRESS", "192.168.7.4", 0.6),
    ]


def test_entities_without_scores_keep_label_and_identifier() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "GPE", "pattern": "Ulm", "id": "city-7"}])
    nlp.add_pipe("pii_patterns", config={"default_score": 0.6})
    doc = nlp("jane@example.com in Ulm")
    assert scored(doc) == [("EMAIL_ADDRESS", "jane@example.com", 1.0), ("GPE", "Ulm", 0.6)]
    assert doc.ents[1].ent_id_ == "city-7"


def test_probability_of_any_personal_data_is_not_below_that_of_a_span() -> None:
    nlp = with_patterns({})
    doc = nlp.make_doc("jane@example.com")
    doc.cats = {"PII": 0.2, "other": 0.3}
    assert nlp(doc).cats == {"PII": 1.0, "other": 0.3}
    assert nlp("jane@example.com").cats == {}


def test_value_inside_a_token_takes_the_whole_token() -> None:
    doc = with_patterns({})("host=192.168.7.4")
    assert [ent.text for ent in doc.ents] == ["host=192.168.7.4"]


def test_component_survives_saving(tmp_path: Path) -> None:
    with_patterns({"Jane": ("PERSON", 0.9)}, labels=["EMAIL_ADDRESS"]).to_disk(tmp_path)
    doc = spacy.load(tmp_path)("Jane, jane@example.com, 192.168.7.4")
    assert [label for label, _, _ in scored(doc)] == ["PERSON", "EMAIL_ADDRESS"]


@given(TERMS, TEXTS)
def test_results_are_those_of_the_analyzer(terms: dict, text: str) -> None:
    doc, expected = both("spacy_pii.Tokenizer.v1", terms, text)
    found = [(span.label_, span.start_char, span.end_char) for span in doc.spans["pii"]]
    assert found == [(result.entity_type, result.start, result.end) for result in expected]
    assert doc.spans["pii"].attrs["scores"] == [result.score for result in expected]


@given(TERMS, TEXTS)
def test_nothing_overlaps_and_nothing_that_was_found_is_lost(terms: dict, text: str) -> None:
    # This tokenizer leaves values inside tokens.
    doc, expected = both("spacy.Tokenizer.v1", terms, text)
    assert all(left.end <= right.start for left, right in pairwise(doc.spans["pii"]))
    assert list(doc.ents) == list(doc.spans["pii"])
    covered = {i for span in doc.spans["pii"] for i in range(span.start_char, span.end_char)}
    assert covered.issuperset(i for result in expected for i in range(result.start, result.end))


def test_the_module_of_the_component_does_not_import_presidio() -> None:
    program = "import sys, spacy_pii.components.pii_patterns; print('presidio_analyzer' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert shown == "False\n"


def test_labels_that_no_pattern_has_are_refused():
    nlp = spacy.blank("en")
    with pytest.raises(PiiError, match="'EMAIL_ADRESS' in the labels of pii_patterns.*EMAIL_ADDRESS"):
        nlp.add_pipe("pii_patterns", config={"labels": ["EMAIL_ADRESS"]})
