"""Beta calibration of span scores (Kull, Silva Filho and Flach, AISTATS 2017).

A temperature makes the sequence model's probabilities honest over all paths; those of the best spans stay too high,
because they were picked as the best of many. This monotone map of three numbers, fitted on spans, mends that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..errors import PiiError

_EDGE = 1e-6
"""Scores are kept that far from 0 and 1, where their logarithms end."""
_PRIOR = 1.0
"""Weight of the wish to change nothing, in spans."""


@dataclass(frozen=True, slots=True)
class ScoreMap:
    """p -> sigmoid(a ln p - b ln(1 - p) + c); the default changes nothing. Raises PiiError unless a and b are >= 0."""

    a: float = 1.0
    b: float = 1.0
    c: float = 0.0

    def __post_init__(self) -> None:
        if not (self.a >= 0 and self.b >= 0 and np.isfinite([self.a, self.b, self.c]).all()):
            raise PiiError(
                f"the score map {self.a:g}, {self.b:g}, {self.c:g} does not rise.",
                remedy="calibrate the pipeline again.",
            )

    def __call__(self, score: float) -> float:
        """The calibrated probability of a span with this score, both in [0, 1]."""
        if self == _IDENTITY:
            return score
        return float(_sigmoid(_features(np.array([score])) @ [self.a, self.b, self.c])[0])


_IDENTITY = ScoreMap()


def fit_score_map(scores: Sequence[float], right: Sequence[bool]) -> ScoreMap:
    """The map under which these outcomes are most likely: logistic regression, by Newton's method.

    scores: in [0, 1]; right: whether the span with that score is. A slope that would come out negative is left at 0, so
    that the order of scores stays. Without outcomes, nothing changes.
    """
    target = np.array([_IDENTITY.a, _IDENTITY.b, _IDENTITY.c])
    free = np.array([True, True, True])
    while True:
        weights = _newton(_features(np.asarray(scores, dtype=float)), np.asarray(right, dtype=float), target, free)
        negative = free & (weights < 0) & np.array([True, True, False])
        if not negative.any():
            return ScoreMap(*weights.tolist())
        free &= ~negative


def _newton(
    features: NDArray[np.floating], right: NDArray[np.floating], target: NDArray[np.floating], free: NDArray[np.bool_]
) -> NDArray[np.floating]:
    weights = np.where(free, target, 0.0)
    features = features[:, free]
    for _ in range(100):
        chances = _sigmoid(features @ weights[free])
        gradient = features.T @ (chances - right) + _PRIOR * (weights - target)[free]
        curvature = (features * (chances * (1 - chances))[:, None]).T @ features + _PRIOR * np.eye(features.shape[1])
        step = np.linalg.solve(curvature, gradient)
        # Far from the optimum a full step of Newton's can overshoot.
        weights[free] -= step / max(1.0, float(np.abs(step).max()))
        if np.abs(step).max() < 1e-9:
            break
    return weights


def _features(scores: NDArray[np.floating]) -> NDArray[np.floating]:
    inside = np.clip(scores, _EDGE, 1 - _EDGE)
    return np.stack([np.log(inside), -np.log1p(-inside), np.ones_like(inside)], axis=-1)


def _sigmoid(values: NDArray[np.floating]) -> NDArray[np.floating]:
    return 1 / (1 + np.exp(-values))
