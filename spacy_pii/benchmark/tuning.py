"""What a threshold or an operating point buys: leakage against over-redaction of one model."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np

from ..components.loading import load_pipeline
from ..components.spans import predicted_spans
from ..evaluation.bootstrap import FIGURES, bootstrap, figures
from ..evaluation.calibration_error import Calibration, calibration_of, outcomes
from .detectors import Spans
from .gold_sets import GoldSet, mean_scores
from .results import CurvePoint, SetScores

THRESHOLDS = tuple(round(0.05 * step, 2) for step in range(20))


def threshold_curve(sets: Sequence[GoldSet], predicted: Sequence[Sequence[Spans]]) -> list[CurvePoint]:
    """Means over sets at each of THRESHOLDS; a prediction without a score always stays."""
    return [_curve_point(threshold, sets, predicted) for threshold in THRESHOLDS]


def _curve_point(threshold: float, sets: Sequence[GoldSet], predicted: Sequence[Sequence[Spans]]) -> CurvePoint:
    rows = []
    for part, found in zip(sets, predicted, strict=True):
        kept = ([s for s in spans if s.score is None or s.score >= threshold] for spans in found)
        rows.append(figures(part.count(kept)[1].sum(axis=0)))
    mean = dict(zip(FIGURES, (round(float(value), 4) for value in np.mean(rows, axis=0)), strict=True))
    shown = ("leak", "over", "full", "f1", "precision", "recall")
    return CurvePoint(threshold, **{figure: mean[figure] for figure in shown})


def operating_points(model: str, sets: Sequence[GoldSet], *, samples: int) -> dict[str, SetScores]:
    """Means over sets at each operating point of a pipeline of ours; empty for one that has none."""
    nlp = load_pipeline(model)
    taggers: list[Any] = [pipe for _, pipe in nlp.pipeline if hasattr(pipe, "decoder")]
    points = {}
    for name in taggers[0].decoder.points if taggers else ():
        taggers[0].decoder.operating_point = name
        counts = {part.name: part.count(map(predicted_spans, nlp.pipe(part.texts)))[1] for part in sets}
        points[name] = mean_scores(bootstrap(counts, samples=samples))
    return points


def pooled_calibration(sets: Sequence[GoldSet], predicted: Sequence[Sequence[Spans]]) -> Calibration | None:
    """Calibration over the predictions of all sets; None where they have no scores."""
    return calibration_of(
        chain.from_iterable(
            outcomes(zip(part.records, found, strict=True), part.info.complete)
            for part, found in zip(sets, predicted, strict=True)
        )
    )
