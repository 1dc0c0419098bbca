"""Make scores honest: fitted on half of the records, judged on the rest.

First the temperature of the sequence model (Guo et al. 2017), then, if asked, the operating points, and last the map
from the probabilities of the spans that `balanced` proposes to their scores.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.language import Language
from spacy.util import minibatch

from ..components.lattice import Floats, partial_likelihood
from ..components.score_map import ScoreMap, fit_score_map
from ..components.spans import predicted_spans
from ..evaluation.calibration_error import Calibration, Outcome, calibration_of, outcomes
from ..records import PiiRecord
from .operating_points import PointFit, fit_operating_points
from .samples import Sample, halves, trainable_tagger

if TYPE_CHECKING:
    from ..components.pii_ner import PiiTagger

BOUNDS = (0.1, 10.0)
"""Temperatures between which the best one is sought."""
_GOLDEN = (math.sqrt(5) - 1) / 2


@dataclass(frozen=True, slots=True)
class Quality:
    """Figures at one setting. nll: negative log-likelihood per document. calibration: None without predictions."""

    nll: float
    calibration: Calibration | None


@dataclass(frozen=True, slots=True)
class CalibrationFit:
    """What was fitted, and its figures on the records that the fit did not see, before and after."""

    temperature: float
    score_map: ScoreMap
    fitted_on: int
    judged_on: int
    before: Quality
    after: Quality
    operating_points: dict[str, PointFit] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def calibrate_pipeline(
    nlp: Language, records: Iterable[PiiRecord], *, fit_points: bool = False, batch_size: int = 32
) -> CalibrationFit:
    """Fit and set the temperature and the score map of a pipeline's tagger, and its operating points with `fit_points`.

    Records that differ only in their personal data fall into the same half. Raises PiiError for a pipeline without a
    trainable tagger, and where a half has no record with tokens.
    """
    tagger = trainable_tagger(nlp)
    fitting, judging = halves(nlp, tagger, records, batch_size)
    before = _quality(tagger, judging)
    temperature = fit_temperature([s.logits for s in fitting], [s.allowed for s in fitting])
    tagger.set_calibration(temperature)
    points = fit_operating_points(nlp, tagger, fitting, judging) if fit_points else {}
    found = list(_outcomes(tagger, fitting))
    score_map = fit_score_map([score for score, _ in found], [right for _, right in found])
    tagger.set_calibration(temperature, score_map)
    after = _quality(tagger, judging)
    return CalibrationFit(temperature, score_map, len(fitting), len(judging), before, after, points)


def fit_temperature(logits: Sequence[Floats], allowed: Sequence[np.ndarray]) -> float:
    """The temperature within BOUNDS that makes what the gold allows most likely; shapes as in `partial_likelihood`."""
    low, high = map(math.log, BOUNDS)
    return math.exp(_minimize(lambda log_t: _nll(logits, allowed, math.exp(log_t)), low, high))


def _minimize(loss: Callable[[float], float], low: float, high: float, tolerance: float = 1e-3) -> float:
    """Golden-section search for the minimum of a function with only one."""
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = loss(left), loss(right)
    while high - low > tolerance:
        if at_left < at_right:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = loss(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = loss(right)
    return (low + high) / 2


def _nll(logits: Sequence[Floats], allowed: Sequence[np.ndarray], temperature: float) -> float:
    """Mean partial negative log-likelihood per document."""
    pairs = zip(logits, allowed, strict=True)
    total = 0.0
    for batch in minibatch(pairs, 32):
        rows, masks = zip(*batch, strict=True)
        total += float(partial_likelihood([row / temperature for row in rows], list(masks))[0].sum())
    return total / len(logits)


def _outcomes(tagger: PiiTagger, samples: list[Sample]) -> Iterator[Outcome]:
    """Score and correctness of what the tagger finds at its present settings."""
    for batch in minibatch(samples, 32):
        docs = [sample.doc for sample in batch]
        tagger.decoder.annotate(docs, [sample.logits for sample in batch])
        yield from outcomes((sample.record, predicted_spans(doc)) for sample, doc in zip(batch, docs, strict=True))


def _quality(tagger: PiiTagger, samples: list[Sample]) -> Quality:
    """Figures at the tagger's present settings."""
    nll = _nll([s.logits for s in samples], [s.allowed for s in samples], tagger.cfg["temperature"])
    return Quality(nll, calibration_of(_outcomes(tagger, samples)))
