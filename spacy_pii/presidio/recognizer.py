"""The model as a Presidio recognizer: self-contained, or reading what PiiNlpEngine has found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from presidio_analyzer import AnalysisExplanation, EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts
from presidio_analyzer.predefined_recognizers import SpacyRecognizer
from spacy.language import Language

from ..components.loading import shared_pipeline
from ..components.spans import scored_spans
from ..labels import ALL_LABELS, check_labels
from .engine import DEFAULT_MODEL, presidio_labels

EXPLANATION = "Identified as {} by a spacy-pii model"


class PiiRecognizer(EntityRecognizer):
    """Runs our pipeline by itself, for any AnalyzerEngine; pair it with Presidio's `no_op` NLP engine.

    name: the model, unless `model` is given: from YAML (`class_name: PiiRecognizer`) only the name arrives here.
    model: package name, folder or loaded pipeline; pipelines are loaded once per process. thresholds: label (or
    "default") -> score below which AnalyzerEngine drops a result. Safe to use from several threads if the pipeline is.
    Raises PiiError if the model is not installed.
    """

    DEFAULT_SCORE = 0.85

    def __init__(
        self,
        name: str | None = None,
        supported_language: str = "en",
        supported_entities: list[str] | None = None,
        context: list[str] | None = None,
        *,
        model: str | Path | Language | None = None,
        thresholds: dict[str, float] | None = None,
    ):
        # A recognizer that YAML lists by its class alone has the class's name.
        named = name if name != type(self).__name__ else None
        self.model = model or named or DEFAULT_MODEL
        super().__init__(
            supported_entities=supported_entities or [],
            name=name,
            supported_language=supported_language,
            context=context,
            score_thresholds=thresholds,
        )
        check_labels(thresholds or (), {*ALL_LABELS, *self.supported_entities, "default"}, where="thresholds")

    def load(self) -> None:
        """Load the pipeline, if this process has not done so yet."""
        self.nlp = shared_pipeline(self.model)
        self.labels = presidio_labels(self.nlp)
        self.supported_entities: list[str] = self.supported_entities or sorted(set(self.labels.values()))

    def analyze(
        self, text: str, entities: list[str] | None = None, nlp_artifacts: NlpArtifacts | None = None
    ) -> list[RecognizerResult]:
        """Find the requested entities, or all supported ones; the artifacts of an NLP engine are not needed."""
        wanted = set(self.supported_entities).intersection(entities or self.supported_entities)
        return [
            self._result(self.labels.get(span.label_, span.label_), span.start_char, span.end_char, score)
            for span, score in scored_spans(self.nlp(text), self.DEFAULT_SCORE)
            if self.labels.get(span.label_, span.label_) in wanted
        ]

    def _result(self, label: str, start: int, end: int, score: float) -> RecognizerResult:
        return RecognizerResult(
            entity_type=label,
            start=start,
            end=end,
            score=score,
            analysis_explanation=AnalysisExplanation(
                recognizer=self.name, original_score=score, textual_explanation=EXPLANATION.format(label)
            ),
            recognition_metadata={
                RecognizerResult.RECOGNIZER_NAME_KEY: self.name,
                RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
            },
        )


class PiiArtifactsRecognizer(SpacyRecognizer):
    """Reports what PiiNlpEngine found, so that the pipeline runs once per text."""

    DEFAULT_EXPLANATION = EXPLANATION

    def __init__(self, *, thresholds: dict[str, float] | None = None, **settings: Any):
        super().__init__(**settings)
        self.score_thresholds = thresholds
