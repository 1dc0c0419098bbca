"""Operating points that mean something: the bias with the best F-beta over characters, fitted on half of the records.

A leaked character counts beta times as much as a wrongly masked one (van Rijsbergen 1979). Sources weigh the same,
whatever their size.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.language import Language
from spacy.util import minibatch

from ..components.decoder import OperatingPoint
from ..components.spans import predicted_spans
from ..errors import PiiError
from ..evaluation.bootstrap import FIGURES, figures
from ..evaluation.scores import COUNTS, DocumentCounts, score_documents
from ..records import PiiRecord, PiiSpan
from .samples import Sample

if TYPE_CHECKING:
    from ..components.pii_ner import PiiTagger

BETAS = {"balanced": 2.0, "high_recall": 3.0}
BIASES = tuple(np.arange(1.5, -5.01, -0.5).tolist())
"""Biases of "no entity" that are tried."""


@dataclass(frozen=True, slots=True)
class PointFit:
    """A fitted operating point and its figures, means over sources in percent, on the records it was not fitted on."""

    beta: float
    outside_bias: float
    leakage: float
    over_redaction: float
    f1: float

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return asdict(self)


def fit_operating_points(
    nlp: Language, tagger: PiiTagger, fitting: list[Sample], judging: list[Sample]
) -> dict[str, PointFit]:
    """Fit and set the operating points of BETAS; others, and thresholds, stay as they are.

    fitting, judging: as `samples.halves` makes them. Fit the temperature first: a bias means something only beside
    calibrated logits.
    """
    by_bias = {bias: _counts(tagger, fitting, bias) for bias in BIASES}
    fits = {}
    settings: dict[str, Any] = nlp.get_pipe_config(tagger.name)["operating_points"]
    for name, beta in BETAS.items():
        bias = max(BIASES, key=lambda bias: np.mean([f_beta(part, beta) for part in by_bias[bias]]))
        settings.setdefault(name, {})["outside_bias"] = bias
        tagger.decoder.points[name] = OperatingPoint(**settings[name])
        judged = np.mean([figures(part.sum(axis=0)) for part in _counts(tagger, judging, bias)], axis=0)
        row = dict(zip(FIGURES, judged.tolist(), strict=True))
        fits[name] = PointFit(beta, bias, row["leak"], row["over"], row["f1"])
    return fits


def set_outside_bias(nlp: Language, tagger: PiiTagger, biases: dict[str, float]) -> None:
    """Set the bias of operating points by name, as it was chosen elsewhere; thresholds stay as they are.

    Raises PiiError for a point that the pipeline does not have, and for a bias that is no finite number.
    """
    settings: dict[str, Any] = nlp.get_pipe_config(tagger.name)["operating_points"]
    for name, bias in biases.items():
        if name not in tagger.decoder.points:
            raise PiiError(
                f"unknown operating point {name!r}.", remedy=f"choose among {', '.join(sorted(tagger.decoder.points))}."
            )
        if not np.isfinite(bias):
            raise PiiError(f"the bias {bias} of {name} is no finite number.", remedy="give one such as -1.0.")
        tagger.decoder.points[name] = replace(tagger.decoder.points[name], outside_bias=bias)
        settings.setdefault(name, {})["outside_bias"] = bias


def f_beta(counts: DocumentCounts, beta: float) -> float:
    """F-beta over characters of `counts`, (documents, len(COUNTS)); 0 where nothing is personal or masked."""
    total = dict(zip(COUNTS, counts.sum(axis=0).tolist(), strict=True))
    right = (1 + beta**2) * (total["personal"] - total["leaked"])
    return right / max(1, right + beta**2 * total["leaked"] + total["over"])


def _counts(tagger: PiiTagger, samples: list[Sample], bias: float) -> list[DocumentCounts]:
    """Counts of each source at a bias."""
    by_source: dict[str, tuple[list[PiiRecord], list[tuple[PiiSpan, ...]]]] = {}
    before = dict(tagger.decoder.points), tagger.decoder.operating_point
    tagger.decoder.points["fit"], tagger.decoder.operating_point = OperatingPoint(outside_bias=bias), "fit"
    for batch in minibatch(samples, 32):
        docs = [sample.doc for sample in batch]
        tagger.decoder.annotate(docs, [sample.logits for sample in batch])
        for sample, doc in zip(batch, docs, strict=True):
            # The synthetic genres are one source.
            records, spans = by_source.setdefault(sample.record.source.split(":")[0], ([], []))
            records.append(sample.record)
            spans.append(predicted_spans(doc))
    tagger.decoder.points, tagger.decoder.operating_point = before
    return [score_documents(records, spans)[1] for records, spans in by_source.values()]
