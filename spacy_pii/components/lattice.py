"""The sequence model: BIO tag paths over a text, their probabilities, and the best of them.

A path's score is the sum of its tokens' logits; a path is possible if every I-x follows a B-x or an I-x. Because O and
B-x may follow anything, forward, backward and Viterbi need only O(tags) work per token, not O(tags^2), and everything
here is vectorized over documents and tags (Lafferty et al., 2001, with hard transitions only).

Shapes: D documents, T tokens (padded), L labels. Tags are ordered O, B-1..B-L, I-1..I-L: K = 2L + 1.
"""

from __future__ import annotations

from collections.abc import Sequence
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

    The state before a token is either outside, from where O and every B-x may follow, or inside some x, from where I-x
    may follow as well. outside, begin, inside: exp(logits) of O, B-x and I-x, scaled per token, (D, T), (D, T, L),
    (D, T, L). scale: the forward normalizers c, (D, T). open: P(token t is in an entity x | text up to t), (D, T, L).
    log_z: log of the sum over paths, (D,).
    """

    outside: Floats
    begin: Floats
    inside: Floats
    scale: Floats
    open: Floats
    log_z: Floats

    @classmethod
    def build(cls, logits: Floats, allowed: NDArray[np.bool_] | None = None) -> Lattice:
        """Run forward over logits (D, T, K); `allowed` restricts the tags of each token."""
        if allowed is not None:
            logits = np.where(allowed, logits, -np.inf)
        peak = logits.max(axis=2, keepdims=True)
        # The floor keeps O possible where an I-x that cannot stand here has all the weight.
        emissions = np.exp(np.maximum(logits - peak, _FLOOR))
        if allowed is not None:
            emissions *= allowed
        docs, tokens, tags = emissions.shape
        labels = (tags - 1) // 2
        outside, begin = emissions[:, :, 0], emissions[:, :, 1 : 1 + labels]
        inside = emissions[:, :, 1 + labels :]
        start = outside + begin.sum(axis=2)
        scale, opened = np.empty((docs, tokens, 1)), np.empty((docs, tokens, labels))
        mass = np.zeros((docs, labels))
        for t in range(tokens):
            going = inside[:, t] * mass
            scale[:, t, 0] = start[:, t] + going.sum(axis=1)
            mass = np.divide(begin[:, t] + going, scale[:, t], out=opened[:, t])
        log_z = (np.log(scale[:, :, 0]) + peak[:, :, 0]).sum(axis=1)
        return cls(outside, begin, inside, scale[:, :, 0], opened, log_z)

    def after(self) -> tuple[Floats, Floats]:
        """Run backward: what follows a token, relative to all that can follow the text up to it.

        Returns `leave`, if no entity goes on, (D, T), and `go_on`, if entity x does, (D, T, L).
        """
        docs, tokens, labels = self.begin.shape
        scale = self.scale[:, :, None]
        begin, inside = self.begin / scale, self.inside / scale
        start = self.outside / self.scale + begin.sum(axis=2)
        leave, go_on = np.ones((docs, tokens, 1)), np.zeros((docs, tokens, labels))
        for t in range(tokens - 2, -1, -1):
            after, going = leave[:, t + 1], go_on[:, t + 1]
            leave[:, t, 0] = start[:, t + 1] * after[:, 0] + (begin[:, t + 1] * going).sum(axis=1)
            np.multiply(inside[:, t + 1], after + going, out=go_on[:, t])
        return leave[:, :, 0], go_on

    def marginals(self) -> Floats:
        """P(tag at token), (D, T, K)."""
        leave, go_on = self.after()
        total = leave[:, :, None] + go_on
        begin = self.begin / self.scale[:, :, None]
        outside = self.outside / self.scale * leave
        return np.concatenate([outside[:, :, None], begin * total, (self.open - begin) * total], axis=2)

    def label_marginals(self) -> Floats:
        """P(token is in an entity x), (D, T, L); their sum over labels is P(token is in any entity)."""
        leave, go_on = self.after()
        return self.open * (leave[:, :, None] + go_on)

    def nothing_probability(self) -> Floats:
        """P(no entity anywhere), (D,)."""
        outside = np.log(np.maximum(self.outside / self.scale, np.finfo(float).tiny))
        # Added up in order, so that padding, which adds zeros, cannot change the last bit.
        return np.exp(np.add.accumulate(outside, axis=1)[:, -1])


def viterbi(logits: Floats) -> NDArray[np.intp]:
    """The best possible path of each document, (D, T) tag numbers, for logits (D, T, K).

    B-x and I-x allow the same successors, so one state stands for both: "in x". It remembers whether it went on.
    """
    docs, tokens, tags = logits.shape
    labels = (tags - 1) // 2
    outside, begin, inside = logits[:, :, 0], logits[:, :, 1 : 1 + labels], logits[:, :, 1 + labels :]
    went_on = np.zeros((docs, tokens, labels), dtype=bool)
    scores = np.full((docs, tokens, labels), -np.inf)
    top = np.zeros((docs, tokens + 1, 1))
    for t in range(tokens):
        opening, going = begin[:, t] + top[:, t], inside[:, t] + scores[:, t - 1]
        np.greater(going, opening, out=went_on[:, t])
        np.maximum(opening, going, out=scores[:, t])
        top[:, t + 1, 0] = np.maximum(outside[:, t] + top[:, t, 0], scores[:, t].max(axis=1))
    in_entity = scores.max(axis=2) > outside + top[:, :-1, 0]
    best_label = scores.argmax(axis=2)
    path = np.zeros((docs, tokens), dtype=np.intp)
    for doc in range(docs):
        t = tokens - 1
        while t >= 0:
            if in_entity[doc, t]:
                label = best_label[doc, t]
                while went_on[doc, t, label]:
                    path[doc, t] = 1 + labels + label
                    t -= 1
                path[doc, t] = 1 + label
            t -= 1
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


def best_paths(logits: Floats) -> NDArray[np.intp]:
    """What `viterbi` returns; documents whose best tags already make a possible path need no search."""
    labels = (logits.shape[2] - 1) // 2
    paths = logits.argmax(axis=2)
    before = np.concatenate([np.zeros_like(paths[:, :1]), paths[:, :-1]], axis=1)
    broken = ((paths > labels) & (before != paths) & (before != paths - labels)).any(axis=1)
    if broken.any():
        paths[broken] = viterbi(logits[broken])
    return paths


def decode(
    logits: list[Floats], *, outside_bias: float = 0.0, blank: Sequence[NDArray[np.bool_]] | None = None
) -> tuple[list[list[TagSpan]], Floats]:
    """The best entities of each document with their probabilities, and P(no entity anywhere) of each, (D,).

    logits: one (T_d, K) array for each document, already divided by the temperature. outside_bias is added to the logit
    of O when the best path is sought, not when its probability is computed: below 0 it proposes more entities, above 0
    fewer. blank: tokens such as spaces, (T_d,) for each document; no entity begins or ends
    with one. An entity's probability
    is that of exactly its tokens with its label, summed over all paths.
    """
    if not logits:
        return [], np.ones(0)
    stacked, lengths = pad(logits)
    labels = (stacked.shape[2] - 1) // 2
    if blank is None:
        blank = [np.zeros(length, dtype=bool) for length in lengths]
    _begin_after_blanks(stacked, blank)
    lattice = Lattice.build(stacked)
    nothing = lattice.nothing_probability()
    if outside_bias:
        stacked[:, :, 0] += outside_bias
    paths = [path[:length] for path, length in zip(best_paths(stacked), lengths, strict=True)]
    found: list[list[TagSpan]] = [[] for _ in paths]
    full = np.array([doc for doc, path in enumerate(paths) if path.any()], dtype=np.intp)
    if len(full):
        lattice = Lattice(*(getattr(lattice, name)[full] for name in lattice.__slots__))
        leave, _ = lattice.after()
        for row, doc in enumerate(full):
            for start, end, label in path_spans(paths[doc], labels):
                last = end
                while blank[doc][end - 1]:
                    end -= 1
                going = lattice.inside[row, start + 1 : last, label] / lattice.scale[row, start + 1 : last]
                opening = lattice.begin[row, start, label] / lattice.scale[row, start]
                reached = opening * np.concatenate([[1.0], going.cumprod()])
                # An entity that goes on over blank tokens at its end is the same entity.
                score = float((reached[end - start - 1 :] * leave[row, end - 1 : last]).sum())
                found[doc].append(TagSpan(start, end, label, min(max(score, 0.0), 1.0)))
    return found, nothing


def token_probabilities(logits: list[Floats], blank: Sequence[NDArray[np.bool_]]) -> list[Floats]:
    """P(token is in an entity x), (T_d, L) for each document; arguments as those of `decode`."""
    if not logits:
        return []
    stacked, lengths = pad(logits)
    _begin_after_blanks(stacked, blank)
    marginals = Lattice.build(stacked).label_marginals()
    return [rows[:length] for rows, length in zip(marginals, lengths, strict=True)]


def _begin_after_blanks(stacked: Floats, blank: Sequence[NDArray[np.bool_]]) -> None:
    for rows, spaces in zip(stacked, blank, strict=True):
        _begin_after(rows[: len(spaces)], spaces)


def _begin_after(rows: Floats, blank: NDArray[np.bool_]) -> None:
    """Let no entity begin with a blank token, in place; what would, begins with the next token instead.

    Of a path B-x at a blank token and I-x after it, the weight goes to O and B-x where B-x is the token's best tag, so
    nothing is lost there but entities of blank tokens alone. rows: (T, K).
    """
    labels = (rows.shape[1] - 1) // 2
    for token in np.flatnonzero(blank).tolist():
        begin = rows[token, 1 : 1 + labels]
        if token + 1 < len(rows) and begin.max() > max(rows[token, 0], rows[token, 1 + labels :].max()):
            moved = begin - rows[token, 0] + rows[token + 1, 1 + labels :]
            following = rows[token + 1, 1 : 1 + labels]
            np.logaddexp(following, moved, out=following)
        rows[token, 1 : 1 + labels] = -np.inf


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


def token_marginals(logits: list[Floats]) -> list[Floats]:
    """P(tag at token) of each document, (T_d, K), summed over all paths."""
    if not logits:
        return []
    stacked, lengths = pad(logits)
    marginals = Lattice.build(stacked).marginals()
    return [rows[:length] for rows, length in zip(marginals, lengths, strict=True)]


def soft_likelihood(logits: list[Floats], marginals: list[Floats]) -> tuple[Floats, list[Floats]]:
    """Cross-entropy to a teacher, up to the teacher's entropy, (D,), and its gradient for each document's logits.

    marginals: the teacher's P(tag at token), (T_d, K). Paths are an exponential family in the logits, so the gradient
    of the divergence between two distributions over whole paths is the difference of their marginals.
    """
    stacked, lengths = pad(logits)
    lattice = Lattice.build(stacked)
    loss = lattice.log_z - np.array([(rows * soft).sum() for rows, soft in zip(logits, marginals, strict=True)])
    own = lattice.marginals()
    return loss, [rows[:length] - soft for rows, length, soft in zip(own, lengths, marginals, strict=True)]
