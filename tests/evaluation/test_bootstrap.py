import numpy as np
import pytest

from spacy_pii.errors import PiiError
from spacy_pii.evaluation.bootstrap import FIGURES, MEAN, bootstrap, figures, paired_bootstrap
from spacy_pii.evaluation.scores import COUNTS, score_documents
from spacy_pii.records import PiiRecord, PiiSpan

TEXT = "Call Anna in Ulm."
ANNA, ULM, CALL = PiiSpan(5, 9, "PERSON"), PiiSpan(13, 16, "LOCATION"), PiiSpan(0, 4, "PERSON")
GOLD = [PiiRecord(TEXT, (ANNA, ULM))] * 40


def counts(*found):
    """40 documents, to which the given predictions are dealt in turn."""
    predicted = [found[i % len(found)] for i in range(len(GOLD))]
    return score_documents(GOLD, predicted)[1]


def test_counts_of_documents_add_up_to_the_scores():
    scores, documents = score_documents(GOLD[:3], [(ANNA, ULM), (ANNA, CALL), ()])
    assert documents.shape == (3, len(COUNTS))
    assert documents.min() >= 0
    values = dict(zip(FIGURES, figures(documents.sum(axis=0)), strict=True))
    assert values == pytest.approx(
        {
            "leak": scores.leakage,
            "over": scores.over_redaction,
            "unjudged": scores.unjudged,
            "full": scores.fully_redacted,
            "typed": scores.typed,
            "f1": scores.f1,
            "precision": 100 * 3 / 4,
            "recall": 100 * 3 / 6,
        }
    )
    assert scores.leakage == pytest.approx(100 * 10 / 21)


def test_interval_holds_the_value_and_narrows_with_more_documents():
    few, many = (bootstrap({"a": np.tile(counts((ANNA,), (ANNA, ULM)), (n, 1))})["a"]["leak"] for n in (1, 16))
    assert few.value == many.value == pytest.approx(100 * 3 / 14, abs=1e-4)
    assert few.low < few.value < few.high
    assert many.high - many.low < 0.5 * (few.high - few.low)


def test_interval_covers_the_truth_about_as_often_as_it_says():
    rng = np.random.default_rng(1)
    hits = 0
    for _ in range(200):
        sample = np.where(rng.random((60, 1)) < 0.3, counts((ANNA,))[0], counts((ANNA, ULM))[0])
        leak = bootstrap({"a": sample}, samples=200)["a"]["leak"]
        hits += leak.low <= 100 * 0.3 * 3 / 7 <= leak.high
    assert 176 <= hits <= 199


def test_systems_that_find_the_same_do_not_differ():
    difference = paired_bootstrap({"a": counts((ANNA,), ())}, {"a": counts((ANNA,), ())})["a"]["leak"]
    assert (difference.value, difference.low, difference.high) == (0, 0, 0)
    assert not difference.beyond_noise


def test_pairs_show_a_difference_that_separate_intervals_hide():
    hard = [(), (ANNA, ULM)]
    worse, better = counts(*hard * 3, ()), counts(*hard * 3, (ANNA,))
    alone = [bootstrap({"a": rows})["a"]["leak"] for rows in (worse, better)]
    assert alone[1].high > alone[0].low
    difference = paired_bootstrap({"a": worse}, {"a": better})["a"]["leak"]
    assert difference.value == pytest.approx(alone[0].value - alone[1].value, abs=1e-3)
    assert difference.low > 0
    assert difference.beyond_noise


def test_mean_is_over_sets_and_not_over_documents():
    sets = {"small": counts((ANNA, ULM))[:4], "large": counts(())}
    intervals = bootstrap(sets)
    assert intervals[MEAN]["leak"].value == 50
    assert MEAN not in bootstrap({"small": sets["small"]})
    assert paired_bootstrap(sets, {"small": sets["small"], "large": counts((ANNA, ULM))})[MEAN]["leak"].value == 50


def test_the_same_seed_gives_the_same_interval():
    sets = {"a": counts((ANNA,), ())}
    assert bootstrap(sets, seed=3) == bootstrap(sets, seed=3)
    assert bootstrap(sets, seed=3) != bootstrap(sets, seed=4)


def test_systems_scored_on_other_documents_are_refused():
    with pytest.raises(PiiError, match="not scored on the same documents"):
        paired_bootstrap({"a": counts(())}, {"a": counts(())[:5]})
    with pytest.raises(PiiError, match="not scored on the same documents"):
        paired_bootstrap({"a": counts(())}, {"b": counts(())})


def test_a_set_without_documents_is_refused():
    with pytest.raises(PiiError, match="'a' has no documents"):
        bootstrap({"a": counts(())[:0]})
