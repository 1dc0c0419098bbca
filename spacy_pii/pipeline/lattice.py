"""The sequence model: BIO tag paths over a text, their probabilities, and the best of them.

A path's score is the sum of its tokens' logits; a path is possible if every I-x follows a B-x or an I-x. Because O and
B-x may follow anything, forward, backward and Viterbi need only O(tags) work per token, not O(tags^2), and everything
here is vectorized over documents and tags (Lafferty et al., 2001, with hard transitions only).

Shapes: D documents, T tokens (padded), L labels. Tags are ordered O, B-1..B-L, I-1..I-L: K = 2L + 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]

_FLOOR = -600.0


@dataclass(frozen=True, slots=True)
class TagSpan:
    """Tokens [start, end) with label number `label` and its probability."""

    start: int
    end: int
    label: int
    score: float


def pad(logits: list[Floats]) -> tuple[Floats, NDArray[np.intp]]:
    """Stack per-document logits (T_d, K) into (D, T, K) and their lengths; a pad token can only be O."""
    lengths = np.array([len(rows) for rows in logits], dtype=np.intp)
    stacked = np.full((len(logits), max(lengths.max(initial=0), 1), logits[0].shape[1]), -np.inf, dtype=np.float64)
    stacked[:, :, 0] = 0.0
    for row, document in zip(stacked, logits, strict=True):
        row[: len(document)] = document
    return stacked, lengths


@dataclass(frozen=True, slots=True)
class Lattice:
    """Scaled forward and backward quantities of a batch.

    emissions: exp(logits), scaled per token, (D, T, K). scale: the forward normalizers c, (D, T). forward: (D, T, K),
    each row sums to 1. leave: probability mass of all that follows a token if no entity goes on, (D, T).
    go_on: the same for "label x goes on", (D, T, L). log_z: log of the sum over paths, (D,).
    """

    emissions: Floats
    scale: Floats
    forward: Floats
    leave: Floats
    go_on: Floats
    log_z: Floats

    @classmethod
    def build(cls, logits: Floats, allowed: NDArray[np.bool_] | None = None) -> Lattice:
        """Run forward and backward over logits (D, T, K); `allowed` restricts the tags of each token."""
        if allowed is not None:
            logits = np.where(allowed, logits, -np.inf)
        peak = logits.max(axis=2, keepdims=True)
        # The floor keeps O possible where an I-x that cannot stand here has all the weight.
        emissions = np.exp(np.maximum(logits - peak, _FLOOR))
        if allowed is not None:
            emissions *= allowed
        docs, tokens, tags = emissions.shape
        labels = (tags - 1) // 2
        forward, scale = np.empty_like(emissions), np.empty((docs, tokens))
        inside = np.zeros((docs, labels))
        for t in range(tokens):
            row = forward[:, t]
            row[:] = emissions[:, t]
            row[:, 1 + labels :] *= inside
            scale[:, t] = row.sum(axis=1)
            row /= scale[:, t, None]
            inside = row[:, 1 : 1 + labels] + row[:, 1 + labels :]
        leave, go_on = np.ones((docs, tokens)), np.zeros((docs, tokens, labels))
        for t in range(tokens - 2, -1, -1):
            after = emissions[:, t + 1] / scale[:, t + 1, None]
            inside = leave[:, t + 1, None] + go_on[:, t + 1]
            leave[:, t] = after[:, 0] * leave[:, t + 1] + (after[:, 1 : 1 + labels] * inside).sum(axis=1)
            go_on[:, t] = after[:, 1 + labels :] * inside
        log_z = np.log(scale).sum(axis=1) + peak[:, :, 0].sum(axis=1)
        return cls(emissions, scale, forward, leave, go_on, log_z)

    def marginals(self) -> Floats:
        """P(tag at token), (D, T, K)."""
        labels = self.go_on.shape[2]
        inside = self.leave[:, :, None] + self.go_on
        marginals = self.forward.copy()
        marginals[:, :, 0] *= self.leave
        marginals[:, :, 1 : 1 + labels] *= inside
        marginals[:, :, 1 + labels :] *= inside
        return marginals

    def span_probability(self, doc: int, start: int, end: int, label: int) -> float:
        """P(an entity of `label` covers exactly tokens [start, end))."""
        labels = self.go_on.shape[2]
        body = self.emissions[doc, start + 1 : end, 1 + labels + label] / self.scale[doc, start + 1 : end]
        probability = self.forward[doc, start, 1 + label] * body.prod() * self.leave[doc, end - 1]
        return float(min(max(probability, 0.0), 1.0))

    def nothing_probability(self) -> Floats:
        """P(no entity anywhere), (D,)."""
        outside = self.emissions[:, :, 0] / self.scale
        # Added up in order, so that padding, which adds zeros, cannot change the last bit.
        return np.exp(np.add.accumulate(np.log(np.maximum(outside, np.finfo(float).tiny)), axis=1)[:, -1])


def viterbi(logits: Floats) -> NDArray[np.intp]:
    """The best possible path of each document, (D, T) tag numbers, for logits (D, T, K)."""
    docs, tokens, tags = logits.shape
    labels = (tags - 1) // 2
    rows = np.arange(docs)
    best_before = np.zeros((docs, tokens), dtype=np.intp)
    began = np.zeros((docs, tokens, labels), dtype=bool)
    score = np.concatenate([logits[:, 0, : 1 + labels], np.full((docs, labels), -np.inf)], axis=1)
    for t in range(1, tokens):
        best_before[:, t] = score.argmax(axis=1)
        top = score[rows, best_before[:, t], None]
        begin, inside = score[:, 1 : 1 + labels], score[:, 1 + labels :]
        began[:, t] = begin >= inside
        score = logits[:, t] + np.concatenate(
            [np.broadcast_to(top, (docs, 1 + labels)), np.maximum(begin, inside)], axis=1
        )
    path = np.empty((docs, tokens), dtype=np.intp)
    path[:, -1] = score.argmax(axis=1)
    for t in range(tokens - 1, 0, -1):
        tag = path[:, t]
        label = np.maximum(tag - 1 - labels, 0)
        from_inside = np.where(began[rows, t, label], 1 + label, 1 + labels + label)
        path[:, t - 1] = np.where(tag > labels, from_inside, best_before[:, t])
    return path


def path_spans(path: NDArray[np.intp], labels: int) -> list[tuple[int, int, int]]:
    """The entities of one path (T,) as (start, end, label number)."""
    spans: list[tuple[int, int, int]] = []
    starts = np.flatnonzero((path > 0) & (path <= labels))
    for start in starts:
        label = int(path[start]) - 1
        end = int(start) + 1
        while end < len(path) and path[end] == 1 + labels + label:
            end += 1
        spans.append((int(start), end, label))
    return spans


def decode(logits: list[Floats], *, outside_bias: float = 0.0) -> tuple[list[list[TagSpan]], Floats]:
    """The best entities of each document with their probabilities, and P(no entity anywhere) of each, (D,).

    logits: one (T_d, K) array for each document, already divided by the temperature. outside_bias is added to the logit
    of O when the best path is sought, not when its probability is computed: below 0 it proposes more entities, above 0
    fewer.
    """
    if not logits:
        return [], np.ones(0)
    stacked, lengths = pad(logits)
    labels = (stacked.shape[2] - 1) // 2
    lattice = Lattice.build(stacked)
    if outside_bias:
        biased = stacked.copy()
        biased[:, :, 0] += outside_bias
        paths = viterbi(biased)
    else:
        paths = viterbi(stacked)
    found = []
    for doc, (path, length) in enumerate(zip(paths, lengths, strict=True)):
        spans = path_spans(path[:length], labels)
        found.append([TagSpan(*span, lattice.span_probability(doc, *span)) for span in spans])
    return found, lattice.nothing_probability()


def partial_likelihood(logits: list[Floats], allowed: list[NDArray[np.bool_]]) -> tuple[Floats, list[Floats]]:
    """Negative log probability that the path uses allowed tags only, (D,), and its gradient for each document's logits.

    allowed: (T_d, K) for each document. With exactly one tag allowed at each token this is the usual loss; with more,
    the sum over every completion (Tsuboi et al., 2008): what a source does not annotate is not punished.
    """
    stacked, lengths = pad(logits)
    mask = np.zeros(stacked.shape, dtype=bool)
    mask[:, :, 0] = True
    for row, document in zip(mask, allowed, strict=True):
        row[: len(document)] = document
    free, bound = Lattice.build(stacked), Lattice.build(stacked, mask)
    gradient = free.marginals() - bound.marginals()
    return free.log_z - bound.log_z, [rows[:length] for rows, length in zip(gradient, lengths, strict=True)]
