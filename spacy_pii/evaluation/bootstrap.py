"""How far figures would move with other documents: the bootstrap over documents (Efron 1979), alone and in pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt

from ..errors import PiiError
from .scores import COUNTS, DocumentCounts

FIGURES = ("leak", "over", "unjudged", "full", "typed", "f1", "precision", "recall")
"""Short names of `Scores` leakage, over_redaction, unjudged, fully_redacted, typed and f1; and the two parts of f1."""
MEAN = "mean"
"""The name of the unweighted mean over sets."""

_PARTS = (
    {"leaked": 1},
    {"over": 1},
    {"unjudged": 1},
    {"redacted": 1},
    {"found": 1},
    {"tp": 2},
    {"tp": 1},
    {"tp": 1},
)
_WHOLES = (
    {"personal": 1},
    {"others": 1},
    {"others": 1},
    {"documents_with_gold": 1},
    {"count": 1},
    {"tp": 2, "fp": 1, "fn": 1},
    {"tp": 1, "fp": 1},
    {"tp": 1, "fn": 1},
)
_CHUNK = 100

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure in percent, or a difference in points, with the ends of its interval."""

    value: float
    low: float
    high: float

    @property
    def beyond_noise(self) -> bool:
        """Whether the interval of a difference excludes zero."""
        return self.low > 0 or self.high < 0


Intervals = dict[str, Interval]
"""Intervals by figure."""


def figures(counts: DocumentCounts) -> Floats:
    """FIGURES in percent, (..., len(FIGURES)), of counts, (..., len(COUNTS)); 0 where there is nothing to count."""
    return 100 * (counts @ _weights(_PARTS)) / np.maximum(1, counts @ _weights(_WHOLES))


def bootstrap(
    sets: Mapping[str, DocumentCounts], *, samples: int = 1000, seed: int = 0, confidence: float = 0.95
) -> dict[str, Intervals]:
    """Percentile intervals of the figures of each set, and of their mean under MEAN if there are several sets.

    Raises PiiError for a set without documents.
    """
    values, drawn = {}, {}
    for name, counts in sets.items():
        values[name] = figures(counts.sum(axis=0))
        (drawn[name],) = _resampled(name, [counts], samples, seed)
    return _intervals(values, drawn, confidence)


def paired_bootstrap(
    a: Mapping[str, DocumentCounts],
    b: Mapping[str, DocumentCounts],
    *,
    samples: int = 1000,
    seed: int = 0,
    confidence: float = 0.95,
) -> dict[str, Intervals]:
    """Differences a - b of two systems on the same documents, in points, for each set and MEAN as in `bootstrap`.

    Both systems see the same resampled documents, so what is hard for both cancels out. Raises PiiError where the
    two do not have the same sets with as many documents.
    """
    if {name: len(counts) for name, counts in a.items()} != {name: len(counts) for name, counts in b.items()}:
        raise PiiError(
            "the two systems were not scored on the same documents.", remedy="score both on the same sets in one run."
        )
    values, drawn = {}, {}
    for name in a:
        values[name] = figures(a[name].sum(axis=0)) - figures(b[name].sum(axis=0))
        first, second = _resampled(name, [a[name], b[name]], samples, seed)
        drawn[name] = first - second
    return _intervals(values, drawn, confidence)


def _weights(rows: Sequence[Mapping[str, int]]) -> npt.NDArray[np.int64]:
    return np.array([[row.get(name, 0) for row in rows] for name in COUNTS])


def _resampled(name: str, systems: list[DocumentCounts], samples: int, seed: int) -> list[Floats]:
    """Figures of each system under the same resampled documents, (samples, len(FIGURES))."""
    documents = len(systems[0])
    if not documents:
        raise PiiError(f"the set {name!r} has no documents.", remedy="build the sets again.")
    rng = np.random.default_rng([seed, crc32(name.encode())])
    drawn: list[list[Floats]] = [[] for _ in systems]
    # In chunks: (samples, documents) of a large set would be gigabytes.
    for start in range(0, samples, _CHUNK):
        times = rng.multinomial(documents, np.full(documents, 1 / documents), min(_CHUNK, samples - start))
        for rows, counts in zip(drawn, systems, strict=True):
            rows.append(figures(times @ counts))
    return [np.concatenate(rows) for rows in drawn]


def _intervals(values: dict[str, Floats], drawn: dict[str, Floats], confidence: float) -> dict[str, Intervals]:
    if len(values) > 1:
        values = {**values, MEAN: np.mean(list(values.values()), axis=0)}
        drawn = {**drawn, MEAN: np.mean(list(drawn.values()), axis=0)}
    tail = (1 - confidence) / 2
    ends = {name: np.quantile(rows, [tail, 1 - tail], axis=0) for name, rows in drawn.items()}
    return {
        name: {
            figure: Interval(*(round(float(number), 4) for number in (values[name][i], *ends[name][:, i])))
            for i, figure in enumerate(FIGURES)
        }
        for name in values
    }
