"""Temperature scaling (Guo et al. 2017) of the sequence model: fitted on half of the records, judged on the rest."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.language import Language
from spacy.util import minibatch

from ..pipeline.lattice import Floats, partial_likelihood
from ..records import PiiRecord
from .calibration import Calibration, calibration
from .predict import predicted_spans
from .samples import Sample, halves, trainable_tagger

if TYPE_CHECKING:
    from ..pipeline.tagger import PiiTagger

BOUNDS = (0.1, 10.0)
"""Temperatures between which the best one is sought."""
_GOLDEN = (math.sqrt(5) - 1) / 2


@dataclass(frozen=True, slots=True)
class Quality:
    """Figures at one temperature. nll: negative log-likelihood per document. calibration: None without predictions."""

    nll: float
    calibration: Calibration | None


@dataclass(frozen=True, slots=True)
class TemperatureFit:
    """A fitted temperature and its figures on the records that the fit did not see, before and after."""

    temperature: float
    fitted_on: int
    judged_on: int
    before: Quality
    after: Quality

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def calibrate_pipeline(nlp: Language, records: Iterable[PiiRecord], batch_size: int = 32) -> TemperatureFit:
    """Fit the temperature of a pipeline's tagger and set it.

    Records that differ only in their personal data fall into the same half. Raises PiiError for a pipeline without a
    trainable tagger, and where a half has no record with tokens.
    """
    tagger = trainable_tagger(nlp)
    fitting, judging = halves(nlp, tagger, records, batch_size)
    before = _quality(tagger, judging)
    tagger.set_temperature(fit_temperature([s.logits for s in fitting], [s.allowed for s in fitting]))
    after = _quality(tagger, judging)
    return TemperatureFit(tagger.cfg["temperature"], len(fitting), len(judging), before, after)


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


def _quality(tagger: PiiTagger, samples: list[Sample]) -> Quality:
    """Figures at the tagger's present temperature."""
    predicted = []
    for batch in minibatch(samples, 32):
        docs = [sample.doc for sample in batch]
        tagger.decoder.annotate(docs, [sample.logits for sample in batch])
        predicted += [replace(s.record, spans=predicted_spans(doc)) for s, doc in zip(batch, docs, strict=True)]
    nll = _nll([s.logits for s in samples], [s.allowed for s in samples], tagger.cfg["temperature"])
    return Quality(nll, calibration((sample.record for sample in samples), predicted))
