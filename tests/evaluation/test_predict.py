from collections.abc import Iterator

import pytest
import spacy
from spacy.language import Language

from spacy_pii.components.loading import load_pipeline
from spacy_pii.components.spans import predicted_spans
from spacy_pii.errors import PiiError
from spacy_pii.evaluation.predict import predict_records
from spacy_pii.records import PiiRecord, PiiSpan


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Anna"}])
    return nlp


def test_records_keep_their_fields_and_get_predictions_as_spans(nlp):
    gold = PiiRecord(
        "Hi 👋 Anna", (PiiSpan(0, 2, "URL"),), annotated=frozenset({"URL"}), ignore=((0, 1),), source="s", id="7"
    )
    (predicted,) = predict_records(nlp, [gold])
    assert predicted.spans == (PiiSpan(5, 9, "PERSON"),)
    assert predicted.annotated == gold.annotated
    assert (predicted.text, predicted.ignore, predicted.source, predicted.id) == (gold.text, gold.ignore, "s", "7")


def test_records_are_streamed_in_order(nlp):
    read = []

    def records() -> Iterator[PiiRecord]:
        for number in range(1, 1001):
            read.append(number)
            yield PiiRecord(f"Anna {number}", id=str(number))

    predictions = predict_records(nlp, records(), batch_size=10)
    assert [next(predictions).id for _ in range(3)] == ["1", "2", "3"]
    assert len(read) < 100


def test_scores_of_the_span_group_are_used(nlp):
    doc = nlp("Anna and Bo")
    doc.spans["pii"] = [doc[2:3].char_span(0, 2, label="PERSON"), doc[0:1].char_span(0, 4, label="USERNAME")]
    doc.spans["pii"].attrs["scores"] = [0.25, 0.75]
    assert predicted_spans(doc) == (PiiSpan(0, 4, "USERNAME", 0.75), PiiSpan(9, 11, "PERSON", 0.25))


def test_a_span_group_without_scores_is_used_before_entities(nlp):
    doc = nlp("Anna and Bo")
    doc.spans["pii"] = []
    assert predicted_spans(doc) == ()


def test_an_unknown_pipeline_is_named():
    with pytest.raises(PiiError, match="no folder named 'en_no_such_model'.*Remedy"):
        load_pipeline("en_no_such_model")
