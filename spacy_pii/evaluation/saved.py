"""Score saved predictions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import PiiError
from ..records import read_records
from .calibration_error import Calibration, calibration
from .scores import Scores, score
from .sets import read_sets


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures of one set; calibration is None where predictions have no scores."""

    scores: Scores
    calibration: Calibration | None

    def to_dict(self) -> dict[str, Any]:
        return {
            **self.scores.to_dict(),
            "calibration": None if self.calibration is None else self.calibration.to_dict(),
        }


def evaluate_file(
    gold: Path, predicted: Path, *, judged: frozenset[str] | None = None, complete: frozenset[str] | None = None
) -> Evaluation:
    """Score a file of predicted records; judged and complete as in `score`. Raises PiiError naming file and record."""
    try:
        scores = score(read_records(gold), read_records(predicted), judged=judged, complete=complete)
        return Evaluation(scores, calibration(read_records(gold), read_records(predicted), complete=complete))
    except PiiError as error:
        raise error.at(predicted) from None


def evaluate_sets(folder: Path, predicted: Path) -> dict[str, Evaluation]:
    """Score predictions of a folder of labelled sets: NAME.jsonl in `predicted` for each NAME. Raises PiiError."""
    return {
        s.name: evaluate_file(s.path, predicted / s.path.name, judged=s.judged, complete=s.complete)
        for s in read_sets(folder)
    }
