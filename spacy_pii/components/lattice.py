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
_FORBIDDEN = -1e4
"""In the place of minus infinity where logits are added up and subtracted again."""


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
        outside, begin, inside = emissions[:, :, 0], emissions[:, :, 1 : 1 + labels], emissions[:, :, 1 + labels :]
        start, begins, insides = _by_token(outside + begin.sum(axis=2), begin, inside)
        scale, opened = np.empty((tokens, docs)), np.empty((tokens, docs, labels))
        mass, going = np.zeros((docs, labels)), np.empty((docs, labels))
        for t in range(tokens):
            np.multiply(insides[t], mass, out=going)
            np.add(np.add.reduce(going, axis=1), start[t], out=scale[t])
            going += begins[t]
            mass = np.divide(going, scale[t][:, None], out=opened[t])
        scale, opened = scale.T, opened.transpose(1, 0, 2)
        log_z = (np.log(scale) + peak[:, :, 0]).sum(axis=1)
        return cls(outside, begin, inside, scale, opened, log_z)

    def after(self) -> tuple[Floats, Floats]:
        """Run backward: what follows a token, relative to all that can follow the text up to it.

        Returns `leave`, if no entity goes on, (D, T), and `go_on`, if entity x does, (D, T, L).
        """
        docs, tokens, labels = self.begin.shape
        scale = self.scale[:, :, None]
        begins, insides = _by_token(self.begin / scale, self.inside / scale)
        start = (self.outside / self.scale).T + begins.sum(axis=2)
        leave, go_on = np.ones((tokens, docs)), np.zeros((tokens, docs, labels))
        part = np.empty((docs, labels))
        for t in range(tokens - 2, -1, -1):
            after, going = leave[t + 1], go_on[t + 1]
            np.multiply(begins[t + 1], going, out=part)
            np.add(start[t + 1] * after, np.add.reduce(part, axis=1), out=leave[t])
            np.add(going, after[:, None], out=part)
            np.multiply(insides[t + 1], part, out=go_on[t])
        return leave.T, go_on.transpose(1, 0, 2)

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

    def span_probability(self, leave: Floats, row: int, start: int, end: int, label: int, last: int) -> float:
        """P(an entity with this label begins at `start` and ends with a token of [end - 1, last)), in one document.

        leave: from `after`.
        """
        going = self.inside[row, start + 1 : last, label] / self.scale[row, start + 1 : last]
        opening = self.begin[row, start, label] / self.scale[row, start]
        reached = opening * np.concatenate([[1.0], going.cumprod()])
        score = float((reached[end - start - 1 :] * leave[row, end - 1 : last]).sum())
        return min(max(score, 0.0), 1.0)

    def nothing_probability(self) -> Floats:
        """P(no entity anywhere), (D,)."""
        outside = np.log(np.maximum(self.outside / self.scale, np.finfo(float).tiny))
        # Added up in order, so that padding, which adds zeros, cannot change the last bit.
        return np.exp(np.add.accumulate(outside, axis=1)[:, -1])


def viterbi(logits: Floats) -> NDArray[np.intp]:
    """The best possible path of each document, (D, T) tag numbers, for logits (D, T, K).

    B-x and I-x allow the same successors, so one state stands for both: "in x". What an entity gains from its first
    token s to t is B's logit at s and the sum of I's after it, a difference of two running sums: so the best beginning
    up to t is a running maximum, and one addition turns it into a score.
    """
    docs, tokens, tags = logits.shape
    labels = (tags - 1) // 2
    running = np.maximum(logits[:, :, 1 + labels :], _FORBIDDEN).cumsum(axis=1)
    outside, lead, running = _by_token(logits[:, :, :1], logits[:, :, 1 : 1 + labels] - running, running)
    best, top = np.empty((tokens, docs, labels)), np.zeros((tokens + 1, docs, 1))
    before, scores = np.full((docs, labels), -np.inf), np.empty((docs, labels))
    for t in range(tokens):
        np.add(lead[t], top[t], out=scores)
        before = np.maximum(before, scores, out=best[t])
        np.add(before, running[t], out=scores)
        np.maximum.reduce(scores, axis=1, keepdims=True, out=top[t + 1])
        np.maximum(top[t + 1], outside[t] + top[t], out=top[t + 1])
    went_on = np.zeros((tokens, docs, labels), dtype=bool)
    np.greater(best[:-1], lead[1:] + top[1:-1], out=went_on[1:])
    best += running
    in_entity = best.max(axis=2) > (outside + top[:-1])[:, :, 0]
    best_label = best.argmax(axis=2)
    path = np.zeros((docs, tokens), dtype=np.intp)
    for doc in range(docs):
        t = tokens - 1
        while t >= 0:
            if in_entity[t, doc]:
                label = best_label[t, doc]
                while went_on[t, doc, label]:
                    path[doc, t] = 1 + labels + label
                    t -= 1
                path[doc, t] = 1 + label
            t -= 1
    return path


def _by_token(*arrays: Floats) -> list[Floats]:
    """Copies with the tokens first, (T, D, ...): a loop over tokens then reads what lies together."""
    return [np.ascontiguousarray(array.swapaxes(0, 1)) for array in arrays]


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
    """What `viterbi` returns, with the search only where the best tags of single tokens make no possible path."""
    labels = (logits.shape[2] - 1) // 2
    paths = logits.argmax(axis=2)
    before = np.concatenate([np.zeros_like(paths[:, :1]), paths[:, :-1]], axis=1)
    broken = (paths > labels) & (before != paths) & (before != paths - labels)
    if not broken.any():
        return paths
    best = logits.max(axis=2)
    repair = best - logits[:, :, : 1 + labels].max(axis=2)
    gap = best - logits[:, :, 1 + labels :].max(axis=2)
    # Nothing goes on from before the text.
    gap[:, 0] = np.inf
    docs = np.flatnonzero(broken.any(axis=1)).tolist()
    windows = [(doc, *window) for doc in docs for window in _search_windows(broken[doc], gap[doc], repair[doc])]
    searched = viterbi(pad([logits[doc, start:end] for doc, start, end in windows])[0])
    for (doc, start, end), path in zip(windows, searched, strict=True):
        paths[doc, start:end] = path[: end - start]
    return paths


def _search_windows(broken: NDArray[np.bool_], gap: Floats, repair: Floats) -> list[tuple[int, int]]:
    """Where one document's best path may differ from the best tags of its tokens, ascending, without overlap.

    broken: whether a token's best tag is an I-x that nothing begins, (T,). gap: how much better its best tag is than
    its best I-x; 0 where that is the best. repair: the same against its best O or B-x. A window ends where the best tag
    is no I again. Its path loses at most the sum of `repair` of the tokens from the broken one to there, so it can
    begin at any token before them whose gap is larger than that: to go on over that token would lose more.
    """

    def start_before(token: int, loss: float) -> int:
        return int(np.flatnonzero(gap[: max(token, 1)] > loss)[-1])

    windows: list[tuple[int, int, float]] = []
    for token in np.flatnonzero(broken).tolist():
        if windows and token < windows[-1][1]:
            continue
        ends = np.flatnonzero(gap[token + 1 :] > 0)
        end = token + 1 + int(ends[0]) if len(ends) else len(gap)
        loss = float(repair[token:end].sum())
        start = start_before(token, loss)
        while windows and start < windows[-1][1]:
            first, _, other = windows.pop()
            loss += other
            start = start_before(first + 1, loss)
        windows.append((start, end, loss))
    return [(start, end) for start, end, _ in windows]


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
                # An entity that goes on over blank tokens at its end is the same entity.
                score = lattice.span_probability(leave, row, start, end, label, last)
                found[doc].append(TagSpan(start, end, label, score))
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
