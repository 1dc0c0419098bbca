from dataclasses import replace

import numpy as np
import pytest
from report.sample_benchmark import OURS, make_benchmark

from spacy_pii.benchmark.drift_guard import NO_CHAMPION, UNPAIRED, drift
from spacy_pii.benchmark.paired import calibration_change, counts_of, documents, pack, predictions, unpack
from spacy_pii.benchmark.results import Benchmark, OriginScores, SetInfo, SetScores, SliceScores
from spacy_pii.errors import PiiError
from spacy_pii.evaluation.bootstrap import FIGURES, MEAN, Interval, bootstrap
from spacy_pii.evaluation.calibration_error import calibration_of
from spacy_pii.evaluation.scores import COUNTS
from spacy_pii.records import PiiRecord, PiiSpan

DOCUMENTS = 400
RECORDS = [PiiRecord(f"Letter {i} to Ann.", (PiiSpan(0, 6, "PERSON"),)) for i in range(DOCUMENTS)]


def leaking(many: int, few: int = 12) -> np.ndarray:
    """Counts of documents with ten personal characters: all of them leak in the first `many` of every `few`."""
    counts = np.zeros((DOCUMENTS, len(COUNTS)), dtype=np.int64)
    for name, value in {"documents_with_gold": 1, "redacted": 1, "personal": 10, "others": 100, "count": 1}.items():
        counts[:, COUNTS.index(name)] = value
    leaks = np.arange(DOCUMENTS) % few < many
    counts[leaks, COUNTS.index("leaked")] = 10
    counts[leaks, COUNTS.index("redacted")] = 0
    counts[~leaks, COUNTS.index("found")] = 1
    return counts


def scored(counts: np.ndarray) -> SetScores:
    return SetScores(**bootstrap({"a": counts}, samples=50)["a"], families={}, documents=documents(RECORDS, counts))


def changed(counts: np.ndarray, records: list[PiiRecord] = RECORDS) -> SliceScores:
    part = documents(records, counts, ("personal", "leaked"))
    return SliceScores(DOCUMENTS, 1, 0, 2, 1, [], {"a": DOCUMENTS}, {"a": part})


def found(counts: np.ndarray) -> OriginScores:
    return OriginScores(DOCUMENTS, 90, 80, 95, documents(RECORDS, counts, ("count", "found")))


def benchmark(
    counts: np.ndarray, *, slices: np.ndarray | None = None, names: np.ndarray | None = None, score: float = 0.8
) -> Benchmark:
    """Two sets with the same counts; slices, names: counts of their own. score: of predictions that are all right."""
    again = counts if slices is None else slices
    people = counts if names is None else names
    rows = {"a": scored(counts), "b": scored(counts)}
    given = [(PiiSpan(0, 6, "PERSON", score),) for _ in RECORDS]
    return make_benchmark(
        sets={name: SetInfo(DOCUMENTS, ["PERSON"], ["PERSON"], False, name) for name in rows},
        scores={OURS: {**rows, MEAN: replace(rows["a"], documents=None)}},
        slices={OURS: {"clean": changed(counts), "typos": changed(again)}},
        fairness={OURS: {"en_US": found(counts), "th_TH": found(people)}},
        predictions={name: predictions(RECORDS, given, frozenset(["PERSON"])) for name in rows},
    )


STILL = leaking(1)


def test_the_same_figures_do_not_drift():
    row = drift(benchmark(STILL), benchmark(STILL), samples=50)
    assert (row.moved, row.other_sets) == ([], [])
    assert row.message == "No figure differs beyond noise from those with which en_pii_sm 0.1.0 was released."
    assert drift(benchmark(STILL), None).message == NO_CHAMPION


def test_pairs_show_what_independent_intervals_hide():
    # Five more documents of 400: far inside the interval of either run.
    more = STILL.copy()
    more[1:60:12] = leaking(2)[1:60:12]
    before, after = benchmark(STILL), benchmark(more, slices=STILL, names=STILL)
    old, new = (run.scores[OURS]["a"].leak for run in (before, after))
    assert old.low < new.value < old.high
    row = drift(after, before, samples=500)
    moved = {(each.set, each.figure): (each.before, each.after) for each in row.moved}
    assert moved["a", "leak"] == moved["b", "leak"] == (old.value, new.value)
    assert {(MEAN, "leak"), (MEAN, "full")} <= moved.keys()
    assert f"{len(row.moved)} figures differ beyond noise" in row.message


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"slices": leaking(2)}, [("slice typos", "leak")]),
        ({"names": leaking(2)}, [("names th_TH", "recall"), ("names mean", "recall")]),
        ({"score": 0.7}, [("calibration", "error")]),
    ],
)
def test_slices_names_and_calibration_are_compared_too(change, expected):
    row = drift(benchmark(STILL, **change), benchmark(STILL), samples=100)
    assert [(each.set, each.figure) for each in row.moved] == expected
    assert row.other_sets == []


def test_values_before_and_after_are_those_of_the_two_runs():
    (row,) = drift(benchmark(STILL, score=0.7), benchmark(STILL), samples=50).moved
    assert (row.before, row.after, row.noise) == (20, 30, 0)
    (row,) = drift(benchmark(STILL, slices=leaking(2)), benchmark(STILL), samples=50).moved
    assert (row.before, row.after) == (pytest.approx(8.5), pytest.approx(17))


def test_texts_that_changed_are_named_and_not_compared():
    before, after = benchmark(STILL), benchmark(leaking(6))
    others = replace(after.sets["b"], digest="other")
    slices = {"clean": changed(leaking(6)), "typos": changed(leaking(6), RECORDS[::-1])}
    row = drift(replace(after, sets={**after.sets, "b": others}, slices={OURS: slices}), before, samples=50)
    assert row.other_sets == ["b", "slice typos", "calibration"]
    assert {each.set for each in row.moved} == {"a", "slice clean", "names en_US", "names th_TH", "names mean"}


def test_without_a_common_set_nothing_can_be_compared():
    before = benchmark(STILL)
    other = {name: replace(info, digest="other") for name, info in before.sets.items()}
    assert "nothing can be compared" in drift(replace(before, sets=other), before, samples=50).message


def test_figures_of_older_files_are_compared_set_by_set_and_the_message_says_so():
    """Those have no counts of documents."""
    old = benchmark(STILL)
    still = SetScores(**dict.fromkeys(FIGURES, Interval(50, 48, 52)), families={})
    after = replace(still, leak=Interval(54, 52, 56), f1=Interval(52, 50, 54))
    slices = {OURS: {name: replace(row, sets={}, parts={}) for name, row in old.slices[OURS].items()}}
    names = {OURS: {name: replace(row, documents=None) for name, row in old.fairness[OURS].items()}}
    old = replace(old, scores={OURS: dict.fromkeys(["a", "b", MEAN], still)}, slices=slices, fairness=names)
    old = replace(old, predictions={})
    row = drift(replace(benchmark(STILL), scores={OURS: {"a": after, "b": still, MEAN: still}}), old, samples=50)
    assert [(r.set, r.figure, r.before, r.after) for r in row.moved] == [("a", "leak", 50, 54)]
    assert row.other_sets == ["slices", "names by origin", "calibration"]
    assert row.message.endswith(UNPAIRED)


def test_counts_come_back_as_they_were():
    part = documents(RECORDS, STILL)
    assert (counts_of(part) == STILL).all()
    some = counts_of(documents(RECORDS, STILL, ("leaked",)))
    assert some.sum() == STILL[:, COUNTS.index("leaked")].sum()
    assert unpack(pack(np.zeros((0, 3), dtype=np.int64)), 3).shape == (0, 3)
    with pytest.raises(PiiError, match="counts of documents cannot be read"):
        counts_of(replace(part, counts="AAAA"))


def test_calibration_error_of_packed_predictions_is_that_of_the_evaluation():
    scores = [i % 97 / 97 for i in range(DOCUMENTS)]
    spans = [(PiiSpan(0, 6 - i % 2, "PERSON", score),) for i, score in enumerate(scores)]
    packed = {"a": predictions(RECORDS, spans, frozenset(["PERSON"]))}
    expected = calibration_of((score, i % 2 == 0) for i, score in enumerate(scores))
    before, change = calibration_change(packed, packed, {"a": DOCUMENTS}, samples=20)
    assert before == pytest.approx(100 * expected.ece, abs=0.05)
    assert change == Interval(0, 0, 0)
