"""Do scores mean what they say? Expected calibration error of span scores (Naeini et al. 2015, Guo et al. 2017)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from ..labels import family
from ..records import PiiRecord, PiiSpan
from .pairs import pair_records
from .scores import annotated_families

BINS = 15

Outcome = tuple[float, bool]
"""The score of a prediction, in [0, 1], and whether it is right."""


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Predictions in one of the equal stretches of [0, 1]: mean score, share that is right, and how many."""

    confidence: float
    accuracy: float
    count: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """ece: distance of score and accuracy, in [0, 1], mean over predictions. bins: those not empty, ascending."""

    ece: float
    bins: tuple[CalibrationBin, ...]

    @property
    def by_chance(self) -> float:
        """The error that scores which are exactly right would show on as many predictions (normal approximation)."""
        deviations = (math.sqrt(2 / math.pi * b.count * b.confidence * (1 - b.confidence)) for b in self.bins)
        return sum(deviations) / sum(b.count for b in self.bins)

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def calibration(
    gold: Iterable[PiiRecord], predicted: Iterable[PiiRecord], *, complete: frozenset[str] | None = None
) -> Calibration | None:
    """Calibration of the scored predictions; None where no prediction has a score.

    A prediction is right if a gold span has the same characters and family. It counts if its family is complete in the
    gold (by default: annotated) and it touches no ignored stretch. Raises PiiError as `score` does.
    """
    pairs = ((record, prediction.spans) for record, prediction in pair_records(gold, predicted))
    return calibration_of(outcomes(pairs, complete))


def calibration_of(predictions: Iterable[Outcome]) -> Calibration | None:
    """Calibration of any scored predictions, such as those of several sets; None where there are none."""
    binned: list[list[Outcome]] = [[] for _ in range(BINS)]
    for value, right in predictions:
        binned[min(int(value * BINS), BINS - 1)].append((value, right))
    total = sum(map(len, binned))
    if not total:
        return None
    bins = tuple(_summary(bin) for bin in binned if bin)
    return Calibration(sum(b.count * abs(b.confidence - b.accuracy) for b in bins) / total, bins)


def outcomes(
    pairs: Iterable[tuple[PiiRecord, Iterable[PiiSpan]]], complete: frozenset[str] | None = None
) -> Iterator[Outcome]:
    """Score and correctness of each prediction that counts, as `calibration` defines them."""
    for record, spans in pairs:
        counted = annotated_families(record.annotated) if complete is None else complete
        expected = {(span.start, span.end, family(span.label)) for span in record.spans}
        for span in spans:
            ignored = any(span.start < end and start < span.end for start, end in record.ignore)
            if span.score is not None and not ignored and family(span.label) in counted:
                yield span.score, (span.start, span.end, family(span.label)) in expected


def _summary(pairs: list[Outcome]) -> CalibrationBin:
    count = len(pairs)
    return CalibrationBin(sum(value for value, _ in pairs) / count, sum(right for _, right in pairs) / count, count)
