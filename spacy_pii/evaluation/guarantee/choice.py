"""The highest threshold that keeps a promise, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ...errors import PiiError
from .bounds import average_bound, betting_below, betting_bound, exact_bound
from .curves import TAUS, Curves, Loss, Losses

_MOST = 200_000
"""Units beyond which nobody is told to label more."""


@dataclass(frozen=True, slots=True)
class Promise:
    """The expected loss of a unit is at most alpha.

    It is so with probability 1 - delta over calibration sets, or on average over them where delta is None. Raises
    PiiError for values outside (0, 1).
    """

    alpha: float
    delta: float | None
    loss: Loss = "characters"

    def __post_init__(self) -> None:
        for name, value in (("alpha", self.alpha), ("delta", self.delta)):
            if value is not None and not 0 < value < 1:
                raise PiiError(f"{name} is {value:g}.", remedy="give a number between 0 and 1, such as 0.05.")

    def holds(self, losses: Losses) -> npt.NDArray[np.bool_]:
        """Whether the bound on the expected loss is at most alpha at each threshold, (G,); losses: (n, G), shuffled."""
        if self.delta is None:
            return average_bound(losses) <= self.alpha
        if self.loss == "documents":
            return exact_bound(losses, self.delta) <= self.alpha
        return betting_below(losses, self.delta, self.alpha)

    def bound(self, losses: Losses) -> float:
        """The bound itself, for losses (n,), shuffled."""
        if self.delta is None:
            return float(average_bound(losses[:, None])[0])
        if self.loss == "documents":
            return float(exact_bound(losses[:, None], self.delta)[0])
        return betting_bound(losses, self.delta)


@dataclass(frozen=True, slots=True)
class Choice:
    """A threshold and what it does on the calibration units: mean loss, its upper bound, and over-redaction; shares."""

    promise: Promise
    number: int
    units: int
    loss: float
    bound: float
    over_redaction: float

    @property
    def tau(self) -> float:
        """The threshold."""
        return float(TAUS[self.number])


class Unreachable(PiiError):
    """A promise that these documents cannot carry. needed: about how many would; None if no number would."""

    needed: int | None = None

    @property
    def short(self) -> str:
        """The same in a few words."""
        return "out of reach" if self.needed is None else f"needs about {self.needed}"


def choose(curves: Curves, promise: Promise) -> Choice:
    """The highest threshold at which, as at all lower ones, the promise holds. Raises Unreachable if there is none."""
    losses = _shuffled(curves.losses(promise.loss))
    kept = np.flatnonzero(~promise.holds(losses))
    number = int(kept[-1]) + 1 if len(kept) else 0
    if number == len(TAUS):
        raise _unreachable(losses[:, -1], promise)
    column = losses[:, number]
    over = float(curves.over_redaction()[number])
    return Choice(promise, number, len(losses), float(column.mean()), promise.bound(column), over)


def units_needed(losses: Losses, promise: Promise) -> int | None:
    """About how many units with such losses, (n,), would carry the promise; None if no number would."""
    if losses.mean() >= promise.alpha:
        return None

    def enough(units: int) -> bool:
        # In an order of their own: repeated in the same order they would look less random than they are.
        again = _shuffled(np.resize(losses, units))
        return promise.bound(again) <= promise.alpha

    high = 1
    while not enough(high):
        high *= 2
        if high > _MOST:
            return None
    low = high // 2
    while high - low > max(1, high // 50):
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def _unreachable(losses: Losses, promise: Promise) -> Unreachable:
    needed = units_needed(losses, promise)
    least = float(losses.mean())
    problem = f"{len(losses)} documents or groups do not carry the promise of {100 * promise.alpha:g} %"
    if needed is None:
        return Unreachable(
            f"{problem}: even at the lowest threshold {100 * least:.2f} % is lost, so more of them would not help.",
            remedy="promise less, or train the model on such text.",
        )
    refusal = Unreachable(
        f"{problem}, though at the lowest threshold only {100 * least:.2f} % is lost.",
        remedy=f"label about {needed} in all, or promise less.",
    )
    refusal.needed = needed
    return refusal


def _shuffled(losses: Losses) -> Losses:
    """In random order, the same in every run: a file may be sorted, and the bound bets on one unit after the other."""
    return losses[np.random.default_rng(0).permutation(len(losses))]
