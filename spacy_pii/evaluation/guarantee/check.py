"""Does the promise hold? Split a labelled set many times, calibrate on one part, measure on the other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...components.drift import stability_index
from .bounds import check_scipy
from .choice import Promise, Unreachable, choose
from .curves import Curves


@dataclass(frozen=True, slots=True)
class SplitCheck:
    """What came of the splits of one set; shares.

    refused: splits that could not carry the promise; the rest is about the others. loss, over_redaction: on the
    measured part, mean over splits. kept: splits whose measured part lost at most alpha. kept_in_set: splits at whose
    threshold the whole set lost at most alpha: what is promised of draws from it, while the measured part has noise of
    its own. least: of `kept_in_set`, what chance explains in 99 of 100 checks.
    """

    refused: float
    loss: float
    over_redaction: float
    kept: float
    kept_in_set: float
    least: float


def check_splits(curves: Curves, promise: Promise, splits: int, *, share: float = 0.5, seed: int = 0) -> SplitCheck:
    """Calibrate on a random share of the units, measure on the others, `splits` times.

    Raises Unreachable if every split is refused.
    """
    check_scipy()
    from scipy.stats import binom

    randomness = np.random.default_rng(seed)
    losses = curves.losses(promise.loss)
    rows, refusals = [], []
    for _ in range(splits):
        fitted, measured = np.split(randomness.permutation(len(curves)), [round(share * len(curves))])
        try:
            number = choose(curves.take(fitted), promise).number
        except Unreachable as refusal:
            refusals.append(refusal)
            continue
        over = curves.take(measured).over_redaction()[number]
        rows.append((losses[measured, number].mean(), over, losses[:, number].mean()))
    if not rows:
        raise refusals[0]
    lost, over, lost_in_set = np.array(rows).T
    chance = 1 - (promise.delta or 0.5)
    return SplitCheck(
        refused=len(refusals) / splits,
        loss=float(lost.mean()),
        over_redaction=float(over.mean()),
        kept=float((lost <= promise.alpha).mean()),
        kept_in_set=float((lost_in_set <= promise.alpha).mean()),
        least=float(binom.ppf(0.01, len(rows), chance)) / len(rows),
    )


@dataclass(frozen=True, slots=True)
class AcrossCheck:
    """What a promise that was made with one set does on another; shares. drift: the population stability index."""

    loss: float
    over_redaction: float
    drift: float


def check_across(calibration: Curves, other: Curves, promise: Promise) -> AcrossCheck:
    """Calibrate on one set, measure on another. Raises Unreachable."""
    number = choose(calibration, promise).number
    drift = stability_index(calibration.histogram.sum(axis=0), other.histogram.sum(axis=0))
    return AcrossCheck(
        float(other.losses(promise.loss)[:, number].mean()), float(other.over_redaction()[number]), drift
    )
