"""Upper bounds on an expected loss, from the losses of n exchangeable units in [0, 1]."""

from __future__ import annotations

import math
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ...errors import PiiError

if TYPE_CHECKING:
    from .curves import Losses

_MOST_STAKED = 0.75
"""Of the capital, on one unit (Waudby-Smith and Ramdas, arXiv 2010.09686, use this or a half): a single loss of 1 among
hundreds of 0 cannot take nearly all."""


def check_scipy() -> None:
    """Raise PiiError if scipy is not installed: the base install does without."""
    if find_spec("scipy") is None:
        raise PiiError(
            "a guarantee needs scipy, which is not installed.",
            remedy='install it with `pip install "spacy-pii[guarantee]"`.',
        )


def average_bound(losses: Losses) -> Losses:
    """Conformal risk control (Angelopoulos et al., arXiv 2208.02814): losses (n, G) to (G,).

    A threshold at which this is at most alpha keeps the expected loss of the next unit at most alpha, on average over
    calibration sets.
    """
    return (losses.sum(axis=0) + 1) / (len(losses) + 1)


def exact_bound(losses: Losses, delta: float) -> Losses:
    """Clopper and Pearson's upper bound on the chance of a loss of 1: losses of 0 or 1, (n, G), to (G,).

    The chance exceeds it with probability at most delta.
    """
    check_scipy()
    from scipy.stats import beta

    events = losses.sum(axis=0)
    return np.where(events < len(losses), beta.ppf(1 - delta, events + 1, np.maximum(len(losses) - events, 1)), 1.0)


def betting_below(losses: Losses, delta: float, alpha: float) -> npt.NDArray[np.bool_]:
    """Whether Waudby-Smith and Ramdas's bound is below alpha, for losses (n, G) in random order; (G,)."""
    return _gain(_stakes(losses, delta), losses, alpha) > -math.log(delta)


def betting_bound(losses: Losses, delta: float) -> float:
    """A number that the expected loss exceeds with probability at most delta; losses: (n,), in random order.

    The hedged capital of Waudby-Smith and Ramdas as in Bates et al. (arXiv 2101.02703, proposition 5): who bets at fair
    odds that the mean is below R, never more than three quarters of what is left, wins more than 1/delta times the
    stake with probability at most delta.
    """
    check_scipy()
    from scipy.optimize import brentq

    column = losses[:, None]
    stakes = _stakes(column, delta)

    def surplus(rate: float) -> float:
        return float(_gain(stakes, column, rate)[0]) + math.log(delta)

    tiny = 1e-12
    if surplus(1.0) <= 0:
        return 1.0
    return tiny if surplus(tiny) > 0 else float(brentq(surplus, tiny, 1.0))


def _stakes(losses: Losses, delta: float) -> Losses:
    """What is bet on each unit, (n, G), from the losses before it alone."""
    count = np.arange(1, len(losses) + 1)[:, None]
    mean = (0.5 + losses.cumsum(axis=0)) / (1 + count)
    variance = (0.25 + ((losses - mean) ** 2).cumsum(axis=0)) / (1 + count)
    before = np.concatenate([np.full((1, losses.shape[1]), 0.25), variance[:-1]])
    return np.minimum(_MOST_STAKED, np.sqrt(2 * -math.log(delta) / (len(losses) * before)))


def _gain(stakes: Losses, losses: Losses, rate: float) -> Losses:
    """The highest logarithm that the capital reaches, (G,)."""
    return np.log1p(-stakes * (losses - rate)).cumsum(axis=0).max(axis=0)
