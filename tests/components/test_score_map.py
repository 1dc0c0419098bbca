import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacy_pii.components.score_map import ScoreMap, fit_score_map
from spacy_pii.errors import PiiError

chances = st.floats(0, 1)


def drawn(seed, count=4000, truth=lambda score: score):
    """Scores and outcomes that are right as often as `truth` says."""
    rng = np.random.default_rng(seed)
    scores = rng.beta(2, 1, count)
    return scores, rng.random(count) < truth(scores)


def test_default_changes_nothing():
    assert [ScoreMap()(score) for score in (0.0, 0.3, 1.0)] == [0.0, 0.3, 1.0]


def test_over_confident_scores_become_how_often_they_are_right():
    scores, right = drawn(1, truth=lambda score: score**3)
    fitted = fit_score_map(scores, right)
    for score in (0.5, 0.7, 0.9):
        assert fitted(score) == pytest.approx(score**3, abs=0.04)


def test_honest_scores_are_left_alone():
    fitted = fit_score_map(*drawn(2))
    assert [fitted(score) for score in (0.2, 0.5, 0.9)] == pytest.approx([0.2, 0.5, 0.9], abs=0.05)


@given(st.integers(0, 10**6), st.integers(0, 40), chances, chances)
def test_fitted_map_keeps_the_order_and_stays_a_probability(seed, count, one, other):
    scores, right = drawn(seed, count, truth=lambda score: 1 - score)
    fitted = fit_score_map(scores, right)
    low, high = sorted((one, other))
    assert 0 <= fitted(low) <= fitted(high) + 1e-12 <= 1 + 1e-12


def test_scores_that_mean_the_opposite_become_constant():
    fitted = fit_score_map(*drawn(3, truth=lambda score: 1 - score))
    assert fitted(0.9) <= fitted(0.1) + 0.05


def test_no_outcomes_change_nothing():
    assert fit_score_map([], []) == ScoreMap()


@pytest.mark.parametrize("numbers", [(-1, 1, 0), (1, -0.1, 0), (1, 1, float("nan"))])
def test_maps_that_do_not_rise_are_refused(numbers):
    with pytest.raises(PiiError, match="does not rise"):
        ScoreMap(*numbers)
