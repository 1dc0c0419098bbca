import random

import pytest

from spacy_pii.evaluation.calibration_error import calibration, calibration_of
from spacy_pii.records import PiiRecord, PiiSpan

TEXT = "aa bb cc dd"


def record(*spans: PiiSpan, **fields) -> PiiRecord:
    return PiiRecord(TEXT, spans, **fields)


def test_error_is_the_weighted_distance_of_score_and_accuracy():
    gold = record(PiiSpan(0, 2, "PERSON"), PiiSpan(3, 5, "PERSON"))
    found = record(
        PiiSpan(0, 2, "PERSON", 0.98),
        PiiSpan(3, 4, "PERSON", 0.96),
        PiiSpan(6, 8, "URL", 0.5),
        PiiSpan(9, 11, "URL", 0),
    )
    result = calibration([gold], [found])
    assert [(b.confidence, b.accuracy, b.count) for b in result.bins] == [
        (0, 0, 1),
        (0.5, 0, 1),
        (pytest.approx(0.97), 0.5, 2),
    ]
    assert result.ece == pytest.approx((2 * 0.47 + 0.5) / 4)
    assert result.to_dict()["bins"][1] == {"confidence": 0.5, "accuracy": 0.0, "count": 1}


def test_a_score_of_one_is_in_the_last_bin():
    perfect = record(PiiSpan(0, 2, "PERSON", 1.0), PiiSpan(3, 5, "PERSON", 0.94))
    assert [b.count for b in calibration([perfect], [perfect]).bins] == [2]


def test_parts_of_an_address_count_as_right_for_each_other():
    result = calibration([record(PiiSpan(0, 2, "STREET_ADDRESS"))], [record(PiiSpan(0, 2, "LOCATION", 1.0))])
    assert result.ece == 0


def test_only_annotated_families_outside_ignored_stretches_count():
    gold = record(PiiSpan(0, 2, "PERSON"), annotated=frozenset({"PERSON"}), ignore=((6, 7),))
    found = record(PiiSpan(0, 2, "PERSON", 1.0), PiiSpan(3, 5, "URL", 1.0), PiiSpan(6, 8, "PERSON", 1.0))
    result = calibration([gold], [found])
    assert (result.ece, sum(b.count for b in result.bins)) == (0, 1)
    assert calibration([gold], [found], complete=frozenset({"URL"})).ece == 1


def test_predictions_without_scores_have_no_calibration():
    assert calibration([record()], [record(PiiSpan(0, 2, "PERSON"))]) is None


def test_error_by_chance_is_what_exactly_right_scores_show_on_average():
    generator = random.Random(0)
    errors, expected = [], []
    for _ in range(100):
        scores = [generator.random() for _ in range(300)]
        result = calibration_of((score, generator.random() < score) for score in scores)
        errors.append(result.ece)
        expected.append(result.by_chance)
    assert sum(errors) / 100 == pytest.approx(sum(expected) / 100, rel=0.05)
