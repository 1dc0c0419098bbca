"""Promises on losses whose law is known: how often they are kept, how tight they are, what is refused."""

import numpy as np
import pytest
from scipy.stats import beta, binom, binomtest

from spacy_pii.errors import PiiError
from spacy_pii.evaluation.guarantee import (
    TAUS,
    Curves,
    Promise,
    Unreachable,
    average_bound,
    betting_bound,
    check_across,
    check_splits,
    choose,
    exact_bound,
    units_needed,
)

RUNS = 300
LEAST = binom.ppf(0.001, RUNS, 0.9) / RUNS
"""Kept promises that chance explains, where nine in ten are to be kept."""


def synthetic(units, seed, never=0.0, leaks=100):
    """Documents of 100 personal characters, of which so many leak until the threshold is below a random number.

    The random number is 10 to the power of -5 U, so at TAUS[k] a document leaks with probability 1 - k / 100. A share
    of the documents leaks at every threshold.
    """
    random = np.random.default_rng(seed)
    weakest = np.where(random.random(units) < never, 0.0, 10.0 ** -(5 * random.random(units)))
    leaked = np.where(weakest[:, None] >= TAUS, 0, leaks)
    tens = np.full(units, 100)
    over = np.tile(np.arange(len(TAUS)), (units, 1))
    return Curves(tens, tens, leaked, over, np.zeros_like(leaked), np.ones((units, 9), dtype=np.int64))


def risk(number, never=0.0):
    """The expected loss at TAUS[number]."""
    return never + (1 - never) * (1 - number / 100)


@pytest.mark.parametrize("loss", ["characters", "documents"])
def test_a_promise_with_confidence_is_kept_as_often_as_it_says_and_not_much_more(loss):
    promise = Promise(0.1, 0.1, loss)
    risks = [risk(choose(synthetic(300, seed), promise).number) for seed in range(RUNS)]
    kept = np.mean([each <= 0.1 + 1e-9 for each in risks])
    assert kept >= LEAST
    assert 0.06 < np.mean(risks) < 0.1


def test_a_promise_on_average_is_kept_on_average():
    risks = [risk(choose(synthetic(100, seed), Promise(0.1, None)).number) for seed in range(RUNS)]
    assert 0.08 < np.mean(risks) < 0.1 + 3 * np.std(risks) / RUNS**0.5
    # A single calibration set may well break it: that is what a confidence is for.
    assert np.mean([each > 0.1 for each in risks]) > 0.2


@pytest.mark.parametrize("law", [beta(0.1, 2), beta(2, 30), binom(1, 0.04), beta(0.05, 0.5)])
def test_betting_bound_holds_and_is_tighter_than_hoeffdings(law):
    samples = law.rvs((RUNS, 400), random_state=7).astype(float)
    bounds = np.array([betting_bound(sample, 0.1) for sample in samples])
    assert np.mean(bounds >= law.mean()) >= LEAST
    hoeffding = samples.mean(axis=1) + np.sqrt(np.log(10) / 800)
    assert np.mean(bounds) < np.mean(hoeffding)


def test_exact_bound_is_clopper_and_pearsons():
    for events in (0, 3, 40):
        losses = np.repeat([1.0, 0.0], [events, 40 - events])[:, None]
        expected = binomtest(events, 40, alternative="less").proportion_ci(0.9, method="exact").high
        assert exact_bound(losses, 0.1)[0] == pytest.approx(expected)


def test_average_bound_counts_one_more_document_that_leaks_everything():
    assert average_bound(np.array([[0.5], [0.0], [0.1]]))[0] == pytest.approx(1.6 / 4)


def test_the_order_of_the_file_does_not_decide():
    curves = synthetic(400, 3)
    by_loss = curves.take(np.argsort(curves.leaked.sum(axis=1)))
    found = [risk(choose(each, Promise(0.1, 0.1)).number) for each in (curves, by_loss)]
    assert found[0] == pytest.approx(found[1], abs=0.02)


def test_too_few_documents_are_refused_with_the_number_that_would_do():
    promise = Promise(0.05, 0.1)
    with pytest.raises(Unreachable, match="20 documents or groups do not carry the promise of 5 %") as refused:
        choose(synthetic(20, 0), promise)
    needed = refused.value.needed
    assert 46 <= needed <= 90
    assert f"label about {needed} in all" in str(refused.value)
    assert choose(synthetic(needed, 0), promise).bound <= 0.05


def test_what_no_number_of_documents_can_carry_is_said_to_be_out_of_reach():
    with pytest.raises(Unreachable, match="more of them would not help") as refused:
        choose(synthetic(500, 0, never=0.2), Promise(0.1, 0.1))
    assert refused.value.needed is None
    assert units_needed(np.full(100, 0.1), Promise(0.1, 0.1)) is None


def test_any_leak_asks_for_more_than_a_share():
    curves = synthetic(500, 1, leaks=10)
    share, whole = (choose(curves, Promise(0.05, 0.1, loss)).tau for loss in ("characters", "documents"))
    assert share > whole


@pytest.mark.parametrize("values", [(0.0, 0.1), (1.0, 0.1), (0.05, 0.0), (0.05, 1.0)])
def test_promises_that_mean_nothing_are_refused(values):
    with pytest.raises(PiiError, match="give a number between 0 and 1"):
        Promise(*values)


def test_documents_of_one_group_are_one_unit_and_count_as_one_text():
    curves = synthetic(6, 2)
    grouped = curves.grouped(["a", "b", "a", "a", "b", "c"])
    assert len(grouped) == 3
    leaked = curves.leaked[[0, 2, 3]].sum(axis=0)
    np.testing.assert_array_equal(grouped.losses("characters")[0], leaked / 300)
    np.testing.assert_array_equal(grouped.losses("documents")[0], leaked > 0)
    assert grouped.histogram.sum() == curves.histogram.sum()


def test_documents_without_personal_data_lose_nothing():
    curves = synthetic(3, 0)
    empty = Curves(**{**{n: getattr(curves, n) for n in Curves.__slots__}, "personal": np.zeros(3, dtype=int)})
    empty = Curves(**{**{n: getattr(empty, n) for n in Curves.__slots__}, "leaked": np.zeros_like(curves.leaked)})
    assert not empty.losses("characters").any()


def test_splits_of_a_set_keep_the_promise_and_other_text_may_break_it():
    curves = synthetic(800, 4)
    check = check_splits(curves, Promise(0.1, 0.1), 100)
    assert check.refused == 0
    assert check.kept_in_set >= check.least > 0.8
    assert 0.06 < check.loss < 0.1
    harder = synthetic(800, 5, never=0.3)
    across = check_across(curves, harder, Promise(0.1, 0.1))
    assert across.loss > 0.3
    with pytest.raises(Unreachable):
        check_splits(synthetic(20, 0), Promise(0.05, 0.1), 5)


def test_counts_are_saved_without_loss_and_foreign_ones_are_refused(tmp_path):
    curves = synthetic(5, 0)
    curves.save(tmp_path / "a.npz")
    again = Curves.load(tmp_path / "a.npz")
    assert all(np.array_equal(getattr(curves, name), getattr(again, name)) for name in Curves.__slots__)
    np.savez(tmp_path / "b.npz", taus=TAUS[:5])
    with pytest.raises(PiiError, match="other thresholds"):
        Curves.load(tmp_path / "b.npz")
