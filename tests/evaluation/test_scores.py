import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacy_pii.errors import PiiError
from spacy_pii.evaluation.scores import LabelScores, score, score_spans
from spacy_pii.labels import ALL_LABELS, LABELS, family
from spacy_pii.records import PiiRecord, PiiSpan

TEXT = "Anna met Bo Li."
GOLD = PiiRecord(TEXT, (PiiSpan(0, 4, "PERSON"), PiiSpan(9, 14, "PERSON")))


def predicted(*spans: tuple[int, int, str]) -> PiiRecord:
    return PiiRecord(TEXT, tuple(PiiSpan(*span) for span in spans))


def test_perfect_predictions_leak_nothing_and_score_100():
    scores = score([GOLD], [GOLD])
    assert (scores.leakage, scores.over_redaction, scores.unjudged) == (0, 0, 0)
    assert (scores.fully_redacted, scores.typed, scores.f1) == (100, 100, 100)


def test_no_predictions_leak_everything():
    scores = score([GOLD], [predicted()])
    assert (scores.leakage, scores.fully_redacted, scores.typed, scores.f1) == (100, 0, 0, 0)


def test_leakage_counts_gold_characters_under_no_prediction_whatever_its_label():
    scores = score([GOLD], [predicted((0, 2, "URL"), (9, 14, "PERSON"))])
    assert scores.leakage == pytest.approx(100 * 2 / 9)
    assert scores.fully_redacted == 0
    assert scores.typed == 50


def test_over_redaction_counts_the_characters_outside_gold():
    scores = score([GOLD], [predicted((0, 8, "PERSON"), (9, 15, "PERSON"))])
    assert scores.over_redaction == pytest.approx(100 * 5 / 6)
    assert (scores.leakage, scores.fully_redacted, scores.typed, scores.f1) == (0, 100, 100, 0)


def test_families_that_the_gold_does_not_annotate_are_unjudged():
    gold = PiiRecord(TEXT, GOLD.spans, annotated=frozenset({"PERSON"}))
    scores = score([gold], [predicted((0, 4, "PERSON"), (5, 8, "PHONE_NUMBER"), (9, 14, "PERSON"))])
    assert scores.over_redaction == 0
    assert scores.unjudged == pytest.approx(100 * 3 / 6)
    assert scores.f1 == 100


def test_labels_of_other_systems_outside_the_table_are_unjudged():
    scores = score([GOLD], [predicted((5, 8, "NRP"))])
    assert (scores.over_redaction, scores.unjudged) == (0, 50)


def test_ignored_stretches_count_neither_way():
    gold = PiiRecord("Mr Bo ran", (PiiSpan(3, 5, "PERSON"),), ignore=((0, 2),))
    scores = score([gold], [PiiRecord("Mr Bo ran", (PiiSpan(0, 2, "PERSON"), PiiSpan(3, 5, "PERSON")))])
    assert (scores.over_redaction, scores.precision, scores.f1) == (0, 100, 100)


def test_parts_of_an_address_are_one_family():
    text = "1 Elm St, Bath"
    gold = PiiRecord(text, (PiiSpan(0, 8, "STREET_ADDRESS"), PiiSpan(10, 14, "LOCATION")))
    scores = score([gold], [PiiRecord(text, (PiiSpan(0, 8, "GPE"), PiiSpan(10, 14, "STREET_ADDRESS")))])
    assert (scores.typed, scores.f1) == (100, 100)
    assert scores.families == {"LOCATION": LabelScores(count=2, found=2, covered=2, tp=2)}
    assert set(scores.labels) == {"STREET_ADDRESS", "LOCATION"}


def test_a_wrong_type_covers_but_is_not_found():
    scores = score([GOLD], [predicted((0, 4, "ORGANIZATION"), (9, 14, "PERSON"))])
    assert scores.labels["PERSON"] == LabelScores(count=2, found=1, covered=2, tp=1, fn=1)
    assert scores.labels["ORGANIZATION"] == LabelScores(fp=1)
    assert scores.labels["PERSON"].f1 == pytest.approx(200 / 3)
    assert (scores.precision, scores.recall, scores.f1) == (50, 50, 50)


def test_exact_f1_leaves_out_families_that_are_not_complete():
    scores = score(
        [GOLD],
        [predicted((0, 2, "PERSON"), (5, 8, "URL"))],
        judged=frozenset({"PERSON", "URL"}),
        complete=frozenset({"URL"}),
    )
    assert scores.labels["PERSON"].f1 is None
    assert scores.labels["URL"] == LabelScores(fp=1)
    assert scores.over_redaction == 50


def test_documents_without_gold_do_not_count_as_fully_redacted():
    empty = PiiRecord("Nothing here.")
    scores = score([GOLD, empty], [GOLD, empty])
    assert (scores.documents, scores.documents_with_gold, scores.spans, scores.fully_redacted) == (2, 1, 2, 100)


def test_nothing_to_score_gives_zeros():
    scores = score([], [])
    assert (scores.leakage, scores.typed, scores.f1, scores.documents) == (0, 0, 0, 0)


def test_the_json_form_is_plain_and_rounded():
    row = json.loads(json.dumps(score([GOLD], [predicted((0, 2, "URL"))]).to_dict()))
    assert row["leakage"] == 77.7778
    assert row["labels"]["PERSON"] == {"count": 2, "found": 0, "covered": 0, "tp": 0, "fp": 0, "fn": 2}


def test_overlapping_predictions_of_a_foreign_system_count_once():
    spans = [PiiSpan(0, 4, "PERSON"), PiiSpan(0, 4, "PER"), PiiSpan(0, 8, "PERSON")]
    scores = score_spans([GOLD], [spans])
    assert scores.labels["PERSON"] == LabelScores(count=2, found=1, covered=1, tp=1, fp=1, fn=1)


def test_too_few_predictions_are_refused():
    with pytest.raises(ValueError, match="shorter"):
        score_spans([GOLD, GOLD], [GOLD.spans])


@pytest.mark.parametrize(
    ("gold", "other", "problem"),
    [
        ([GOLD, GOLD], [GOLD, PiiRecord("Someone else")], "record 2: .*texts"),
        ([PiiRecord("A", id="1")], [PiiRecord("A", id="2")], "record 1: .*ids"),
        ([GOLD, GOLD], [GOLD], "predicted records end before record 2"),
        ([GOLD], [GOLD, GOLD], "gold records end before record 2"),
    ],
)
def test_predictions_for_other_records_are_refused_without_showing_text(gold, other, problem):
    with pytest.raises(PiiError, match=problem) as caught:
        score(gold, other)
    assert "Anna" not in str(caught.value)
    assert "Someone" not in str(caught.value)


def test_an_id_that_only_one_side_has_is_no_difference():
    assert score([PiiRecord("A", id="1")], [PiiRecord("A")]).documents == 1


def reference(records, predictions, judged, complete):
    """The definitions, one character and one span at a time."""
    leaked = personal = over = unjudged = other = redacted = with_gold = found = count = tp = fp = fn = 0
    for record, spans in zip(records, predictions, strict=True):
        gold = {(s.start, s.end, family(s.label)) for s in record.spans}
        pred = {(s.start, s.end, family(s.label)) for s in spans}
        ignored = {i for a, b in record.ignore for i in range(a, b)}
        missed = 0
        for i in range(len(record.text)):
            covering = {f for a, b, f in pred if a <= i < b}
            if any(a <= i < b for a, b, _ in gold):
                personal += 1
                missed += not covering
            elif i not in ignored:
                other += 1
                over += bool(covering & judged)
                unjudged += bool(covering) and not covering & judged
        leaked += missed
        with_gold += bool(gold)
        redacted += bool(gold) and not missed
        count += len(gold)
        found += sum(any(pf == f and pa < b and a < pb for pa, pb, pf in pred) for a, b, f in gold)
        exact_gold, exact_pred = {s for s in gold if s[2] in complete}, {s for s in pred if s[2] in complete}
        tp += len(exact_gold & exact_pred)
        fn += len(exact_gold - exact_pred)
        fp += sum(ignored.isdisjoint(range(a, b)) for a, b, _ in exact_pred - exact_gold)
    return {
        "leakage": 100 * leaked / max(1, personal),
        "over_redaction": 100 * over / max(1, other),
        "unjudged": 100 * unjudged / max(1, other),
        "fully_redacted": 100 * redacted / max(1, with_gold),
        "typed": 100 * found / max(1, count),
        "precision": 100 * tp / max(1, tp + fp),
        "recall": 100 * tp / max(1, tp + fn),
        "f1": 200 * tp / max(1, 2 * tp + fp + fn),
    }


# Few labels and short texts, so that spans meet.
LENGTH = 24
FEW_LABELS = st.sampled_from(["PERSON", "STREET_ADDRESS", "LOCATION", "GPE", "PHONE_NUMBER", "NRP"])
FEW_FAMILIES = st.frozensets(st.sampled_from(["PERSON", "LOCATION", "PHONE"]))
STRETCH = st.tuples(st.integers(0, LENGTH - 1), st.integers(1, 6)).map(lambda s: (s[0], min(LENGTH, sum(s))))
ANY_SPANS = st.lists(st.builds(lambda ab, label: PiiSpan(*ab, label), STRETCH, FEW_LABELS), max_size=6)


def without_overlaps(spans: list[PiiSpan]) -> tuple[PiiSpan, ...]:
    kept: list[PiiSpan] = []
    for span in sorted(spans):
        if not kept or kept[-1].end <= span.start:
            kept.append(span)
    return tuple(kept)


RECORD = st.builds(
    lambda spans, ignore: PiiRecord("x" * LENGTH, without_overlaps(spans), ignore=tuple(ignore)),
    ANY_SPANS,
    st.lists(STRETCH, max_size=2),
)


@given(st.lists(st.tuples(RECORD, ANY_SPANS), max_size=4), FEW_FAMILIES, FEW_FAMILIES)
def test_figures_equal_those_counted_character_by_character(pairs, judged, complete):
    records, predictions = [r for r, _ in pairs], [p for _, p in pairs]
    scores = score_spans(records, predictions, judged=judged, complete=complete)
    expected = reference(records, predictions, judged, complete)
    assert {name: getattr(scores, name) for name in expected} == pytest.approx(expected)


@given(st.lists(st.tuples(RECORD, RECORD), max_size=4))
def test_rows_add_up_to_the_totals(pairs):
    scores = score([g for g, _ in pairs], [p for _, p in pairs])
    for rows in (scores.families, scores.labels):
        assert sum(row.count for row in rows.values()) == scores.spans
        tp, wrong = (sum(sum(getattr(r, k) for k in ks) for r in rows.values()) for ks in (("tp",), ("fp", "fn")))
        assert scores.f1 == pytest.approx(200 * tp / max(1, 2 * tp + wrong))


def test_everything_the_table_holds_is_judged_by_default():
    for label in ALL_LABELS:
        scores = score([PiiRecord(TEXT)], [predicted((0, 4, LABELS[label].family))])
        assert (scores.over_redaction, scores.unjudged) == (pytest.approx(100 * 4 / len(TEXT)), 0)
