"""The alarm: it warns once about other text, stays silent about like text and about little of it."""

import warnings

import numpy as np
import pytest

from spacy_pii.components.drift import EDGES, WORDS, Histogram, bin_counts, stability_index
from spacy_pii.errors import DriftWarning

random = np.random.default_rng(5)


def texts(names, words=WORDS):
    """Token probabilities of texts in which this share of the words is personal."""
    personal = random.random(words) < names
    return [np.where(personal, random.beta(20, 0.5, words), random.beta(0.3, 60, words))]


def test_every_probability_has_a_bin():
    assert bin_counts(np.array([0, *EDGES, 1])).tolist() == [1] * len(EDGES) + [2]
    assert bin_counts(np.zeros(0)).sum() == 0


def test_index_is_zero_for_equal_shares_and_grows_with_distance():
    assert stability_index([10_000, 20_000], [1_000, 2_000]) == pytest.approx(0, abs=1e-6)
    indices = [stability_index([900, 100], [900 - moved, 100 + moved]) for moved in (0, 50, 200, 800)]
    assert indices == sorted(indices)
    assert indices[-1] > 1


def test_like_text_and_little_text_raise_no_alarm():
    expected = bin_counts(texts(0.1)[0]).tolist()
    seen, little = Histogram(), Histogram()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for _ in range(30):
            seen.add(texts(0.1))
            seen.warn_of_drift(expected)
        little.add(texts(0.9, WORDS - 1))
        little.warn_of_drift(expected)
    assert seen.counts.sum() <= 20 * WORDS


def test_other_text_raises_the_alarm_once():
    expected = bin_counts(texts(0.1)[0]).tolist()
    seen = Histogram()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for _ in range(3):
            seen.add(texts(0.5))
            seen.warn_of_drift(expected)
    assert [warning.category for warning in caught] == [DriftWarning]


def test_text_that_changes_later_is_noticed_among_much_that_did_not():
    expected = bin_counts(texts(0.1)[0]).tolist()
    seen = Histogram()
    for _ in range(100):
        seen.add(texts(0.1))
    for _ in range(30):
        seen.add(texts(0.6))
    with pytest.warns(DriftWarning, match="does not hold for it"):
        seen.warn_of_drift(expected)
