"""Do scores mean what they say? Expected calibration error of span scores (Naeini et al. 2015, Guo et al. 2017)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from ..labels import family
from ..records import PiiRecord
from .pairs import pair_records
from .scores import annotated_families

BINS = 15


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

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def calibration(
    gold: Iterable[PiiRecord], predicted: Iterable[PiiRecord], *, complete: frozenset[str] | None = None
) -> Calibration | None:
    """Calibration of the scored predictions; None where no prediction has a score.

    A prediction is right if a gold span has the same characters and family. It counts if its family is complete in the
    gold (by default: annotated) and it touches no ignored stretch. Raises PiiError as `score` does.
    """
    binned: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for value, right in _outcomes(gold, predicted, complete):
        binned[min(int(value * BINS), BINS - 1)].append((value, right))
    total = sum(map(len, binned))
    if not total:
        return None
    bins = tuple(_summary(outcomes) for outcomes in binned if outcomes)
    return Calibration(sum(b.count * abs(b.confidence - b.accuracy) for b in bins) / total, bins)


def _outcomes(
    gold: Iterable[PiiRecord], predicted: Iterable[PiiRecord], complete: frozenset[str] | None
) -> Iterator[tuple[float, bool]]:
    for record, prediction in pair_records(gold, predicted):
        counted = annotated_families(record.annotated) if complete is None else complete
        expected = {(span.start, span.end, family(span.label)) for span in record.spans}
        for span in prediction.spans:
            ignored = any(span.start < end and start < span.end for start, end in record.ignore)
            if span.score is not None and not ignored and family(span.label) in counted:
                yield span.score, (span.start, span.end, family(span.label)) in expected


def _summary(outcomes: list[tuple[float, bool]]) -> CalibrationBin:
    count = len(outcomes)
    return CalibrationBin(
        sum(value for value, _ in outcomes) / count, sum(right for _, right in outcomes) / count, count
    )
