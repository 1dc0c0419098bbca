"""create_analyzer: a Presidio AnalyzerEngine over our model and Presidio's patterns."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from pathlib import Path

from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerRegistry, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts
from spacy.language import Language

from ..components.patterns.checksums import doubted
from ..components.patterns.context import LinearContextEnhancer
from ..components.patterns.overlaps import expand_to_words, recognizer_id, resolve_overlaps
from ..components.patterns.recognizers import pattern_recognizers
from ..labels import ALL_LABELS, check_labels
from .engine import DEFAULT_MODEL, PiiNlpEngine
from .recognizer import PiiArtifactsRecognizer, PiiRecognizer


class PiiAnalyzerEngine(AnalyzerEngine):
    """An AnalyzerEngine whose results never overlap, never cut a word, and come in the order of the text."""

    def analyze(
        self,
        text: str,
        language: str,
        entities: list[str] | None = None,
        correlation_id: str | None = None,
        score_threshold: float | None = None,
        return_decision_process: bool | None = False,
        ad_hoc_recognizers: list[EntityRecognizer] | None = None,
        context: list[str] | None = None,
        allow_list: list[str] | None = None,
        allow_list_match: str | None = "exact",
        regex_flags: int | None = re.DOTALL | re.MULTILINE | re.IGNORECASE,
        nlp_artifacts: NlpArtifacts | None = None,
    ) -> list[RecognizerResult]:
        """As Presidio's, with overlaps resolved; the allow-list applies to the results as they are returned."""
        results = super().analyze(
            text,
            language,
            entities=entities,
            correlation_id=correlation_id,
            score_threshold=score_threshold,
            return_decision_process=return_decision_process,
            ad_hoc_recognizers=ad_hoc_recognizers,
            context=context,
            nlp_artifacts=nlp_artifacts,
        )
        models = {
            recognizer.id: recognizer
            for recognizer in [*self.registry.recognizers, *(ad_hoc_recognizers or ())]
            if isinstance(recognizer, PiiRecognizer | PiiArtifactsRecognizer)
        }
        results = [
            self._checked(text, result, models[recognizer_id(result)], score_threshold)
            if recognizer_id(result) in models
            else result
            for result in results
        ]
        results = expand_to_words(resolve_overlaps(results, models), text)
        if allow_list:
            results = self._remove_allow_list(results, allow_list, text, regex_flags, allow_list_match)
        return results

    def _checked(
        self, text: str, result: RecognizerResult, recognizer: EntityRecognizer, score_threshold: float | None
    ) -> RecognizerResult:
        """The model's result with less score if its checksum fails, down to the threshold that it has passed."""
        thresholds = recognizer.score_thresholds
        floor = score_threshold
        if floor is None:
            floor = thresholds.get(result.entity_type, thresholds.get("default", self.default_score_threshold))
        score = doubted(result.entity_type, text[result.start : result.end], result.score, floor)
        if score < result.score:
            result = copy.deepcopy(result)
            result.score = score
            if result.analysis_explanation:
                result.analysis_explanation.set_improved_score(score)
                result.append_analysis_explanation_text("Its checksum fails")
        return result


def create_analyzer(
    model: str | Path | Language = DEFAULT_MODEL,
    *,
    thresholds: dict[str, float] | None = None,
    patterns: bool | Sequence[EntityRecognizer] = True,
    languages: Sequence[str] = ("en",),
) -> PiiAnalyzerEngine:
    """An analyzer that runs one pass of our model for entities and context words, and Presidio's patterns beside it.

    model: package name, folder or loaded pipeline. thresholds: label (or "default") -> score below which the model's
    results are dropped; the pipeline's own thresholds come first. patterns: False for the model alone, or recognizers
    to use instead of `pattern_recognizers()`. languages: the codes under which `analyze` may be called; the one model
    serves them all. Raises PiiError if the model is not installed. Never uses the network.
    """
    engine = PiiNlpEngine([{"lang_code": language, "model_name": model} for language in languages])
    engine.load()
    check_labels(thresholds or (), {*ALL_LABELS, *engine.get_supported_entities(), "default"}, where="thresholds")
    recognizers: list[EntityRecognizer] = [
        PiiArtifactsRecognizer(
            supported_language=language, supported_entities=engine.get_supported_entities(), thresholds=thresholds
        )
        for language in languages
    ]
    if patterns is True:
        recognizers += [recognizer for language in languages for recognizer in pattern_recognizers(language)]
    elif patterns:
        recognizers += patterns
    return PiiAnalyzerEngine(
        registry=RecognizerRegistry(recognizers=recognizers, supported_languages=list(languages)),
        nlp_engine=engine,
        supported_languages=list(languages),
        context_aware_enhancer=LinearContextEnhancer(),
    )
