"""From logits to annotations: the part that the trainable tagger and the ONNX tagger share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Span

from ..errors import PiiError
from .borders import MergeableSpans, blank_tokens, has_value, standing_entities
from .coverage import Evidence
from .drift import Histogram
from .lattice import Floats, TagSpan, decode, token_probabilities
from .score_map import ScoreMap
from .spans import GUARANTEED, SPANS_KEY

MAX_LENGTH = 100_000_000
"""Characters that a pipeline with our taggers accepts; unlike a parser's, their memory grows slowly with the text."""
VERDICT = "PII"
"""Key in `doc.cats`: P(any personal data in the document)."""


@dataclass(frozen=True)
class OperatingPoint:
    """Where to stand between missing too much and masking too much.

    outside_bias: added to the logit of "no entity" while the best path is sought. threshold: spans less probable than
    this are dropped. thresholds: the same for single labels. marginal_threshold: tokens that belong to any entity with
    at least this probability are covered as well, whatever path is best; None for none. guarantee: what the point
    promises, as `spacy_pii.evaluation.guarantee` wrote it, with the distribution of probabilities it was fitted on.
    """

    outside_bias: float = 0.0
    threshold: float = 0.0
    thresholds: dict[str, float] = field(default_factory=dict)
    marginal_threshold: float | None = None
    guarantee: dict[str, Any] = field(default_factory=dict)


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
    thresholds are in terms of scores. seen: probabilities of the tokens seen at operating points with a guarantee.
    Raises PiiError for a threshold outside [0, 1], an unknown label or an unknown operating point.
    """

    labels: tuple[str, ...] = ()
    temperature: float = 1.0
    score_map: ScoreMap = ScoreMap()
    points: dict[str, OperatingPoint] = field(default_factory=dict)
    operating_point: str = "balanced"
    thresholds: dict[str, float] = field(default_factory=dict)
    seen: Histogram = field(default_factory=Histogram, repr=False)

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
        marginal = point.marginal_threshold
        if marginal is not None and not 0 < marginal <= 1:
            raise PiiError(f"marginal_threshold {marginal} is outside (0, 1].", remedy="give a probability above 0.")
        if point.guarantee and self.thresholds:
            raise PiiError(
                f"thresholds would break what the operating point {self.operating_point!r} promises.",
                remedy="leave the component's thresholds empty, or choose another operating point.",
            )
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
        point = self.points[self.operating_point]
        read = self._read(docs, logits, point)
        found = read.spans
        if point.marginal_threshold is not None:
            evidence = self._evidence(docs, read)
            found = [each.covered(point.marginal_threshold) for each in evidence]
            if point.guarantee:
                self.seen.add([each.probability for each in evidence])
                self.seen.warn_of_drift(point.guarantee.get("histogram"))
        for doc, spans, verdict, others in zip(docs, found, read.verdicts, read.standing, strict=True):
            kept = [(Span(doc, s.start, s.end, label=self.labels[s.label]), s.score) for s in spans]
            self._set(doc, kept, verdict, others)
            if point.guarantee:
                doc.spans[SPANS_KEY].attrs[GUARANTEED] = True

    def evidence(self, docs: Sequence[Doc], logits: Sequence[Floats], operating_point: str) -> list[Evidence]:
        """What is known of each Doc at an operating point, for logits of shape (tokens, K), without changing it.

        Raises PiiError as `annotate` does.
        """
        return self._evidence(docs, self._read(docs, logits, self.points[operating_point]))

    def _read(self, docs: Sequence[Doc], logits: Sequence[Floats], point: OperatingPoint) -> _Reading:
        self._check_logits(docs, logits)
        scaled = [rows / self.temperature for rows in logits]
        blank = [blank_tokens(doc) for doc in docs]
        standing = [standing_entities(doc, SPANS_KEY) for doc in docs]
        around = [_outside(rows, [*kept, *blocked]) for rows, (kept, blocked) in zip(scaled, standing, strict=True)]
        found, nothing = decode(around, outside_bias=point.outside_bias, blank=blank)
        taken = [number for number, spans in enumerate(standing) if any(spans)]
        if taken:
            nothing[taken] = decode([scaled[number] for number in taken], blank=[blank[number] for number in taken])[1]
        scored = [[replace(span, score=self.score_map(span.score)) for span in spans] for spans in found]
        kept = [
            [
                span
                for span in spans
                if span.score >= self._threshold(self.labels[span.label], point)
                and has_value(doc, span.start, span.end)
            ]
            for doc, spans in zip(docs, scored, strict=True)
        ]
        return _Reading(around, blank, standing, kept, [1.0 - empty for empty in nothing.tolist()])

    @staticmethod
    def _evidence(docs: Sequence[Doc], read: _Reading) -> list[Evidence]:
        marginals = token_probabilities(read.logits, read.blank)
        return [
            Evidence(
                spans=spans,
                probability=rows.sum(axis=1),
                label=rows.argmax(axis=1),
                blank=blank,
                closed=_places(len(doc), [*others[0], *others[1]]),
                value=np.array([any(map(str.isalnum, token.orth_)) for token in doc], dtype=bool),
            )
            for doc, spans, rows, blank, others in zip(
                docs, read.spans, marginals, read.blank, read.standing, strict=True
            )
        ]

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


@dataclass(frozen=True, slots=True)
class _Reading:
    """What `Decoder._read` finds: logits without the tokens of others, and per document what its names say."""

    logits: list[Floats]
    blank: list[NDArray[np.bool_]]
    standing: list[tuple[list[Span], list[Span]]]
    spans: list[list[TagSpan]]
    verdicts: list[float]


def _places(tokens: int, spans: Sequence[Span]) -> NDArray[np.bool_]:
    """The tokens of the spans, (tokens,)."""
    places = np.zeros(tokens, dtype=bool)
    for span in spans:
        places[span.start : span.end] = True
    return places


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
            "an operating point has unknown keys.",
            remedy="allowed: outside_bias, threshold, thresholds, marginal_threshold, guarantee.",
        ) from None
    decoder = Decoder(points=points, operating_point=operating_point, thresholds=dict(thresholds))
    decoder.check()
    return decoder
