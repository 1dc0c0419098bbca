"""From logits to annotations: the part that the trainable tagger and the ONNX tagger share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from spacy.tokens import Doc, Span

from ..errors import PiiError
from .borders import MergeableSpans, blank_tokens, has_value, standing_entities
from .lattice import Floats, decode
from .score_map import ScoreMap
from .spans import SPANS_KEY

MAX_LENGTH = 100_000_000
"""Characters that a pipeline with our taggers accepts; unlike a parser's, their memory grows slowly with the text."""
VERDICT = "PII"
"""Key in `doc.cats`: P(any personal data in the document)."""


@dataclass(frozen=True)
class OperatingPoint:
    """Where to stand between missing too much and masking too much.

    outside_bias: added to the logit of "no entity" while the best path is sought. threshold: spans less probable than
    this are dropped. thresholds: the same for single labels.
    """

    outside_bias: float = 0.0
    threshold: float = 0.0
    thresholds: dict[str, float] = field(default_factory=dict)


DEFAULT_POINTS: dict[str, dict[str, Any]] = {
    "balanced": {"outside_bias": 0.0, "threshold": 0.0},
    "high_recall": {"outside_bias": -2.0, "threshold": 0.0},
    "high_precision": {"outside_bias": 0.0, "threshold": 0.8},
}


@dataclass
class Decoder:
    """Best spans under the sequence model, their calibrated probabilities, and the operating point.

    labels: in the order of the logits. temperature: logits are divided by it before anything else; fitted on
    development data. score_map: from the probability of a span to its score, fitted on the spans of development data;
    thresholds are in terms of scores. Raises PiiError for a threshold outside [0, 1], an unknown label or an unknown
    operating point.
    """

    labels: tuple[str, ...] = ()
    temperature: float = 1.0
    score_map: ScoreMap = ScoreMap()
    points: dict[str, OperatingPoint] = field(default_factory=dict)
    operating_point: str = "balanced"
    thresholds: dict[str, float] = field(default_factory=dict)

    def check(self) -> None:
        """Raise PiiError for settings that cannot be meant; labels are checked once they are known."""
        if self.operating_point not in self.points:
            raise PiiError(
                f"unknown operating point {self.operating_point!r}.",
                remedy=f"choose one of {', '.join(sorted(self.points))}, or define it under operating_points.",
            )
        point = self.points[self.operating_point]
        for name, threshold in {"threshold": point.threshold, **point.thresholds, **self.thresholds}.items():
            if not 0 <= threshold <= 1:
                raise PiiError(f"threshold {threshold} for {name} is outside [0, 1].", remedy="give a probability.")
        unknown = sorted({*point.thresholds, *self.thresholds} - set(self.labels))
        if self.labels and unknown:
            raise PiiError(
                f"thresholds for unknown labels: {', '.join(unknown)}.",
                remedy=f"this pipeline knows {', '.join(self.labels)}.",
            )
        if not self.temperature > 0:
            raise PiiError(f"temperature {self.temperature} is not positive.", remedy="calibrate the pipeline again.")

    def annotate(self, docs: Sequence[Doc], logits: Sequence[Floats]) -> None:
        """Set `ents`, `spans["pii"]` with scores, and `cats["PII"]` on each Doc, for logits of shape (tokens, K).

        Entities that another component has set stay in `ents`, and ours are found around them; the verdict is that of
        the whole text. Raises PiiError for logits that are not finite or not of these labels.
        """
        self._check_logits(docs, logits)
        point = self.points[self.operating_point]
        scaled = [rows / self.temperature for rows in logits]
        blank = [blank_tokens(doc) for doc in docs]
        standing = [standing_entities(doc, SPANS_KEY) for doc in docs]
        around = [_outside(rows, [*kept, *blocked]) for rows, (kept, blocked) in zip(scaled, standing, strict=True)]
        found, nothing = decode(around, outside_bias=point.outside_bias, blank=blank)
        taken = [number for number, spans in enumerate(standing) if any(spans)]
        if taken:
            nothing[taken] = decode([scaled[number] for number in taken], blank=[blank[number] for number in taken])[1]
        for doc, spans, empty, others in zip(docs, found, nothing, standing, strict=True):
            scored = [(span, self.labels[span.label], self.score_map(span.score)) for span in spans]
            kept = [
                (Span(doc, span.start, span.end, label=label), score)
                for span, label, score in scored
                if score >= self._threshold(label, point) and has_value(doc, span.start, span.end)
            ]
            self._set(doc, kept, 1.0 - float(empty), others)

    def _check_logits(self, docs: Sequence[Doc], logits: Sequence[Floats]) -> None:
        for doc, rows in zip(docs, logits, strict=True):
            if rows.shape != (len(doc), 2 * len(self.labels) + 1):
                raise PiiError(
                    f"the model gave logits {rows.shape} for {len(doc)} tokens and {len(self.labels)} labels.",
                    remedy="install or export the model again.",
                )
            if not np.isfinite(rows).all():
                raise PiiError(
                    "the model gave logits that are no finite numbers, so nothing is known about this text.",
                    remedy="install the model again; after training, lower the learning rate.",
                )

    def annotate_empty(self, docs: Iterable[Doc]) -> None:
        """The same for documents without tokens."""
        for doc in docs:
            self._set(doc, [], 0.0, ([], []))

    def _threshold(self, label: str, point: OperatingPoint) -> float:
        return self.thresholds.get(label, point.thresholds.get(label, point.threshold))

    @staticmethod
    def _set(doc: Doc, found: list[tuple[Span, float]], verdict: float, others: tuple[list[Span], list[Span]]) -> None:
        spans = [span for span, _ in found]
        kept, blocked = others
        doc.set_ents([*spans, *kept], blocked=blocked)
        scores = [score for _, score in found]
        doc.spans[SPANS_KEY] = MergeableSpans(doc, name=SPANS_KEY, spans=spans, attrs={"scores": scores})
        doc.cats[VERDICT] = verdict


def _outside(rows: Floats, spans: Sequence[Span]) -> Floats:
    """Logits in which the tokens of the spans can only be O."""
    if spans:
        rows = rows.copy()
        for span in spans:
            rows[span.start : span.end, 1:] = -np.inf
    return rows


def make_decoder(
    operating_point: str, operating_points: dict[str, dict[str, Any]], thresholds: dict[str, float]
) -> Decoder:
    """A Decoder from config values. Raises PiiError as `Decoder.check` does, and for unknown keys of a point."""
    try:
        points = {name: OperatingPoint(**values) for name, values in operating_points.items()}
    except TypeError:
        raise PiiError(
            "an operating point has unknown keys.", remedy="allowed: outside_bias, threshold, thresholds."
        ) from None
    decoder = Decoder(points=points, operating_point=operating_point, thresholds=dict(thresholds))
    decoder.check()
    return decoder
