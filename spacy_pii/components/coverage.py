"""Covering more than the best path: every word that belongs to an entity with at least a given probability.

What is covered at a threshold is covered at every lower one, character by character: decoded entities always stay, the
label of a word does not depend on the threshold, and words are joined by a rule that looks at nothing else. A guarantee
rests on this (`spacy_pii.evaluation.guarantee`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .lattice import Floats, TagSpan


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the model knows of one document, T tokens.

    spans: decoded entities, in order, free of overlaps. probability: P(token belongs to any entity), (T,). label: the
    most probable label of each token, (T,). blank: tokens that no entity begins or ends with, (T,). closed: tokens of
    other components, (T,). value: tokens with a letter or a digit, (T,).
    """

    spans: Sequence[TagSpan]
    probability: Floats
    label: NDArray[np.intp]
    blank: NDArray[np.bool_]
    closed: NDArray[np.bool_]
    value: NDArray[np.bool_]

    def candidates(self) -> NDArray[np.bool_]:
        """Tokens that a threshold may add: outside the decoded entities and those of others, and not blank, (T,)."""
        chosen = ~self.blank & ~self.closed
        for span in self.spans:
            chosen[span.start : span.end] = False
        return chosen

    def covered(self, threshold: float) -> list[TagSpan]:
        """The decoded entities, and the added tokens joined with their neighbours of the same label.

        The score of a span with added tokens is the highest of its entities' scores and its added tokens'
        probabilities. Runs without a letter or a digit are left out.
        """
        added = self.candidates() & (self.probability >= threshold)
        if not added.any():
            return list(self.spans)
        owner, label, score = np.full(len(added), -1), self.label.copy(), self.probability.copy()
        for number, span in enumerate(self.spans):
            inside = slice(span.start, span.end)
            owner[inside], label[inside], score[inside] = number, span.label, span.score
        decoded = owner >= 0
        shown = decoded | added
        # A comma goes with the word before it.
        before = np.maximum.accumulate(np.where(self.value | decoded, np.arange(len(label)), -1))
        label = np.where(before >= 0, label[before], label)
        # A blank token is covered where its neighbours are joined, whatever it is itself.
        tokens = np.flatnonzero(~self.blank | decoded | self.closed)
        left, right = tokens[:-1], tokens[1:]
        apart = decoded[left] & decoded[right] & (owner[left] != owner[right])
        joined = shown[left] & shown[right] & (label[left] == label[right]) & ~apart
        first = np.flatnonzero(np.concatenate([[True], ~joined]))
        kept = shown[tokens[first]] & np.logical_or.reduceat(self.value[tokens], first)
        rows = zip(
            tokens[first][kept].tolist(),
            tokens[np.append(first[1:], len(tokens)) - 1][kept].tolist(),
            label[tokens[first]][kept].tolist(),
            np.maximum.reduceat(score[tokens], first)[kept].tolist(),
            strict=True,
        )
        return [TagSpan(start, last + 1, number, min(best, 1.0)) for start, last, number, best in rows]
