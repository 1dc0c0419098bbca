"""Every quantity of the lattice against brute force over all possible paths."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacy_pii.components.lattice import Lattice, best_paths, decode, pad, partial_likelihood, path_spans, viterbi

LABELS = 2
TAGS = 2 * LABELS + 1
logsumexp = np.logaddexp.reduce


def paths(tokens):
    def possible(path):
        return all(tag <= LABELS or (i > 0 and path[i - 1] in (tag, tag - LABELS)) for i, tag in enumerate(path))

    return np.array([path for path in product(range(TAGS), repeat=tokens) if possible(path)])


def scores(logits, all_paths):
    return logits[np.arange(logits.shape[0]), all_paths].sum(axis=1)


def random_logits(seed, tokens, scale=2.0):
    return np.random.default_rng(seed).normal(0, scale, (tokens, TAGS))


batches = st.tuples(st.integers(0, 10**6), st.lists(st.integers(1, 5), min_size=1, max_size=3))


@given(batches)
def test_partition_marginals_and_verdict_equal_brute_force(batch):
    seed, lengths = batch
    logits = [random_logits(seed + i, length) for i, length in enumerate(lengths)]
    lattice = Lattice.build(pad(logits)[0])
    marginals = lattice.marginals()
    for doc, rows in enumerate(logits):
        every = paths(len(rows))
        weights = scores(rows, every)
        log_z = logsumexp(weights)
        assert lattice.log_z[doc] == pytest.approx(log_z)
        shares = np.exp(weights - log_z)
        expected = [[shares[every[:, t] == tag].sum() for tag in range(TAGS)] for t in range(len(rows))]
        np.testing.assert_allclose(marginals[doc, : len(rows)], expected, atol=1e-9)
        assert lattice.nothing_probability()[doc] == pytest.approx(shares[(every == 0).all(axis=1)].sum())


@given(batches)
def test_best_path_and_span_probabilities_equal_brute_force(batch):
    seed, lengths = batch
    logits = [random_logits(seed + i, length) for i, length in enumerate(lengths)]
    found, _ = decode(logits)
    for rows, spans in zip(logits, found, strict=True):
        every = paths(len(rows))
        weights = scores(rows, every)
        assert [(s.start, s.end, s.label) for s in spans] == path_spans(every[weights.argmax()], LABELS)
        shares = np.exp(weights - logsumexp(weights))
        contained = [set(path_spans(path, LABELS)) for path in every]
        for span in spans:
            holds = [(span.start, span.end, span.label) in entities for entities in contained]
            assert span.score == pytest.approx(shares[holds].sum())


@given(st.integers(0, 10**6), st.integers(1, 60), st.floats(0.1, 6))
def test_search_in_windows_finds_the_path_of_a_search_over_everything(seed, tokens, certainty):
    logits = np.stack([random_logits(seed + doc, tokens) for doc in range(3)])
    logits[:, :, 0] += certainty
    np.testing.assert_array_equal(best_paths(logits), viterbi(logits))


def test_outside_bias_changes_what_is_proposed_and_not_its_probability():
    logits = np.zeros((1, TAGS))
    logits[0, :2] = 1.0, 0.0
    assert decode([logits])[0] == [[]]
    (span,) = decode([logits], outside_bias=-2.0)[0][0]
    assert span.score == pytest.approx(1 / (np.e + 2))


def test_no_entity_begins_or_ends_with_space():
    logits = np.zeros((5, TAGS))
    logits[[0, 1], [1, 1 + LABELS]] = 5.0
    logits[2:, 1 + LABELS] = 3.0
    blank = np.array([True, False, True, False, True])
    (found,), _ = decode([logits], blank=[blank])
    assert [(span.start, span.end) for span in found] == [(1, 4)]
    assert decode([logits], blank=[np.ones(5, dtype=bool)])[0] == [[]]


@given(batches, st.data())
def test_partial_likelihood_sums_over_completions_and_its_gradient_is_exact(batch, data):
    seed, lengths = batch
    logits = [random_logits(seed + i, length) for i, length in enumerate(lengths)]
    allowed = []
    for rows in logits:
        every = paths(len(rows))
        gold = every[data.draw(st.integers(0, len(every) - 1))]
        mask = np.random.default_rng(seed).random(rows.shape) < 0.4
        mask[np.arange(len(rows)), gold] = True
        allowed.append(mask)
    loss, gradient = partial_likelihood(logits, allowed)
    for doc, (rows, mask) in enumerate(zip(logits, allowed, strict=True)):
        every = paths(len(rows))
        fits = mask[np.arange(len(rows)), every].all(axis=1)

        def expected(values, every=every, fits=fits):
            weights = scores(values, every)
            return logsumexp(weights) - logsumexp(weights[fits])

        assert loss[doc] == pytest.approx(expected(rows), abs=1e-9)
        step = 1e-5
        for index in [(0, 0), (len(rows) - 1, TAGS - 1), (len(rows) // 2, 1)]:
            up, down = rows.copy(), rows.copy()
            up[index] += step
            down[index] -= step
            slope = (expected(up) - expected(down)) / (2 * step)
            assert gradient[doc][index] == pytest.approx(slope, abs=1e-6)


def test_result_does_not_depend_on_batch_companions():
    logits = [random_logits(i, length) for i, length in enumerate((3, 40, 1, 17))]
    together, verdicts = decode(logits)
    for rows, spans, verdict in zip(logits, together, verdicts, strict=True):
        alone, alone_verdict = decode([rows])
        assert alone[0] == spans
        assert alone_verdict[0] == verdict


def test_extreme_logits_and_empty_documents_stay_finite():
    wild = np.zeros((3, TAGS))
    wild[0, TAGS - 1] = 5000.0
    found, nothing = decode([wild, np.zeros((0, TAGS))])
    assert found[1] == []
    assert nothing[1] == 1.0
    assert np.isfinite(nothing).all()
    assert viterbi(pad([wild])[0])[0, 0] != TAGS - 1
    assert decode([])[0] == []
