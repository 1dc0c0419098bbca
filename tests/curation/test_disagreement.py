import json

import pytest
from quality_scripts import SCRIPTS, run

from spacy_pii.curation.disagreement import disputes, fold_of
from spacy_pii.records import PiiRecord, PiiSpan, write_records

TEXT = "Ask Ann Lee in Ulm."
ANN, ULM = PiiSpan(4, 11, "PERSON", 0.9), PiiSpan(15, 18, "LOCATION", 0.8)
NAMED = frozenset({"PERSON", "LOCATION"})


def kinds(gold, predicted, **changes):
    record = PiiRecord(TEXT, tuple(gold), **{"annotated": NAMED, **changes})
    return [(d.kind, d.gold, d.model, d.start, d.end) for d in disputes(record, PiiRecord(TEXT, tuple(predicted)))]


def test_agreement_is_no_dispute():
    assert kinds([ANN, ULM], [ANN, ULM]) == []


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        ([ANN], [ANN, ULM], ("missing", None, "LOCATION", 15, 18)),
        ([ANN, ULM], [ANN], ("spurious", "LOCATION", None, 15, 18)),
        ([ULM], [PiiSpan(15, 18, "PERSON", 0.7)], ("label", "LOCATION", "PERSON", 15, 18)),
        ([ANN], [PiiSpan(4, 7, "PERSON", 0.7)], ("border", "PERSON", "PERSON", 4, 11)),
    ],
)
def test_dispute_is_of_its_kind(gold, predicted, expected):
    assert kinds(gold, predicted) == [expected]


@pytest.mark.parametrize(
    ("predicted", "changes"),
    [
        (PiiSpan(15, 18, "LOCATION", 0.4), {}),
        (ULM, {"annotated": frozenset({"PERSON"})}),
        (ULM, {"ignore": ((15, 18),)}),
    ],
    ids=["unsure", "not annotated", "not to be judged"],
)
def test_prediction_that_proves_nothing_is_no_dispute(predicted, changes):
    assert kinds([ANN], [ANN, predicted], **changes) == []


def test_prediction_with_probability_zero_is_not_taken_for_one_without_a_score():
    assert kinds([], [PiiSpan(15, 18, "LOCATION", 0.0)]) == []
    assert kinds([], [PiiSpan(15, 18, "LOCATION")]) == [("missing", None, "LOCATION", 15, 18)]


def test_near_duplicates_share_a_fold():
    folds = {
        fold_of(PiiRecord(f"Hi {n}, it is {i}", (PiiSpan(3, 6, "PERSON"),)), 5) for i, n in enumerate(("Ann", "Bob"))
    }
    assert len(folds) == 1


def corpus(path, count=80):
    words = (chr(97 + i % 26) * (1 + i // 26) for i in range(count))
    write_records(path, [PiiRecord(f"Anna likes {word}.", (PiiSpan(0, 4, "PERSON"),), id=word) for word in words])
    return path


def test_every_record_is_judged_by_a_model_that_did_not_see_it(tmp_path, tiny_encoder):
    source, report = corpus(tmp_path / "a.jsonl"), tmp_path / "disputes.json"
    options = (
        "--config",
        SCRIPTS.parent / "configs/cpu.cfg",
        "--encoder",
        tiny_encoder,
        "--folds",
        2,
        "--max-steps",
        1,
    )
    printed = run("disagreement.py", source, *options, "--work", tmp_path / "work", "--report", report)
    found = json.loads(report.read_text())
    assert (found["records"], found["folds"]) == (80, 2)
    assert {dispute["id"] for dispute in found["disputes"]} <= {chr(97 + i % 26) * (1 + i // 26) for i in range(80)}
    assert "Anna" not in printed + report.read_text()
    folds = [
        {line["text"] for path in (tmp_path / f"work/fold-{k}").glob("*.jsonl") for line in read(path)} for k in (0, 1)
    ]
    assert not folds[0] & folds[1]
    assert len(folds[0] | folds[1]) == 80


def read(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_records_that_do_not_fill_the_folds_are_refused(tmp_path):
    printed = run("disagreement.py", corpus(tmp_path / "a.jsonl", 1), "--work", tmp_path, exit_code=1)
    assert "1 records do not fill 4 folds" in printed.replace("\n", " ")
